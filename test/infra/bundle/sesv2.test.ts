/** How a bundle sends an e-mail, against the SDK's client with its retries off, which the bundles leave out. */
import * as sdk from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { createServer } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { endpointOf } from '../../../infra/bundle/service-call.ts';
import * as ours from '../../../infra/bundle/sesv2.ts';
import { outcomeOf, recordedService } from './recorded-service.ts';
import type { Answer } from './recorded-service.ts';

recordedService();

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

type Send = () => Promise<string | undefined>;
const senders: Readonly<Record<'ours' | 'sdks', Send>> = {
  ours: async () => (await new ours.SESv2Client().send(new ours.SendEmailCommand(input))).MessageId,
  sdks: async () => (await new sdk.SESv2Client({ maxAttempts: 1 }).send(new sdk.SendEmailCommand(input))).MessageId,
};

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
    const found = await outcomeOf(senders.ours, [given]);
    expect(found).toEqual(await outcomeOf(senders.sdks, [given]));
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
