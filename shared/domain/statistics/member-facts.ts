/**
 * What the numbers need to know of one member at the end of a day: made of the member's entries by `MemberFold`, or of the
 * account by `factsOfAccount`.
 */
import type { BrokenPoints, Flows, LevelChange, OlderDays, PurchaseDay, Visit } from '../account-statistics.ts';
import { balanceOf } from '../account.ts';
import type { Account, Balance } from '../account.ts';
import type { Day, Month } from '../calendar.ts';
import type { Rational } from '../rational.ts';
import type { Instant } from '../zone.ts';

/** Purchases of a month, net of the returns known on the report's day, whenever those came. */
export type MonthOfSales = { readonly orders: number; readonly netMinor: bigint; readonly items: Rational };

/** Points that a member holds, and the day on which their lot ends; null where it has none. */
export type HeldPoints = { readonly points: bigint; readonly expiresOn: Day | null; readonly isReserved: boolean };

/** Purchases further back than days are known by themselves; `orders` are those that are not fully returned. */
export type OlderPurchases = OlderDays & { readonly orders: number };

export type MemberFacts = {
  /** Day and channel of the enrolment. */
  readonly enrolledOn: Day;
  readonly channel: string | null;
  /** The first day on which anything is known of the member: the enrolment, or a late event's older day. */
  readonly joinedOn: Day;
  /** The day on which the member left; null for everybody who is one. */
  readonly leftOn: Day | null;
  /** Instant of the newest entry, null without one. */
  readonly newestAt: Instant | null;
  /** Days with purchases, oldest first: all of them, or those after `older.last`. */
  readonly days: readonly PurchaseDay[];
  /** Null where all days are known by themselves. */
  readonly older: OlderPurchases | null;
  readonly months: ReadonlyMap<Month, MonthOfSales>;
  readonly visits: readonly Visit[];
  /** Points moved, by month and kind; `adjusted` and `transferred` are signed. */
  readonly flows: ReadonlyMap<Month, Flows>;
  readonly broken: readonly BrokenPoints[];
  /** Oldest first. */
  readonly levels: readonly LevelChange[];
  readonly balance: Balance;
  readonly lots: readonly HeldPoints[];
  /** The newest act that keeps points alive where they end with inactivity. */
  readonly lastActOn: Day | null;
};

/** What an account says of the points that it holds. */
export function pointsOf(account: Account): Pick<MemberFacts, 'balance' | 'lots' | 'lastActOn'> {
  const { available, pending, reservations, lastActOn } = account;
  const reserved = reservations.flatMap(({ lots }) => lots);
  const lots = [
    ...[...available, ...pending].map(({ points, expiresOn }) => ({ points, expiresOn, isReserved: false })),
    ...reserved.map(({ points, expiresOn }) => ({ points, expiresOn, isReserved: true })),
  ].filter(({ points }) => points !== 0n);
  return { balance: balanceOf(account), lots, lastActOn };
}
