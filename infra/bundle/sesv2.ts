/**
 * Stands in every bundle for `@aws-sdk/client-sesv2` (76 KB, most of it about a hundred other calls), with which a function
 * sends an e-mail: the one call, once, for whoever sends again what may have been sent sends it twice. What else the client
 * can do is missing: other calls, retries, settings, attachments and raw messages, whose bytes would be base64.
 */
import { randomUUID } from 'node:crypto';
import { ServiceCaller, textAt } from './service-call.ts';

export class SendEmailCommand {
  readonly input: object;

  constructor(input: object) {
    this.input = input;
  }
}

const path = '/v2/email/outbound-emails';

export class SESv2Client {
  readonly #caller = new ServiceCaller({
    host: 'email',
    signedFor: 'ses',
    endpointVariable: 'AWS_ENDPOINT_URL_SESV2',
  });

  /** @throws Error with the name that the service gives to it, or the network's */
  async send(
    { input }: SendEmailCommand,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<{ readonly MessageId: string | undefined }> {
    const answer = await this.#caller.post({
      path,
      body: JSON.stringify(input),
      headers: { 'content-type': 'application/json' },
      attempt: { invocation: randomUUID(), number: 1, atMost: 1 },
      ...(abortSignal === undefined ? {} : { abortSignal }),
    });
    return { MessageId: textAt(answer, 'MessageId') };
  }
}
