/**
 * Entries: the immutable movements of a member's ledger, as decisions draft them and as the ledger keeps them.
 *
 * An entry carries everything that `evolve.ts` needs, so that an account can be rebuilt from entries alone, without the
 * programme that decided them.
 */
import type { Balance } from './account.ts';
import type { Day, Month } from './calendar.ts';
import type { Contribution } from './earning.ts';
import type { LineKind } from './programme.ts';
import type { Instant } from './zone.ts';

export type CreditedLot = {
  readonly points: bigint;
  readonly availableOn: Day;
  readonly expiresOn: Day | null;
  readonly pending: boolean;
};

/** A line of the sale as returns will need it: what it was, what it came to, and which group it belonged to. */
export type SaleLine = {
  /** Null for the one line of a purchase that named none. */
  readonly lineId: string | null;
  readonly kind: LineKind;
  readonly netMinor: bigint;
  /** Decimal text. */
  readonly quantity: string;
  /** Position in `groups`; null for a line of a kind that may not earn. */
  readonly group: number | null;
};

/** The state of the sale that its returns are judged by: rules met, level, lines (domain.md, "Returns"). */
export type Sale = {
  readonly level: string;
  /** Positions of rules in the programme version of the entry. */
  readonly orderRules: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly lines: readonly SaleLine[];
};

type DraftBase = {
  readonly entryId: string;
  readonly memberId: string;
  readonly occurredAt: Instant;
  readonly day: Day;
  /** The programme version that decided, for example `main@1`. */
  readonly program: string;
  /** What the entry changes of available + pending + reserved − debt: positive for a credit. */
  readonly points: bigint;
};

/** What caused an entry from outside: for idempotency, for receipts and for whoever asks where a point came from. */
export type Cause = {
  /** The producer's `metadata.id`. */
  readonly eventId: string;
  /** One per delivery by the bus or line of a file; it tells a redelivery from a duplicate. */
  readonly delivery: string;
  /** Fingerprint of the content, made as `revision` of the contract says. */
  readonly content: string;
  readonly revision: number;
  /** Whether the sale was first sent without a member; its copies without one are duplicates for ever. */
  readonly guest?: boolean | undefined;
};

export type EarnDraft = DraftBase & {
  readonly kind: 'earn';
  readonly cause: Cause;
  /** Part of the points that paid a debt and so made no lot. */
  readonly debtPaid: bigint;
  readonly lots: readonly CreditedLot[];
  /** Qualifying points and the month they count in; months before `keepFrom` are out of every window (null: keep none). */
  readonly progress: { readonly points: bigint; readonly month: Month; readonly keepFrom: Month | null };
  readonly netMinor: bigint;
  readonly sale: Sale;
  readonly contributions: readonly Contribution[];
};

export type MatureDraft = DraftBase & {
  readonly kind: 'mature';
  readonly lots: readonly { readonly points: bigint; readonly expiresOn: Day | null }[];
};

export type ExpireDraft = DraftBase & {
  readonly kind: 'expire';
  readonly lots: readonly { readonly points: bigint; readonly credited: bigint; readonly expiresOn: Day }[];
};

export const tierReasons = ['reached', 'confirmed', 'not-supported'] as const;
export type TierReason = (typeof tierReasons)[number];

export type TierDraft = DraftBase & {
  readonly kind: 'tier';
  readonly tier: { readonly from: string; readonly to: string; readonly since: Day; readonly reason: TierReason };
};

export type EntryDraft = EarnDraft | MatureDraft | ExpireDraft | TierDraft;

/** A draft in its place in the member's chain. */
export type Entry = EntryDraft & {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number;
  readonly balanceAfter: Balance;
  /** Hash of the entry before, empty for the first. */
  readonly previous: string;
  /** SHA-256 over `previous` and the RFC 8785 JSON of every other attribute. */
  readonly hash: string;
};

/** Ids of entries (contracts.md, "Entries and events out"): the same cause always has the same id. */
export const entryIds = {
  purchase: (purchaseId: string) => `purchase:${purchaseId}`,
  mature: (memberId: string, day: string) => `mature:${memberId}:${day}`,
  expire: (memberId: string, day: string) => `expire:${memberId}:${day}`,
  expireWith: (entryId: string) => `expire:${entryId}`,
  tierWith: (entryId: string) => `tier:${entryId}`,
  tierReview: (memberId: string, day: string) => `tier:${memberId}:${day}`,
} as const;
