/** How far a message has come, as a sender finds it, and what a sender writes of it. */
import type { QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Channel, MessagePurpose, SkipReason } from '../../domain/campaigns/campaign.ts';
import type { SentMessage } from '../../domain/campaigns/sent-message.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { OutboxStore } from '../../store/outbox-store.ts';

/**
 * For how long a sender is alone with a message: longer than it lives, so that a lease that ran out is a sender that is
 * gone, and shorter than a queue keeps from others what it has handed out.
 */
const leaseMs = 5 * 60_000;
/** So long the provider has to tell of a message of which nobody knows whether it has it (messaging.md). */
const unknownMs = 60 * 60_000;

export type Standing =
  /** Nobody has decided about it. */
  | 'new'
  /** A sender had it and gave it back: the provider does not have it. */
  | 'open'
  /** A sender is at it. */
  | 'busy'
  /** A sender had it and never told what came of it. */
  | 'lost'
  /** Nobody knows whether the provider has it; `overdue` once it had its time to tell. */
  | 'unknown'
  | 'overdue'
  /** Nothing more is to be done. */
  | 'over';

export function standingOf(message: SentMessage | undefined, now: Instant): Standing {
  if (message === undefined) return 'new';
  const { skipped, failedAt, presumedSentAt, facts, leaseUntil, unknownSince } = message;
  const isOver = skipped !== null || failedAt !== null || presumedSentAt !== null || Object.keys(facts).length > 0;
  if (isOver) return 'over';
  if (leaseUntil !== null) return leaseUntil > now ? 'busy' : 'lost';
  if (unknownSince === null) return 'open';
  return now < unknownSince + unknownMs ? 'unknown' : 'overdue';
}

/** When the provider's time to tell is over. */
export function overdueAt(unknownSince: Instant): Instant {
  return instantOf(unknownSince + unknownMs);
}

/**
 * Whether a message of which nobody knows may be sent once more (messaging.md, the published promises): what is owed at
 * least once, an e-mail of promotions twice at most, everything else of promotions never.
 */
export function maySendAgain(
  { attempts }: Pick<SentMessage, 'attempts'>,
  channel: Channel,
  purpose: MessagePurpose,
): boolean {
  return purpose === 'loyalty' || (channel === 'email' && attempts < 2);
}

/** A message about which nothing was decided. */
export function freshMessage(
  { memberId, campaignId, run, occasion, step, ordinal }: QueuedMessage,
  messageId: string,
): SentMessage {
  return {
    memberId,
    messageId,
    campaignId,
    run,
    occasion,
    step,
    channel: null,
    ordinal,
    claimedAt: null,
    leaseUntil: null,
    attempts: 0,
    skipped: null,
    failedAt: null,
    unknownSince: null,
    presumedSentAt: null,
    facts: {},
  };
}

/** One message in the hands of a sender: what was read of it, and what becomes of it. */
export class HeldMessage {
  readonly #outbox: OutboxStore;
  /** As it was read; undefined while it is new. */
  #known: SentMessage | undefined;
  readonly #fresh: SentMessage;

  constructor(outbox: OutboxStore, fresh: SentMessage, known: SentMessage | undefined) {
    this.#outbox = outbox;
    this.#fresh = fresh;
    this.#known = known;
  }

  get message(): SentMessage {
    return this.#known ?? this.#fresh;
  }

  /** Writes a change. @returns false when somebody else was faster, who has decided */
  async change(changes: Partial<SentMessage>): Promise<boolean> {
    const changed = { ...this.message, ...changes };
    const known = this.#known;
    const isOurs =
      known === undefined
        ? (await this.#outbox.putMessage(changed)) === 'put'
        : (await this.#outbox.changeMessage(changed, known)) === 'committed';
    if (isOurs) this.#known = changed;
    return isOurs;
  }

  /** Takes the message for this sender alone. */
  async claim(channel: Channel, now: Instant): Promise<boolean> {
    const { attempts } = this.message;
    return this.change({ channel, claimedAt: now, leaseUntil: instantOf(now + leaseMs), attempts: attempts + 1 });
  }

  /** Gives it back as it was before the claim: the provider was asked and has not taken it. */
  async release(): Promise<boolean> {
    const { attempts } = this.message;
    return this.change({ claimedAt: null, leaseUntil: null, attempts: attempts - 1 });
  }

  /**
   * Keeps why it is not sent. One of which nobody knows whether it was sent is taken for sent: it is not sent again, and
   * nobody can say that it never was.
   */
  async skip(reason: SkipReason, now: Instant): Promise<boolean> {
    if (this.message.unknownSince !== null) return this.change({ presumedSentAt: now });
    return this.change({ skipped: { reason, at: now } });
  }
}
