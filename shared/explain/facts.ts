/**
 * Facts that explain a balance or an entry, before any language: plain values that `--json` prints as they are and each
 * language has a sentence for. Days and instants are ISO texts, exact numbers are written as `formatRational` does, and
 * points of a fact are positive where its name says which way they went.
 */
import type { Balance } from '../domain/account.ts';
import type { SumName } from '../domain/movement-sums.ts';
import type { Entry, TierReason } from '../domain/entry.ts';
import type { Act } from '../domain/expiry.ts';
import type { Basis } from '../domain/programme.ts';
import type { Rounding } from '../domain/rational.ts';

export type EntryKind = Entry['kind'];

/** An entry as others speak of it. */
export type Reference = {
  readonly entryId: string;
  readonly kind: EntryKind;
  /** What tells it apart among its kind: the id of the sale, return, request or campaign; of what falls due, its day. */
  readonly key: string;
  readonly day: string;
};

export type LotFact = {
  readonly points: bigint;
  readonly availableOn: string;
  /** First day on which the points cannot be used; null is never. */
  readonly expiresOn: string | null;
  readonly pending: boolean;
};

/** What an entry did, in one sentence; by kind of entry. */
export type Headlines = {
  readonly earn: {
    readonly purchaseId: string;
    readonly netMinor: bigint;
    readonly points: bigint;
    readonly debtPaid: bigint;
    /** Of the points, those that cannot be used yet. */
    readonly pending: bigint;
    /** Points that paid for part of the sale. */
    readonly paid: bigint;
  };
  readonly return: {
    readonly returnId: string;
    readonly purchaseId: string | null;
    readonly netMinor: bigint;
    readonly taken: bigint;
    readonly debtMade: bigint;
    readonly forgiven: bigint;
    readonly expired: bigint;
  };
  readonly restore: {
    readonly returnId: string;
    readonly purchaseId: string;
    readonly points: bigint;
    readonly debtPaid: bigint;
  };
  readonly redeem: { readonly requestId: string | null; readonly purchaseId: string | null; readonly points: bigint };
  readonly reserve: { readonly requestId: string; readonly points: bigint; readonly until: string };
  readonly commit: { readonly requestId: string; readonly points: bigint };
  readonly cancel: { readonly requestId: string; readonly points: bigint; readonly debtPaid: bigint };
  readonly release: { readonly requestId: string; readonly points: bigint; readonly debtPaid: bigint };
  readonly adjust: {
    readonly requestId: string;
    /** Signed. */
    readonly points: bigint;
    readonly reason: string;
    readonly actor: string;
    readonly debtPaid: bigint;
    readonly debtMade: bigint;
  };
  readonly 'transfer-out': { readonly requestId: string; readonly points: bigint; readonly to: string };
  readonly 'transfer-in': {
    readonly requestId: string;
    readonly points: bigint;
    readonly from: string;
    readonly debtPaid: bigint;
  };
  readonly import: { readonly requestId: string; readonly points: bigint; readonly debtPaid: bigint };
  readonly bonus: {
    readonly campaign: string;
    readonly points: bigint;
    readonly debtPaid: bigint;
  };
  readonly mature: { readonly points: bigint };
  readonly expire: {
    readonly points: bigint;
    /** Their day had come; inactivity ended all points; or they had ended when they were posted, with this entry. */
    readonly because: 'day' | 'inactivity' | Reference;
  };
  readonly tier: {
    readonly from: string;
    readonly to: string;
    readonly reason: TierReason;
    /** The entry that moved the level; null where a review judged it. */
    readonly cause: Reference | null;
  };
  /** Points are what the other member held, less what was owed; paid is what points of one paid of the other's debt. */
  readonly merge: {
    readonly requestId: string;
    readonly from: string;
    readonly points: bigint;
    readonly paid: bigint;
  };
  readonly 'merge-removed': { readonly requestId: string; readonly into: string; readonly points: bigint };
};
export type Headline = {
  readonly [Kind in EntryKind]: { readonly kind: Kind } & Headlines[Kind];
}[EntryKind];

