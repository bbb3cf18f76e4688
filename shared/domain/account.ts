/** What the ledger knows of a member now: derived, and equal to the fold of the entries (`evolve.ts`). */
import { noStatistics } from './account-statistics.ts';
import type { Statistics } from './account-statistics.ts';
import type { Day, Month } from './calendar.ts';
import { sumOfPoints } from './lots.ts';
import type { Lot, TakenLot } from './lots.ts';
import { noSums } from './movement-sums.ts';
import type { Sums } from './movement-sums.ts';
import type { Instant } from './zone.ts';

export type Balance = {
  readonly available: bigint;
  readonly pending: bigint;
  readonly reserved: bigint;
  readonly debt: bigint;
};

export type MonthlyPoints = { readonly month: Month; readonly points: bigint };

/** A level with the day on which it was reached or last confirmed. */
export type HeldLevel = { readonly level: string; readonly since: Day };

export type Standing = {
  /** Null until the first change: the programme's first level. */
  readonly level: string | null;
  /** The day on which the level was reached or last confirmed; null with the first level. */
  readonly since: Day | null;
  /** Lower levels that were held before and whose review was still ahead: what a return can fall back to. */
  readonly before: readonly HeldLevel[];
};

/** A level set by hand: the member's level does not fall below it before its day. There is one: the newest. */
export type Floor = {
  readonly level: string;
  /** The first day on which it holds no more; null for ever. */
  readonly until: Day | null;
  /** Whether the member's level rests on it, and on nothing of the member's own: then the level is judged on that day. */
  readonly carries: boolean;
};

/** Points on hold: they have left their lots and are neither spent nor back (domain.md, "Redemption"). */
export type Reservation = {
  readonly requestId: string;
  /** The first instant at which the hold is over. */
  readonly until: Instant;
  /** Business day on which the points were taken; of a late request at least the day on which others ended before. */
  readonly on: Day;
  /** The very lots that a cancel gives them back to. */
  readonly lots: readonly TakenLot[];
};
/** More open reservations are refused (domain.md). */
export const reservationsAtMost = 20;

/**
 * How a member left. Of one who was merged into another an entry tells; an erasure is no movement of points, so no entry
 * carries it, as none carries the enrolment.
 */
export type Left =
  | {
      readonly how: 'merged';
      readonly on: Day;
      readonly into: string;
      /** Seq of the entry of the kept member with which the points came there. */
      readonly seq: number;
    }
  | { readonly how: 'erased'; readonly on: Day };

export type Account = {
  readonly memberId: string;
  /** The first seq is 1; 0 is an account without entries. */
  readonly seq: number;
  /** Hash of the newest entry, empty without one. */
  readonly head: string;
  /** Instant of the newest posting: what is older comes late. Null without entries. */
  readonly newestAt: Instant | null;
  readonly available: readonly Lot[];
  readonly pending: readonly Lot[];
  /** In the order in which they were made. */
  readonly reservations: readonly Reservation[];
  readonly debt: bigint;
  readonly standing: Standing;
  readonly floor: Floor | null;
  /** Qualifying amounts in the unit of the basis, in total and by the months that a window may still reach. */
  readonly progress: { readonly total: bigint; readonly months: readonly MonthlyPoints[] };
  readonly sums: Sums;
  /** Sales that were posted, and returns of them. */
  readonly purchases: number;
  readonly returns: number;
  /** Sales that are not fully returned. */
  readonly orders: number;
  /** Full net of the purchases, in minor units, net of returns. */
  readonly netMinor: bigint;
  readonly firstPurchaseOn: Day | null;
  /** Newest act that keeps points alive, where points end with inactivity; and the day on which they last ended so. */
  readonly lastActOn: Day | null;
  readonly lapsedOn: Day | null;
  /** Day and channel of the enrolment, which no entry carries. */
  readonly enrolment: { readonly on: Day; readonly channel: string | null };
  readonly statistics: Statistics;
  /** Null for everybody who is a member. */
  readonly left: Left | null;
};

/** The account of a member who has just enrolled. */
export function newAccount(memberId: string, enrolment: Account['enrolment']): Account {
  return {
    memberId,
    seq: 0,
    head: '',
    newestAt: null,
    available: [],
    pending: [],
    reservations: [],
    debt: 0n,
    standing: { level: null, since: null, before: [] },
    floor: null,
    progress: { total: 0n, months: [] },
    sums: noSums,
    purchases: 0,
    returns: 0,
    orders: 0,
    netMinor: 0n,
    firstPurchaseOn: null,
    lastActOn: null,
    lapsedOn: null,
    enrolment,
    statistics: noStatistics,
    left: null,
  };
}

/** Whether numbers count an account and its member is told anything: not when the member left. */
export function isMember({ left }: Pick<Account, 'left'>): boolean {
  return left === null;
}

export function balanceOf(account: Account): Balance {
  return {
    available: sumOfPoints(account.available),
    pending: sumOfPoints(account.pending),
    reserved: account.reservations.reduce((sum, { lots }) => sum + sumOfPoints(lots), 0n),
    debt: account.debt,
  };
}

/** What a balance holds: the right-hand side of conservation (domain.md, invariant 1). */
export function held(balance: Balance): bigint {
  return balance.available + balance.pending + balance.reserved - balance.debt;
}

/** Credits less debits over a lifetime: the left-hand side of conservation. */
export function moved(sums: Sums): bigint {
  const credits = sums.earned + sums.bonus + sums.restored + sums.adjusted + sums.transferred + sums.imported;
  return credits - sums.returned - sums.redeemed - sums.expired;
}
