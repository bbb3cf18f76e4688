/**
 * Entries: the immutable movements of a member's ledger, as decisions draft them and as the ledger keeps them.
 *
 * An entry carries everything that `evolve.ts` needs, so that an account can be rebuilt from entries alone, without the
 * programme that decided them.
 */
import type { Account, Balance, Floor, HeldLevel, Standing } from './account.ts';
import type { Day, Month } from './calendar.ts';
import type { Contribution } from './earning.ts';
import type { TakenLot } from './lots.ts';
import type { Moved } from './lots.ts';
import type { LineKind } from './programme.ts';
import type { Rational } from './rational.ts';
import type { ReturnedGoods } from './returned-goods.ts';
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
  /** What points paid of it: the lots they came from. Empty when they paid nothing. */
  readonly paid: readonly TakenLot[];
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
  /** Whether it keeps the member's points alive, where those end with inactivity. */
  readonly act?: boolean | undefined;
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

/** Points that come in. */
export type Credit = {
  /** Part of the points that paid a debt and so made no lot. */
  readonly debtPaid: bigint;
  readonly lots: readonly CreditedLot[];
};
/** Points that go out: lots they were taken from. */
export type Debit = { readonly taken: readonly TakenLot[] };
/** What was owed and not there, where the programme lets it become a debt. */
type Overdrawn = { readonly debtMade: bigint };
type Caused = { readonly cause: Cause };

/** Qualifying points and the month they count in; months before `keepFrom` are not kept by themselves. */
export type Progress = { readonly points: bigint; readonly month: Month; readonly keepFrom: Month };

export type EarnDraft = DraftBase &
  Caused &
  Credit & {
    readonly kind: 'earn';
    /** What the clock of the programme's zone showed, 0 to 23. */
    readonly hour: number;
    readonly progress: Progress;
    readonly netMinor: bigint;
    readonly sale: Sale;
    readonly contributions: readonly Contribution[];
    /** Returns that came before the sale, by returnId, in the order in which they came. */
    readonly returnsBefore: readonly string[];
  };

export type ReturnDraft = DraftBase &
  Caused &
  Debit &
  Overdrawn & {
    readonly kind: 'return';
    /** Null when no receipt named the sale. */
    readonly purchaseId: string | null;
    /** Business day of the sale: in its month the return counts. Null when no receipt named it. */
    readonly soldOn: Day | null;
    /** What was owed and let go for good. */
    readonly forgiven: bigint;
    readonly progress: Progress;
    /** By how much the member's net falls, in minor units. */
    readonly netMinor: bigint;
    /** Whether this return brought back the last of the order. */
    readonly orderReturned: boolean;
    readonly goods: ReturnedGoods;
    /** By how many units of goods the member keeps fewer, to six decimals. */
    readonly units: Rational;
    /** Points of the sale that the kept goods would not have earned, this return's part. */
    readonly undone: bigint;
  };
export type RestoreDraft = DraftBase & Credit & { readonly kind: 'restore'; readonly purchaseId: string };

export type RedeemDraft = DraftBase &
  Debit & {
    readonly kind: 'redeem';
    /** Null where the purchase itself asked for it. */
    readonly cause: Cause | null;
    readonly purchaseId: string | null;
  };
export type ReserveDraft = DraftBase &
  Caused &
  Debit & { readonly kind: 'reserve'; readonly requestId: string; readonly until: Instant };
export type CommitDraft = DraftBase & Caused & Debit & { readonly kind: 'commit'; readonly requestId: string };
export type CancelDraft = DraftBase & Caused & Credit & { readonly kind: 'cancel'; readonly requestId: string };
export type ReleaseDraft = DraftBase & Credit & { readonly kind: 'release'; readonly requestId: string };

export type AdjustDraft = DraftBase &
  Caused &
  Credit &
  Debit &
  Overdrawn & { readonly kind: 'adjust'; readonly reason: string; readonly actor: string };
export type TransferOutDraft = DraftBase & Caused & Debit & { readonly kind: 'transfer-out'; readonly to: string };
export type TransferInDraft = DraftBase & Credit & { readonly kind: 'transfer-in'; readonly from: string };
/** What points were given for that no purchase earned. */
export type Grant = {
  readonly for: 'campaign';
  readonly campaignId: string;
  /** What the campaign was about for the member, and the step that offered the points. */
  readonly occasion: string;
  readonly step: string;
};
/** Points that the programme gives of its own accord: nobody outside asked for them. */
export type BonusDraft = DraftBase & Credit & { readonly kind: 'bonus'; readonly grant: Grant };
export type ImportDraft = DraftBase &
  Caused &
  Credit & {
    readonly kind: 'import';
    /** What the member had earned elsewhere before; told, and counted nowhere. */
    readonly lifetimeEarned: bigint | null;
  };