/** Why an entry did it: one fact a sentence. */
export type Facts = {
  /** Rules in the words of the version that decided; null where that version is gone. */
  readonly rate: {
    readonly rule: string;
    readonly points: string;
    readonly gives: { readonly points: bigint; readonly perMinor: bigint } | null;
  };
  readonly multiply: { readonly rule: string; readonly points: string; readonly by: string | null };
  readonly fixed: {
    readonly rule: string;
    readonly points: string;
    readonly gives: { readonly points: bigint; readonly perUnit: boolean } | null;
  };
  readonly level: { readonly level: string; readonly points: string; readonly by: string | null };
  readonly rounding: { readonly points: string; readonly how: Rounding | null };
  readonly together: { readonly points: bigint };
  readonly paid: { readonly points: bigint; readonly valueMinor: bigint | null };
  readonly 'debt-paid': { readonly points: bigint };
  readonly lot: LotFact;
  /** A lot that points came back to after its day: they live on for a while. */
  readonly 'grace-lot': LotFact;
  readonly progress: { readonly basis: Basis; readonly amount: bigint; readonly month: string };
  readonly sale: { readonly purchase: Reference; readonly points: bigint };
  readonly goods: {
    readonly lines: readonly { readonly lineId: string; readonly netMinor: bigint }[];
    readonly amountMinor: bigint;
    readonly full: boolean;
    readonly netMinor: bigint;
    readonly orderReturned: boolean;
  };
  /** What the goods that are kept would have earned under the rules of the sale, and what that undoes. */
  readonly kept: { readonly points: bigint; readonly undone: bigint; readonly undoneBefore: bigint };
  readonly 'no-receipt': { readonly netMinor: bigint; readonly points: bigint };
  readonly 'expired-first': { readonly points: bigint };
  readonly taken: LotFact;
  readonly 'debt-made': { readonly points: bigint };
  readonly forgiven: { readonly points: bigint };
  readonly 'on-hold': { readonly points: bigint; readonly until: string };
  readonly held: { readonly reserve: Reference; readonly points: bigint };
  readonly asked: { readonly reason: string; readonly actor: string };
  readonly lifetime: { readonly points: bigint };
  /** What the campaign was about for the member, and which of its messages offered the points. */
  readonly offered: { readonly campaign: string; readonly occasion: string; readonly step: string };
  readonly matured: { readonly points: bigint; readonly expiresOn: string | null };
  readonly ended: { readonly points: bigint; readonly credited: bigint; readonly expiresOn: string | null };
  readonly inactive: { readonly lastActOn: string; readonly months: number };
  readonly standing: { readonly level: string; readonly since: string; readonly judgedOn: string | null };
  readonly counted: {
    readonly basis: Basis;
    readonly amount: bigint;
    readonly day: string;
    readonly level: string;
    readonly from: bigint;
  };
  /** What another member brought: entries of their own tell where it was from. */
  readonly brought: { readonly member: string; readonly balance: Balance; readonly entries: number };
  readonly 'level-after': { readonly level: string };
  /** A level set by hand, below which the member's does not fall before that day; null is never. */
  readonly floor: { readonly level: string; readonly until: string | null };
};
export type FactName = keyof Facts;
export type Fact = { readonly [Name in FactName]: { readonly fact: Name } & Facts[Name] }[FactName];

/** One entry with all its reasons. */
export type EntryFacts = {
  readonly memberId: string;
  readonly entryId: string;
  readonly seq: number;
  readonly occurredAt: string;
  readonly day: string;
  readonly program: string;
  /** The producer's id of the event; null where nobody asked for the entry. */
  readonly eventId: string | null;
  readonly points: bigint;
  readonly headline: Headline;
  readonly reasons: readonly Fact[];
  readonly balanceBefore: Balance;
  readonly balanceAfter: Balance;
  /** Entries that belong to the same sale, return or request, or were posted because of this one. */
  readonly related: readonly Reference[];
};

/** An entry in a list. */
export type EntryLine = { readonly reference: Reference; readonly points: bigint; readonly headline: Headline };

/** Points that went into something, or (negative) out of it, and by which entry. */
export type Movement = { readonly reference: Reference; readonly points: bigint };

/** Lots that hold points: what was put into each since it was last empty, and what was taken from it. */
export type LotStory = LotFact & { readonly movements: readonly Movement[] };

export type LevelFacts = {
  readonly level: string;
  /** The day from which it counts; null for the first level, which nobody has to reach. */
  readonly since: string | null;
  /** The newest change: its day, why it came, and the entry that moved the level unless a review judged it. */
  readonly change: { readonly on: string; readonly reason: TierReason; readonly cause: Reference | null } | null;
  /** What the level rests on, and how amounts of it are to be read. */
  readonly basis: Basis;
  /** What counts for the level on the day of the explanation. */
  readonly counted: bigint;
  readonly next: { readonly level: string; readonly from: bigint; readonly missing: bigint } | null;
  /** When the level can next be lost, and what keeps it then; null when it cannot. */
  readonly review: {
    /** The day on which it is judged. */
    readonly on: string;
    readonly from: bigint;
    /** What counts so far in the window that will be judged, what is missing there, and the last day for it. */
    readonly amount: bigint;
    readonly missing: bigint;
    readonly by: string;
  } | null;
  /** A level set by hand that holds today. */
  readonly floor: Facts['floor'] | null;
};

/** Where a member's balance comes from. */
export type MemberFacts = {
  readonly memberId: string;
  readonly program: string;
  /** Instant of the newest entry; null without any. */
  readonly asOf: string | null;
  readonly entries: number;
  readonly balance: Balance;
  /** What is due by now and not posted yet, and the balance after it. */
  readonly due: { readonly entries: readonly EntryLine[]; readonly balance: Balance } | null;
  readonly level: LevelFacts;
  readonly lots: readonly LotStory[];
  /** The points that end next, counted after what is due. */
  readonly next: { readonly points: bigint; readonly expiresOn: string } | null;
  /** Where points end with inactivity: when, unless one of the acts comes before. */
  readonly inactivity: { readonly on: string; readonly lastActOn: string; readonly acts: readonly Act[] } | null;
  readonly holds: readonly {
    readonly requestId: string;
    readonly points: bigint;
    readonly since: string;
    readonly until: string;
  }[];
  /** What made the debt that is open, and what paid of it. */
  readonly debt: readonly Movement[];
  /** Signed: what each kind of movement did to the balance over the lifetime; they add up to it. */
  readonly sums: readonly { readonly name: SumName; readonly points: bigint }[];
  /** The newest entries, the newest first. */
  readonly last: readonly EntryLine[];
};
