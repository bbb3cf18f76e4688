/**
 * What the commands need of storage. `dynamodb/` and `memory/` implement it and pass one contract suite.
 *
 * Whatever changes together goes through `commit` in one transaction; every write of it says what it expects to find, so
 * a write that is applied twice, or against something that has moved on, changes nothing.
 */
import type { Account } from '../domain/account.ts';
import type { Birthday } from '../domain/birthday.ts';
import type { Instant } from '../domain/zone.ts';
import type { EntryRecord } from '../contracts/entry-record.ts';
import type { Entry } from '../domain/entry.ts';
import type { SaleReturns } from '../domain/sale-returns.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Part } from './head-store.ts';
import type { AppliedRecord, ConsentRecord, IdentityKey, Ownership, Profile } from './member-store.ts';

/** An account with the number of times it was put; the expectation of the next put. */
export type VersionedAccount = {
  readonly account: Account;
  readonly version: number;
  /** When it was last put, by the store's clock, to the second; absent where the store has none. */
  readonly putAt?: Instant | undefined;
};

/** An event that cannot be applied yet, kept as it was first delivered. */
export type WaitingEvent = {
  readonly type: 'purchase.completed' | 'points.imported' | 'purchase.returned';
  /** The identity it waits for; null for a guest's purchase, and for a return that waits for its sale. */
  readonly identity: IdentityKey | null;
  /** Whether it was ever sent without a member. */
  readonly guest: boolean;
  readonly occurredAt: string;
  /** Fingerprint of the content without the member. */
  readonly content: string;
  readonly delivery: string;
  /** JSON of the event's detail, without its member. */
  readonly detail: string;
};

/**
 * What lies in the ledger's table under an id and is no entry: it belongs to no member, so it has no place in any history
 * and is published nowhere. `revision` is the number of times it was put, and what the next write expects.
 */
export type Held = { readonly key: string; readonly revision: number } & (
  | {
      /**
       * Under the id of the entry to come: an event that waits, and the returns that came before their sale. With neither
       * the place is free again: nothing is ever removed from the ledger's table.
       */
      readonly holds: 'waiting';
      readonly event: WaitingEvent | null;
      /** By returnId, in the order in which they came. */
      readonly returns: readonly string[];
    }
  | {
      /** Under the id of the entry that was asked for: a lack of points is an answer, and the same for ever. */
      readonly holds: 'refusal';
      readonly owner: string;
      readonly content: string;
      readonly delivery: string;
      /** Of the event that was refused; absent in what was kept before it was remembered. */
      readonly occurredAt?: string | undefined;
      readonly refusal: Refusal;
    }
  /** What has come back of a sale. */
  | { readonly holds: 'returns'; readonly returns: SaleReturns }
  /** The purchase that a redemption has paid for. */
  | { readonly holds: 'use'; readonly purchaseId: string }
);
export type HeldWaiting = Extract<Held, { holds: 'waiting' }>;

/** Keys of what is held beside entries; entries have ids of their own (`entryIds`). */
export const heldKeys = {
  returns: (purchaseId: string) => `returns:${purchaseId}`,
  use: (redemptionId: string) => `use:${redemptionId}`,
} as const;

/** The place of an event that waits for an identity, in the order of their instants. */
export type ParkedPlace = {
  readonly identity: IdentityKey;
  readonly occurredAt: string;
  readonly entryId: string;
};

/** The instant of a waiting event as a text that sorts by time: with its Z, `…:00Z` would be after `…:00.001Z`. */
export function parkedSince(occurredAt: string): string {
  return occurredAt.replace(/Z$/, '');
}

export type LedgerItem =
  { readonly found: 'entry'; readonly entry: Entry } | { readonly found: 'held'; readonly held: Held };

/** Attributes of an item, of which nothing is certain. */
export type StoredRecord = Readonly<Record<string, unknown>>;

export type Write =
  /** `replaces` is what was read in the entry's place; without it the place is to be free. */
  | { readonly write: 'entry'; readonly record: EntryRecord; readonly replaces?: Held | undefined }
  /** `expected` is the revision that was read, null for a place that is to be free. */
  | { readonly write: 'held'; readonly held: Held; readonly expected: number | null }
  /** `expected` is the version that was read, null for an account that is not there yet. */
  | { readonly write: 'account'; readonly account: Account; readonly expected: number | null }
  /** Gives an identity an owner, or leaves it without one; `expected` is what was read. */
  | {
      readonly write: 'identity';
      readonly identity: IdentityKey;
      readonly owner: Ownership;
      readonly expected: Ownership;
    }
  /** Holds only while nobody owns the identity, and nobody has given it up or was erased since it was read. */
  | ({ readonly write: 'identity-free'; readonly identity: IdentityKey } & Omit<Ownership, 'memberId'>)
  | { readonly write: 'parked'; readonly place: ParkedPlace }
  | { readonly write: 'unparked'; readonly place: ParkedPlace }
  | { readonly write: 'profile'; readonly profile: Profile; readonly expected: number | null }
  | { readonly write: 'profile-gone'; readonly memberId: string; readonly expected: number }
  | { readonly write: 'applied'; readonly applied: AppliedRecord }
  | { readonly write: 'consents'; readonly record: ConsentRecord }
  | { readonly write: 'consents-gone'; readonly record: ConsentRecord }
  /** Of an event that waited, together with what settles it: whatever happens afterwards, it is told. */
  | { readonly write: 'receipt'; readonly receipt: Receipt }
  | { readonly write: 'rejection'; readonly rejection: Rejection };

