/** How a bundle puts messages into a queue, against the SDK's client, which the bundles leave out. */
import * as sdk from '@aws-sdk/client-sqs';
import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { endpointOf } from '../../../infra/bundle/service-call.ts';
import * as ours from '../../../infra/bundle/sqs.ts';
import { outcomeOf, recordedService, serviceUrl } from './recorded-service.ts';
import type { Answer } from './recorded-service.ts';

recordedService();

/** Of the same host as the service, or the SDK says aloud that it is another. */
const input = (): SendMessageBatchCommandInput => ({
  QueueUrl: `${serviceUrl()}/123456789012/queue`,
  Entries: [
    { Id: '0', MessageBody: '{"name":"常青会 \u{1F600} \\"quoted\\""}' },
    { Id: '1', MessageBody: 'line\nline\u2028<&' },
  ],
});

type Send = () => Promise<readonly unknown[] | undefined>;
const senders: Readonly<Record<'ours' | 'sdks', Send>> = {
  ours: async () => (await new ours.SQSClient().send(new ours.SendMessageBatchCommand(input()))).Failed,
  sdks: async () => (await new sdk.SQSClient({ md5: false }).send(new sdk.SendMessageBatchCommand(input()))).Failed,
};

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