export type MatureDraft = DraftBase & {
  readonly kind: 'mature';
  readonly lots: readonly { readonly points: bigint; readonly expiresOn: Day | null }[];
};

/** Points that ended, with what was ever credited to their lot. */
export type ExpiredLot = {
  readonly points: bigint;
  readonly credited: bigint;
  /** Null for points without a day of their own, which only inactivity ends. */
  readonly expiresOn: Day | null;
  /**
   * Of points that end with the entry that brought them: their month of issue, null when they have none. Left out for a
   * whole lot, which knows its own.
   */
  readonly issued?: Month | null | undefined;
  /** Of a whole lot that those of its month had moved up into. */
  readonly moved?: Moved | undefined;
};
export type ExpireDraft = DraftBase & {
  readonly kind: 'expire';
  readonly lots: readonly ExpiredLot[];
  /** Whether inactivity ended all points, the pending ones too. */
  readonly lapsed: boolean;
};

export const tierReasons = ['reached', 'confirmed', 'not-supported', 'returned', 'assigned'] as const;
export type TierReason = (typeof tierReasons)[number];

export type TierDraft = DraftBase & {
  readonly kind: 'tier';
  readonly tier: {
    readonly from: string;
    readonly to: string;
    readonly since: Day;
    readonly reason: TierReason;
    readonly before: readonly HeldLevel[];
  };
  /** The floor set by hand as it is after the entry; null where the entry leaves it as it was. */
  readonly floor: Floor | null;
  /** Of a level set by hand; null for every other. */
  readonly cause: Cause | null;
  readonly assigned: { readonly reason: string; readonly actor: string } | null;
};

/** Another member's account becomes part of this one: in the ledger of the member who is kept. */
export type MergeDraft = DraftBase &
  Caused &
  Debit & {
    readonly kind: 'merge';
    /**
     * The account of the other member just before it was closed, all of it: the kept ledger alone rebuilds the kept
     * account. Its head is left empty.
     */
    readonly removed: Account;
    /** Level and floor after the merge, of which only a programme knows what is higher. */
    readonly standing: Standing;
    readonly floor: Floor | null;
  };
/** The last entry of a member who was merged into another: the account is closed, and holds nothing any more. */
export type MergeRemovedDraft = DraftBase & {
  readonly kind: 'merge-removed';
  readonly into: string;
  /** Seq of the `merge` entry in the ledger of the member who is kept. */
  readonly intoSeq: number;
};

export type EntryDraft =
  | EarnDraft
  | ReturnDraft
  | RestoreDraft
  | RedeemDraft
  | ReserveDraft
  | CommitDraft
  | CancelDraft
  | ReleaseDraft
  | AdjustDraft
  | TransferOutDraft
  | TransferInDraft
  | ImportDraft
  | BonusDraft
  | MatureDraft
  | ExpireDraft
  | TierDraft
  | MergeDraft
  | MergeRemovedDraft;

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
  redeemPurchase: (purchaseId: string) => `redeem-purchase:${purchaseId}`,
  return: (returnId: string) => `return:${returnId}`,
  restore: (returnId: string) => `restore:${returnId}`,
  redeem: (requestId: string) => `redeem:${requestId}`,
  reserve: (requestId: string) => `reserve:${requestId}`,
  commit: (requestId: string) => `commit:${requestId}`,
  cancel: (requestId: string) => `cancel:${requestId}`,
  release: (requestId: string) => `release:${requestId}`,
  adjust: (requestId: string) => `adjust:${requestId}`,
  transferOut: (requestId: string) => `transfer-out:${requestId}`,
  transferIn: (requestId: string) => `transfer-in:${requestId}`,
  import: (requestId: string) => `import:${requestId}`,
  /** Of what a campaign offers; the member is named because every member has the same occasion and step. */
  bonusOfCampaign: (campaignId: string, occasion: string, step: string, memberId: string) =>
    `bonus:campaign:${campaignId}:${occasion}:${step}:${memberId}`,
  mature: (memberId: string, day: string) => `mature:${memberId}:${day}`,
  expire: (memberId: string, day: string) => `expire:${memberId}:${day}`,
  expireWith: (entryId: string) => `expire:${entryId}`,
  tierWith: (entryId: string) => `tier:${entryId}`,
  tierAssigned: (requestId: string) => `tier:assigned:${requestId}`,
  tierReview: (memberId: string, day: string) => `tier:${memberId}:${day}`,
  merge: (requestId: string) => `merge:${requestId}`,
  mergeRemoved: (requestId: string) => `merge-removed:${requestId}`,
} as const;
