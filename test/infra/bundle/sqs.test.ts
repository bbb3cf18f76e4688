/** How a bundle puts messages into a queue, against the SDK's client, which the bundles leave out. */
import * as sdk from '@aws-sdk/client-sqs';
import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { endpointOf } from '../../../infra/bundle/service-call.ts';
import * as ours from '../../../infra/bundle/sqs.ts';

type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> };
/** What the service answers to one attempt after the other, the last again and again; 0 breaks the connection off. */
let answers: readonly Answer[] = [];
let received: unknown[] = [];

/** What differs from one call to the next or says by whom it is made, and the digest of a body whose keys have an order. */
const varying = new Set([
  'authorization',
  'x-amz-date',
  'amz-sdk-invocation-id',
  'user-agent',
  'x-amz-user-agent',
  'x-amz-content-sha256',
]);

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { method, url, headers } = request;
    const lasting = Object.entries(headers).filter(([name]) => !varying.has(name));
    const signed = /Credential=[^/]+\/\d+\/(\S+),/.exec(headers.authorization ?? '')?.[1];
    const parsed: unknown = JSON.parse(body);
    const answer = answers[received.length] ?? answers.at(-1) ?? { status: 500, body: '' };
    received.push({ method, url, body: parsed, headers: Object.fromEntries(lasting), signed });
    const { status, body: said, headers: answered = {} } = answer;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, answered).end(typeof said === 'string' ? said : JSON.stringify(said));
  });
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  url = `http://127.0.0.1:${String(z.object({ port: z.number() }).parse(server.address()).port)}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  received = [];
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_ENDPOINT_URL', url);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Of the same host as the service, or the SDK says aloud that it is another. */
const input = (): SendMessageBatchCommandInput => ({
  QueueUrl: `${url}/123456789012/queue`,
  Entries: [
    { Id: '0', MessageBody: '{"name":"常青会 \u{1F600} \\"quoted\\""}' },
    { Id: '1', MessageBody: 'line\nline\u2028<&' },
  ],
});

type Send = () => Promise<{ readonly Failed?: readonly unknown[] | undefined }>;
const senders: Readonly<Record<'ours' | 'sdks', Send>> = {
  ours: async () => new ours.SQSClient().send(new ours.SendMessageBatchCommand(input())),
  sdks: async () => new sdk.SQSClient({ md5: false }).send(new sdk.SendMessageBatchCommand(input())),
};

const failure = z.object({
  name: z.string(),
  message: z.string(),
  $fault: z.optional(z.string()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

async function outcomeOf(send: Send, given: readonly Answer[]) {
  answers = given;
  received = [];
  try {
    const { Failed: failed } = await send();
    return { failed, received };
  } catch (error) {
    const { name, message, $fault, $metadata } = failure.parse(error);
    return { name, message: message.split('\n')[0], $fault, status: $metadata?.httpStatusCode, received };
  }
}

const taken: Answer = { status: 200, body: { Successful: [{ Id: '0', MessageId: 'm' }] } };
const inPart: Answer = {
  status: 200,
  body: { Successful: [], Failed: [{ Id: '1', Code: 'InternalError', Message: 'no', SenderFault: false }] },
};
const refused = (type: string, status = 400, headers = {}): Answer => ({
  status,
  body: { __type: type, message: 'no' },
  headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
});

describe('messages from a bundle', () => {
  it.each<{ given: readonly Answer[]; attempts: number }>([
    { given: [taken], attempts: 1 },
    { given: [inPart], attempts: 1 },
    { given: [{ status: 200, body: {} }], attempts: 1 },
    { given: [refused('com.amazonaws.sqs#QueueDoesNotExist')], attempts: 1 },
    {
      given: [
        refused('com.amazonaws.sqs#QueueDoesNotExist', 400, {
          'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender',
        }),
      ],
      attempts: 1,
    },
    {
      given: [refused('RequestThrottled', 403, { 'x-amzn-query-error': 'ThrottlingException;Sender' }), taken],
      attempts: 2,
    },
    { given: [refused('com.amazon.coral.service#AccessDeniedException', 403)], attempts: 1 },
    { given: [refused('com.amazonaws.sqs#BatchRequestTooLong')], attempts: 1 },
    { given: [refused('ThrottlingException'), taken], attempts: 2 },
    { given: [refused('RequestThrottled', 403), taken], attempts: 2 },
    { given: [refused('InternalFailure', 500), { status: 0, body: '' }, inPart], attempts: 3 },
    { given: [refused('ServiceUnavailable', 503)], attempts: 3 },
    { given: [{ status: 502, body: '<html>' }, taken], attempts: 2 },
    { given: [{ status: 0, body: '' }], attempts: 3 },
  ])('are put into a queue as the SDK puts them, in as many attempts: %j', async ({ given, attempts }) => {
    const found = await outcomeOf(senders.ours, given);
    expect(found).toEqual(await outcomeOf(senders.sdks, given));
    expect(found.received).toHaveLength(attempts);
  });

  it.each(['eu-central-1', 'us-east-1', 'us-gov-west-1', 'cn-north-1'])(
    "go to the SDK's host in %s",
    async (region) => {
      vi.stubEnv('AWS_ENDPOINT_URL', undefined);
      const { endpointProvider } = new sdk.SQSClient({ region }).config;
      const { url: expected } = endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false });
      const service = { host: 'sqs', signedFor: 'sqs', endpointVariable: 'AWS_ENDPOINT_URL_SQS' };
      expect(await endpointOf(service, region)).toEqual(expected);
    },
  );
});
