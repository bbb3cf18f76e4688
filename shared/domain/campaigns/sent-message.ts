/** What is known of one message to one member. */
import type { Instant } from '../zone.ts';
import type { Channel, SkipReason } from './campaign.ts';

/** What becomes of a message after a sender has asked the provider; each is set once, in whatever order they arrive. */
export const messageFacts = [
  'acceptedAt',
  'deliveredAt',
  'bouncedAt',
  'complainedAt',
  'openedAt',
  'clickedAt',
  'unsubscribedAt',
] as const;
export type MessageFact = (typeof messageFacts)[number];

/**
 * One message: derived from campaign, occasion, member and step, so that nobody is told the same twice. Facts are set once
 * each, in whatever order they arrive; what a message has come to is derived from them.
 */
export type SentMessage = {
  readonly memberId: string;
  /** Digest of campaign, occasion and step; with the member the message's key, and the tag that providers give back. */
  readonly messageId: string;
  readonly campaignId: string;
  /** `campaignId#scheduledTime`, or `campaignId#events`. */
  readonly run: string;
  readonly occasion: string;
  readonly step: string;
  readonly channel: Channel | null;
  readonly ordinal: number;
  /** When a sender took it, and until when it is alone with it. Null where it was skipped. */
  readonly claimedAt: Instant | null;
  readonly leaseUntil: Instant | null;
  /** How often the provider was asked. */
  readonly attempts: number;
  /** Why it was not sent, and when that was decided. */
  readonly skipped: { readonly reason: SkipReason; readonly at: Instant } | null;
  /** When the provider refused it for good. */
  readonly failedAt: Instant | null;
  /** Since when nobody knows whether the provider has it; and when it was taken for sent without a word of it. */
  readonly unknownSince: Instant | null;
  readonly presumedSentAt: Instant | null;
  readonly facts: Readonly<Partial<Record<MessageFact, Instant>>>;
};

/** What counts for the frequency caps of a member. */
export type CountedSend = { readonly at: Instant; readonly channel: Channel; readonly messageId: string };
