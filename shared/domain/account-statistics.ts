/**
 * The account's own statistics (domain.md): what the numbers need to know of a member, small enough to be written with
 * every posting, and kept by `evolve` from entries alone.
 */
import type { SumName } from './movement-sums.ts';
import type { Day, Month } from './calendar.ts';
import type { Rational } from './rational.ts';

/** A day with purchases that are not fully returned. */
export type PurchaseDay = { readonly day: Day; readonly orders: number };

/** A purchase by the clock of the programme's zone, whatever became of it. */
export type Visit = { readonly day: Day; readonly hour: number };

export type LevelChange = { readonly month: Month; readonly level: string };

/** Points of a month of issue that expired in a month. */
export type BrokenPoints = { readonly issued: Month; readonly expired: Month; readonly points: bigint };

/** Points moved in a month, by kind; `adjusted` and `transferred` are signed. */
export type Flows = Readonly<Partial<Record<SumName, bigint>>>;

/** What was sold in a month, net of returns whenever those came, and the points that moved in it. */
export type MonthOfAccount = {
  readonly month: Month;
  readonly netMinor: bigint;
  /** Units of goods. */
  readonly items: Rational;
  readonly flows: Flows;
};

/** Purchase days further back than those kept by themselves: final, whatever comes back later. */
export type OlderDays = {
  /** The first purchase day of all, and the day of the second purchase where it is as old: it may be the first's. */
  readonly first: Day;
  readonly second: Day | null;
  /** The newest of them. */
  readonly last: Day;
  /** Active months, oldest first: those of the 60 before the months whose days are kept. */
  readonly months: readonly Month[];
  /** Active months in a row that end with the month of `last`, however far back they begin. */
  readonly streak: number;
  /** How many intervals between consecutive ones of these days are in each of the bins of intervals. */
  readonly intervals: readonly number[];
};

export type Statistics = {
  /** Days with purchases of the last 24 months, oldest first; all are after `older.last`. */
  readonly days: readonly PurchaseDay[];
  /** Null while every purchase day is among `days`. */
  readonly older: OlderDays | null;
  /** Of 13 months those in which anything was sold, returned or moved, oldest first; of the 11 before them the net alone. */
  readonly months: readonly MonthOfAccount[];
  /** Of this month and the one before, by day and hour. */
  readonly visits: readonly Visit[];
  /** What expired in this month and the one before. */
  readonly broken: readonly BrokenPoints[];
  /** Level at the end of months in which it changed, oldest first: of 13 months, and the newest one before them. */
  readonly levels: readonly LevelChange[];
  /** The oldest day of an entry where it is before the enrolment. */
  readonly since: Day | null;
};

export const noStatistics: Statistics = {
  days: [],
  older: null,
  months: [],
  visits: [],
  broken: [],
  levels: [],
  since: null,
};

/** Purchase days as an account keeps them, or a part of them. */
type Purchases = Pick<Statistics, 'days' | 'older'>;

/** The day of the first purchase that is not fully returned, undefined without one. */
export function firstPurchaseDay({ days: [first], older }: Purchases): Day | undefined {
  return older?.first ?? first?.day;
}

/** The day of the second one, which may be the first's. */
export function secondPurchaseDay({ days: [first, next], older }: Purchases): Day | undefined {
  if (older !== null) return older.second ?? first?.day;
  return first !== undefined && first.orders > 1 ? first.day : next?.day;
}

/** The day of the newest one. */
export function lastPurchaseDay({ days, older }: Purchases): Day | undefined {
  return days.at(-1)?.day ?? older?.last;
}
