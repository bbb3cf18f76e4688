/** What a message has come to: never stored, always derived from the facts that are (messaging.md, "One send"). */
import type { Instant } from '../zone.ts';
import type { SkipReason } from './campaign.ts';

type Facts = {
  /** A sender took the message, and is alone with it until the lease is over. */
  readonly leaseUntil: Instant | null;
  readonly skipped: { readonly reason: SkipReason } | null;
  readonly failedAt: Instant | null;
  readonly unknownSince: Instant | null;
  readonly presumedSentAt: Instant | null;
  /** What the provider told, by the name of the fact: whatever it is, the provider has the message. */
  readonly facts: Readonly<Record<string, Instant | undefined>>;
};

/** `unknown`: nobody can say whether the provider has it. */
export type MessageStatus = 'planned' | 'deferred' | 'skipped' | 'sent' | 'failed' | 'unknown';

function skippedAs(reason: SkipReason): MessageStatus {
  if (reason === 'quiet-hours') return 'deferred';
  return reason === 'failed' ? 'failed' : 'skipped';
}

/**
 * The status of a message at an instant. What the provider told outranks what we thought: a message that was taken for
 * failed or unknown and then bounced, was sent. One whose lease ran out without a word is unknown.
 */
export function statusOf(message: Facts, now: Instant): MessageStatus {
  const { facts, presumedSentAt, failedAt, unknownSince, skipped, leaseUntil } = message;
  if (presumedSentAt !== null || Object.values(facts).some((at) => at !== undefined)) return 'sent';
  if (failedAt !== null) return 'failed';
  if (unknownSince !== null) return 'unknown';
  if (skipped !== null) return skippedAs(skipped.reason);
  return leaseUntil !== null && leaseUntil <= now ? 'unknown' : 'planned';
}
