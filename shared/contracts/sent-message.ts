/** Messages of campaigns as they are kept and handed over, with what has become of them. */
import * as z from 'zod/mini';
import { channels, skipReasons } from '../domain/campaigns/campaign.ts';
import { messageFacts } from '../domain/campaigns/sent-message.ts';
import type { CountedSend, SentMessage } from '../domain/campaigns/sent-message.ts';
import { id } from './primitives.ts';
import { storedInstant } from './stored-instant.ts';

/** It is part of a key, and of a provider's tag. */
export const messageId = z.string().check(z.regex(/^[\w-]{1,64}$/));
const some = z.string().check(z.minLength(1));
const once = z.nullable(storedInstant);

const sentMessage = z.object({
  memberId: id,
  messageId,
  campaignId: id,
  run: id,
  occasion: some,
  step: some,
  channel: z.nullable(z.enum(channels)),
  ordinal: z.int().check(z.minimum(0)),
  claimedAt: once,
  leaseUntil: once,
  attempts: z.int().check(z.minimum(0)),
  skipped: z.nullable(z.object({ reason: z.enum(skipReasons), at: storedInstant })),
  failedAt: once,
  unknownSince: once,
  presumedSentAt: once,
  facts: z.partialRecord(z.enum(messageFacts), storedInstant),
});

/** Reads a message, whether it comes from storage or goes there. @throws $ZodError when it is none */
export function parseSentMessage(message: unknown): SentMessage {
  return sentMessage.parse(message);
}

const countedSends = z.array(z.object({ at: storedInstant, channel: z.enum(channels), messageId }));

/** Reads what counts for a member's caps. @throws $ZodError when it is something else */
export function parseCountedSends(sends: unknown): readonly CountedSend[] {
  return countedSends.parse(sends);
}
