import { queueNames } from '../../shared/config/names.ts';

/** Queues of events that could not be done, with the queue that each goes back to. */
export const redrivable = {
  [queueNames.purchasesDeadLetters]: queueNames.purchases,
  [queueNames.membersDeadLetters]: queueNames.members,
} as const;
export type RedrivableQueue = keyof typeof redrivable;

export const redrivableQueues = [queueNames.purchasesDeadLetters, queueNames.membersDeadLetters] as const;

/** Queues of places in a table's stream that could not be published. They hold no events that could be sent. */
export const streamFailureQueues = [
  queueNames.publishLedgerFailures,
  queueNames.publishRejectionsFailures,
  queueNames.publishMessagesFailures,
  queueNames.publishMembersFailures,
] as const;
