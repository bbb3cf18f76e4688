/** How a bundle sends an e-mail, against the SDK's client with its retries off, which the bundles leave out. */
import * as sdk from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { endpointOf } from '../../../infra/bundle/service-call.ts';
import * as ours from '../../../infra/bundle/sesv2.ts';

type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> };
/** What the service answers; 0 breaks the connection off. */
let answer: Answer;
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

const input: SendEmailCommandInput = {
  FromEmailAddress: '常青会 <hello@shop.example>',
  Destination: { ToAddresses: ['wang@example.com'] },
  Content: {
    Simple: {
      Subject: { Data: '想念您 \u{1F600} "quoted"', Charset: 'UTF-8' },
      Body: {
        Text: { Data: 'line\nline', Charset: 'UTF-8' },
        Html: { Data: '<p title="a">&amp;</p>', Charset: 'UTF-8' },
      },
      Headers: [{ Name: 'List-Unsubscribe', Value: '<https://links.example/u/1>' }],
    },
  },
  ConfigurationSetName: 'perennial',
  EmailTags: [{ Name: 'message', Value: 'abc' }],
};

type Send = () => Promise<{ readonly MessageId?: string | undefined }>;
const senders: Readonly<Record<'ours' | 'sdks', Send>> = {
  ours: async () => new ours.SESv2Client().send(new ours.SendEmailCommand(input)),
  sdks: async () => new sdk.SESv2Client({ maxAttempts: 1 }).send(new sdk.SendEmailCommand(input)),
};

const failure = z.object({
  name: z.string(),
  message: z.string(),
  $fault: z.optional(z.string()),
  code: z.optional(z.string()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

async function outcomeOf(send: Send) {
  received = [];
  try {
    const { MessageId: id } = await send();
    return { id, received };
  } catch (error) {
    const { name, message, $fault, $metadata } = failure.parse(error);
    return { name, message: message.split('\n')[0], $fault, status: $metadata?.httpStatusCode, received };
  }
}

const refused = (name: string, status: number, message = 'no'): Answer => ({
  status,
  body: { message },
  headers: { 'x-amzn-errortype': name, 'content-type': 'application/json' },
});

describe('an e-mail from a bundle', () => {
  it.each<Answer>([
    { status: 200, body: { MessageId: '0100018d' } },
    { status: 200, body: {} },
    refused('MessageRejected', 400, 'Email address is not verified.'),
    refused('TooManyRequestsException:http://internal', 429, 'Maximum sending rate exceeded.'),
    refused('AccountSuspendedException', 400),
    refused('ExpiredTokenException', 403),
    refused('InternalFailure', 500),
    { status: 400, body: { __type: 'com.amazonaws.ses#BadRequestException', message: 'Illegal address' } },
    { status: 503, body: '<html>' },
    { status: 0, body: '' },
  ])('is asked for once as the SDK asks, and told as the SDK tells: %j', async (given) => {
    answer = given;
    const found = await outcomeOf(senders.ours);
    expect(found).toEqual(await outcomeOf(senders.sdks));
    expect(found.received).toHaveLength(1);
  });

  it('is given up when it takes too long', async () => {
    const silent = createServer();
    await new Promise<void>((listening) => {
      silent.listen(0, '127.0.0.1', listening);
    });
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    vi.stubEnv('AWS_ENDPOINT_URL_SESV2', `http://127.0.0.1:${String(port)}`);
    const command = new ours.SendEmailCommand(input);
    const sent = new ours.SESv2Client().send(command, { abortSignal: AbortSignal.timeout(50) });
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    silent.closeAllConnections();
    silent.close();
  });

  it.each(['eu-central-1', 'us-east-1', 'us-gov-west-1'])("goes to the SDK's host in %s", async (region) => {
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    const { endpointProvider } = new sdk.SESv2Client({ region }).config;
    const { url: expected } = endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false });
    const service = { host: 'email', signedFor: 'ses', endpointVariable: 'AWS_ENDPOINT_URL_SESV2' };
    expect(await endpointOf(service, region)).toEqual(expected);
  });
});
