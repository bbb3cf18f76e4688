import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { Failure } from '../failure.ts';
import { findQueue } from '../queue-lengths.ts';
import type { DeadLetter, ReadLetter } from './dead-letter.ts';

/** Long enough to look at everything that lies there; what is kept is released at the end, not when this is over. */
const hiddenSeconds = 600;

/** One dead letter and what became of it. */
export type RedriveRow = DeadLetter & {
  readonly messageId: string;
  /** How often it was taken from this queue, this time included. */
  readonly receives: number;
  /** Seconds since it was first put into a queue; null when the queue does not say. */
  readonly ageSeconds: number | null;
  readonly outcome: 'sent' | 'sendable' | 'kept';
};

export type RedriveOptions = {
  readonly sqs: SQSClient;
  /** Physical names of the dead-letter queue and of the queue that its messages came from. */
  readonly from: string;
  readonly to: string;
  readonly read: ReadLetter;
  /** Looks and checks, and sends nothing. */
  readonly dryRun: boolean;
  readonly nowEpochMs: number;
};

/**
 * Sends the messages of a dead-letter queue again, each as it was, after checking it again. A message is sent first and
 * deleted then, so a crash in between sends it twice, which the ledger's business keys make harmless. Messages that do
 * not pass stay where they are, and so do events that come back while this runs: they failed again.
 * Throws Failure when there is no such queue.
 */
export async function redriveQueue(options: RedriveOptions): Promise<RedriveRow[]> {
  const { sqs, from, to, read, dryRun } = options;
  const [source, target] = await Promise.all([queueUrl(sqs, from), queueUrl(sqs, to)]);
  const rows = new Map<string, RedriveRow>();
  const kept = new Map<string, string>();
  const sentEvents = new Set<string>();
  for await (const { message, body, messageId, handle } of messages(sqs, source)) {
    if (rows.has(messageId)) {
      // Handed out a second time, because the first hiding ran out: the newer handle is the one that counts.
      if (kept.has(messageId)) kept.set(messageId, handle);
      continue;
    }
    const letter = judge(read(body), sentEvents);
    const sendable = letter.problem === null;
    if (sendable && !dryRun) {
      await sqs.send(new SendMessageCommand({ QueueUrl: target, MessageBody: body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: source, ReceiptHandle: handle }));
      if (letter.eventId !== null) sentEvents.add(letter.eventId);
    } else {
      kept.set(messageId, handle);
    }
    const outcome = sendable ? (dryRun ? 'sendable' : 'sent') : 'kept';
    rows.set(messageId, { ...letter, messageId, ...facts(message, options.nowEpochMs), outcome });
  }
  for (const handle of kept.values()) await release(sqs, source, handle);
  return [...rows.values()];
}

/** An event that was sent again a moment ago and lies here again has failed again; sending it for ever helps nobody. */
function judge(letter: DeadLetter, sentEvents: ReadonlySet<string>): DeadLetter {
  const again = letter.eventId !== null && sentEvents.has(letter.eventId);
  return again ? { ...letter, problem: 'it was sent again just now and failed again' } : letter;
}

type Received = { message: Message; body: string; messageId: string; handle: string };

async function* messages(sqs: SQSClient, url: string): AsyncGenerator<Received> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        // Waiting at all makes SQS ask all of its servers, so that an empty answer means an empty queue.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      }),
    );
    if (Messages.length === 0) return;
    for (const message of Messages) {
      const { Body: body, MessageId: messageId, ReceiptHandle: handle } = message;
      if (body !== undefined && messageId !== undefined && handle !== undefined) {
        yield { message, body, messageId, handle };
      }
    }
  }
}

function facts({ Attributes }: Message, nowEpochMs: number): Pick<RedriveRow, 'receives' | 'ageSeconds'> {
  const sentEpochMs = Number(Attributes?.SentTimestamp ?? Number.NaN);
  return {
    receives: Number(Attributes?.ApproximateReceiveCount ?? 1),
    ageSeconds: Number.isNaN(sentEpochMs) ? null : Math.max(0, Math.round((nowEpochMs - sentEpochMs) / 1000)),
  };
}

async function release(sqs: SQSClient, url: string, handle: string): Promise<void> {
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: 0 }));
}

async function queueUrl(sqs: SQSClient, name: string): Promise<string> {
  const url = await findQueue(sqs, name);
  if (url !== undefined) return url;
  throw new Failure(`There is no queue ${name}: the stage is not deployed.`, 'Deploy it with `npx perennial up`.');
}
