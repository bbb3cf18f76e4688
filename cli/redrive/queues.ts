import { queueNames } from '../../shared/config/names.ts';
import { readDelivery, readOccasion, readQueued, readShopEvent } from './read-letters.ts';
import type { ReadLetter } from './dead-letter.ts';

type Redrivable = {
  /** The queue that its messages go back to. */
  readonly to: string;
  readonly read: ReadLetter;
};

/**
 * Queues of what could not be done, with the queue that each goes back to. A channel's letters go to its promotions: one
 * that was owed is sent all the same, only not before them.
 */
export const redrivable = {
  [queueNames.purchasesDeadLetters]: { to: queueNames.purchases, read: readShopEvent },
  [queueNames.membersDeadLetters]: { to: queueNames.members, read: readShopEvent },
  [queueNames.occasionsDeadLetters]: { to: queueNames.occasions, read: readOccasion },
  [queueNames.deliveriesDeadLetters]: { to: queueNames.deliveries, read: readDelivery },
  [queueNames.sendEmailDeadLetters]: { to: queueNames.sendEmail, read: readQueued },
  [queueNames.sendSmsDeadLetters]: { to: queueNames.sendSms, read: readQueued },
  [queueNames.sendPushDeadLetters]: { to: queueNames.sendPush, read: readQueued },
  [queueNames.sendWebhookDeadLetters]: { to: queueNames.sendWebhook, read: readQueued },
  [queueNames.sendLogDeadLetters]: { to: queueNames.sendLog, read: readQueued },
} as const satisfies Readonly<Record<string, Redrivable>>;
export type RedrivableQueue = keyof typeof redrivable;

export const redrivableQueues = [
  queueNames.purchasesDeadLetters,
  queueNames.membersDeadLetters,
  queueNames.occasionsDeadLetters,
  queueNames.deliveriesDeadLetters,
  queueNames.sendEmailDeadLetters,
  queueNames.sendSmsDeadLetters,
  queueNames.sendPushDeadLetters,
  queueNames.sendWebhookDeadLetters,
  queueNames.sendLogDeadLetters,
] as const;

/** Queues of places in a table's stream that could not be published. They hold no events that could be sent. */
const streamFailureQueues = [
  queueNames.publishLedgerFailures,
  queueNames.publishRejectionsFailures,
  queueNames.publishMessagesFailures,
  queueNames.publishMembersFailures,
] as const;

/** Queues whose letters are no messages of a queue, and what is done with them instead. */
export const otherQueues: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    streamFailureQueues.map((name) => [name, "holds places in a table's stream, not events that could be sent"]),
  ),
  [queueNames.campaignStartsDeadLetters]:
    'holds runs that did not start: start them with `npx perennial campaign run`, as its runbook says',
};
