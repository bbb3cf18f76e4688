/** The queues of messages, as whoever hands messages out reaches them. */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSClientConfig } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Enqueue } from '../commands/campaigns/send-dependencies.ts';
import { callsOf } from '../platform/bus.ts';

const url = z.string().check(z.minLength(1));
/** URLs by channel and purpose, of the channels that the stage has. */
const queueUrls = z.partialRecord(
  z.enum(['email', 'sms', 'push', 'webhook', 'log']),
  z.object({ promotions: url, loyalty: url }),
);
export type QueueUrls = z.output<typeof queueUrls>;

/** @throws when the text is no JSON of queues */
export function parseQueueUrls(text: string): QueueUrls {
  return queueUrls.parse(JSON.parse(text));
}

/** SQS did not take some of the messages. */
class EnqueueError extends Error {
  override readonly name = 'EnqueueError';
}

/** Puts messages into their queues, ten at a time. */
export function enqueuer(urls: QueueUrls, config: SQSClientConfig = {}): Enqueue {
  const client = new SQSClient(config);
  return async ({ channel, purpose }, messages) => {
    const queue = urls[channel]?.[purpose];
    if (queue === undefined) throw new EnqueueError(`this stage has no channel ${channel}`);
    const bodies = messages.map((message) => JSON.stringify(message));
    for (const call of callsOf(bodies, (body) => Buffer.byteLength(body))) {
      const Entries = call.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
      if (Failed.length > 0) throw new EnqueueError(`SQS did not take ${String(Failed.length)} messages`);
    }
  };
}