/** DynamoDB's limit, and so the limit of `commit`. */
export const writesAtMost = 100;

/** Whose birthdays are read, of all that a profile tells. An eventual read costs half and may miss what is new. */
export type BirthdaysOf = { readonly memberIds: readonly string[]; readonly consistency: 'eventual' | 'strong' };

export type LedgerStore = {
  /** Accounts by member id and items by their keys, in one strongly consistent read; and birthdays with them. */
  readonly read: (request: {
    readonly memberIds: readonly string[];
    readonly entryIds: readonly string[];
    readonly birthdaysOf?: BirthdaysOf | undefined;
  }) => Promise<{
    readonly accounts: ReadonlyMap<string, VersionedAccount>;
    readonly items: ReadonlyMap<string, LedgerItem>;
    /**
     * Where they were asked for, by member id: null where the profile tells none. Members whose profile was not found are
     * left out.
     */
    readonly birthdays?: ReadonlyMap<string, Birthday | null>;
  }>;
  /**
   * All of the writes or none. `conflict` when something is not as a write expects: read again and decide again.
   * @throws when it cannot be known, or not now: try again later
   */
  readonly commit: (writes: readonly Write[]) => Promise<'committed' | 'conflict'>;
  /** Entries of a member in the order of their seq, a page at a time. */
  readonly history: (memberId: string) => AsyncIterable<Entry>;
  /**
   * The same as they lie in the store, unchecked: for whoever wants to know whether somebody changed them. With a seq
   * only what stands in that place: one entry, or whatever else was put there.
   */
  readonly records: (memberId: string, seq?: number) => AsyncIterable<StoredRecord>;
  /** Owner and id of every item there is, in no order, whether or not a history holds it; what is held has no owner. */
  readonly keys: () => AsyncIterable<{ readonly memberId: string | null; readonly entryId: string }>;
  /**
   * A page of all accounts, or of a part of them, eventually consistent. `nextKey` continues it; so does the id of any
   * account of the same part: what follows are the accounts that the scan would have seen after it.
   */
  readonly scanAccounts: (
    startKey?: string,
    part?: Part,
  ) => Promise<{
    readonly accounts: readonly VersionedAccount[];
    /** Members of the page whose account is no account that this version can read, if there are any. */
    readonly unreadable?: readonly string[] | undefined;
    readonly nextKey?: string | undefined;
  }>;
};

/** What became of an event: the answer to `metadata.receipt`, kept for a day. */
export type Receipt = {
  readonly correlationId: string;
  readonly outcome: 'applied' | 'duplicate' | 'refused' | 'parked' | 'test';
  readonly entryId?: string | undefined;
  readonly refusal?: Refusal | undefined;
};

/** An event that was refused, with its reason; the event itself only as ciphertext. */
export type Rejection = {
  readonly id: string;
  readonly refusal: Refusal;
  readonly detailType: string;
  readonly eventId?: string | undefined;
  readonly receivedAt: string;
  readonly sealedEvent: string;
};

export type IntakeStore = {
  readonly putReceipts: (receipts: readonly Receipt[]) => Promise<void>;
  readonly receipts: (correlationIds: readonly string[]) => Promise<ReadonlyMap<string, Receipt>>;
  readonly putRejections: (rejections: readonly Rejection[]) => Promise<void>;
  /** Those of the given deliveries that were refused. */
  readonly rejectionsOf: (deliveries: readonly string[]) => Promise<ReadonlyMap<string, Rejection>>;
  /** Those of the last days, the newest first. */
  readonly rejections: () => AsyncIterable<Rejection>;
};

/** One published version: its place, its day, and the hash that its document is kept under. */
export type ProgrammeVersion = {
  readonly programId: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly hash: string;
  readonly publishedAt: string;
};
export type ProgrammePointer = { readonly revision: number; readonly versions: readonly ProgrammeVersion[] };

/** A run of the review, and the instant until which no other is started unless somebody asks for it. */
export type ReviewLease = { readonly run: string; readonly until: Instant };

export type SettingsStore = {
  readonly pointer: () => Promise<ProgrammePointer | undefined>;
  readonly programme: (hash: string) => Promise<unknown>;
  /** Document first, pointer after; `conflict` when the pointer moved. */
  readonly publish: (hash: string, document: unknown, pointer: ProgrammePointer) => Promise<'committed' | 'conflict'>;
  /** The newest business day that a review has gone through all accounts for. */
  readonly reviewedThrough: () => Promise<string | undefined>;
  /** Remembers such a day, unless it knows of a later one. */
  readonly putReviewedThrough: (day: string) => Promise<void>;
  /**
   * Says until when a run of the review is to be left alone with it, so that no second one is started beside it.
   * @returns whether it is said now: not while another run is to be left alone
   */
  readonly leaseReview: (lease: ReviewLease, now: Instant) => Promise<boolean>;
};
