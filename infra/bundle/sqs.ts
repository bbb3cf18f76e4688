/**
 * Stands in every bundle for `@aws-sdk/client-sqs` (25 KB), with which a function puts messages into a queue: the one call,
 * with the SDK's retries, for whoever takes a message from a queue counts on getting it twice. It is made of the service,
 * whatever host the queue's address names. What else the client can do is missing: other calls, settings, attributes of
 * messages, whose bytes would be base64, and the digest of what arrived, for what is sent is signed.
 */
import { RetriedService } from './retried-service.ts';

export class SendMessageBatchCommand {
  readonly input: object;

  constructor(input: object) {
    this.input = input;
  }
}

/** What was refused of a batch, where anything was. */
function failedOf(body: unknown): readonly unknown[] | undefined {
  return typeof body === 'object' && body !== null && 'Failed' in body && Array.isArray(body.Failed)
    ? body.Failed
    : undefined;
}

export class SQSClient {
  readonly #service = new RetriedService({
    host: 'sqs',
    signedFor: 'sqs',
    endpointVariable: 'AWS_ENDPOINT_URL_SQS',
  });

  /** @throws Error with the name that the service gives to it, after as many attempts as the SDK makes */
  async send({ input }: SendMessageBatchCommand): Promise<{ readonly Failed: readonly unknown[] | undefined }> {
    const body = await this.#service.post({
      path: '/',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessageBatch',
        // As the SDK asks: answers then tell of errors by their older names, too.
        'x-amzn-query-mode': 'true',
      },
    });
    return { Failed: failedOf(body) };
  }
}
