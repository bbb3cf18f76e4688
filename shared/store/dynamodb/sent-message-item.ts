/** Messages of campaigns, and what counts for a member's caps, as items of the messages table. */
import * as z from 'zod/mini';
import { newsAttribute } from '../../config/names.ts';
import { parseCountedSends, parseSentMessage } from '../../contracts/sent-message.ts';
import { messageFacts } from '../../domain/campaigns/sent-message.ts';
import type { CountedSend, SentMessage } from '../../domain/campaigns/sent-message.ts';
import { partsOfRun } from '../campaign-store.ts';
import type { VersionedSends } from '../outbox-store.ts';
import { outboxKeys } from './keys.ts';

type Item = Readonly<Record<string, unknown>>;

/** Everything is flat, so that every fact is set by itself; what is not known has no attribute. */
const messageItem = z.looseObject({ memberId: z.string(), occasion: z.string(), run: z.string() });

/** What the write of a message or of a fact of it has to tell; null where it is to be taken away. */
export function newsOf(decides: boolean): Item {
  return { [newsAttribute]: decides ? 'decided' : null };
}

/** What a sender may change later: null where it is to be taken away. */
export function senderAttributes(message: SentMessage): Item {
  const { channel, claimedAt, leaseUntil, attempts, skipped, failedAt, unknownSince, presumedSentAt } = message;
  return {
    channel,
    claimedAt,
    leaseUntil,
    attempts,
    skippedFor: skipped?.reason ?? null,
    skippedAt: skipped?.at ?? null,
    failedAt,
    unknownSince,
    presumedSentAt,
    ...newsOf(skipped !== null || failedAt !== null || presumedSentAt !== null),
  };
}

/** @throws $ZodError when it could not be read again */
export function formatSentMessage(message: SentMessage): Item {
  const { memberId, messageId, run, occasion: about, step, ordinal, facts } = parseSentMessage(message);
  const known = Object.entries(senderAttributes(message)).filter(([, value]) => value !== null);
  return {
    ...outboxKeys.message(memberId, messageId),
    run,
    about,
    step,
    ordinal,
    ...facts,
    ...Object.fromEntries(known),
  };
}

/** Whether an item of the table is a message; the others are notices, and sends. */
export function isSentMessage(item: Item): boolean {
  return typeof item['occasion'] === 'string' && item['occasion'].startsWith(outboxKeys.messagePrefix);
}

/** Whether an item of the table is what counts for the caps of a member. */
export function isSends({ memberId, occasion }: Item): boolean {
  return typeof memberId === 'string' && occasion === outboxKeys.sends(memberId).occasion;
}

/** Reads a message as the store or its stream has it. @throws $ZodError when it is none */
export function parseSentMessageItem(item: unknown): SentMessage {
  const { occasion, run, about, skippedFor, skippedAt, ...rest } = messageItem.parse(item);
  const facts = messageFacts.flatMap((fact) => (rest[fact] === undefined ? [] : [[fact, rest[fact]] as const]));
  const none = { channel: null, claimedAt: null, leaseUntil: null, failedAt: null };
  return parseSentMessage({
    ...none,
    unknownSince: null,
    presumedSentAt: null,
    ...rest,
    run,
    campaignId: partsOfRun(run).campaignId,
    messageId: occasion.slice(outboxKeys.messagePrefix.length),
    occasion: about,
    skipped: skippedFor === undefined ? null : { reason: skippedFor, at: skippedAt },
    facts: Object.fromEntries(facts),
  });
}

const sendsItem = z.object({ version: z.int(), sends: z.string() });

/** One text: two dozen sends are less than 1 KB. */
export function formatSends(memberId: string, sends: readonly CountedSend[], version: number): Item {
  const texts = parseCountedSends(sends).map(
    ({ at, channel, messageId }) => `${at.toString(36)}.${channel}.${messageId}`,
  );
  return { ...outboxKeys.sends(memberId), version, sends: texts.join(' ') };
}

/** @throws $ZodError when it is something else */
export function parseSends(item: unknown): VersionedSends {
  const { version, sends } = sendsItem.parse(item);
  const read = sends.split(' ').flatMap((send) => {
    const [at = '', channel, messageId] = send.split('.');
    return send === '' ? [] : [{ at: parseInt(at, 36), channel, messageId }];
  });
  return { version, sends: parseCountedSends(read) };
}
