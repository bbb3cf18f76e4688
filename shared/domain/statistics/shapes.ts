/** The shapes that numbers have in the document (metrics.md, "Shapes"). */
import type { Day } from '../calendar.ts';
import { addDays } from '../calendar.ts';
import { rational, round } from '../rational.ts';
import type { Programme } from '../programme.ts';
import { isComplete, months } from './periods.ts';
import type { PeriodKind } from './periods.ts';
import type { CountName, KeyPart, Sums } from './sums.ts';
import type { WindowName } from './windows.ts';
import type { Instant } from '../zone.ts';

/** Null where nothing can be said. */
export type Count = { readonly value: bigint | number | null };
/** The value is rounded to six decimals; null over an empty denominator. */
export type Rate = { readonly value: number | null; readonly numerator: bigint; readonly denominator: bigint };
export type Series = {
  readonly series: readonly ({ readonly period: string; readonly complete: boolean } & (Count | Rate))[];
};
/** `complete: false` where the last of the values is of a month that is not over. */
export type Cohorts = {
  readonly cohorts: readonly {
    readonly cohort: string;
    readonly size: bigint;
    readonly complete?: false;
    readonly values: readonly bigint[];
  }[];
};
export type Bins = { readonly bins: readonly { readonly bin: string; readonly value: bigint | number }[] };
/** Percentiles are null where the bin that holds them has no upper edge, and where there are no intervals. */
export type Intervals = Bins & {
  readonly n: bigint;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p80: number | null;
  readonly p90: number | null;
};
export type Moves = {
  readonly rows: readonly ({ readonly from: string; readonly to: string } & (Count | Rate))[];
};
export type Hours = {
  readonly rows: readonly {
    readonly weekday: string;
    readonly hour: number;
    readonly purchases: bigint;
    readonly memberDays: bigint;
  }[];
};
/** Points at the start of the window, what moved in it by kind (what went out negative), and at its end. */
export type Liability = Count & { readonly bridge: Readonly<Record<string, bigint>> };
export type NumberValue = Count | Rate | Series | Cohorts | Bins | Intervals | Moves | Hours | Liability;

/** Members who were not there before, and those who are no longer, in matrices. */
export const joined = 'joined';
export const left = 'left';

/** What numbers are computed for, beside the sums. */
export type Report = {
  readonly asOf: Day;
  readonly window: WindowName;
  /** Only periods and cohorts that begin on or after the one day and on or before the other are told. */
  readonly from: Day | null;
  readonly to: Day | null;
  readonly programme: Programme;
  /** Until when the freshness of the numbers is told; to the end of the day where there is none. */
  readonly now?: Instant | undefined;
};

/** A quotient rounded to six decimals, ties up. @param denominator above zero */
export function sixDecimals(numerator: bigint, denominator: bigint): number {
  return Number(round(rational(numerator * 1_000_000n, denominator), 'nearest')) / 1_000_000;
}

export function rate(numerator: bigint, denominator: bigint): Rate {
  return { value: denominator === 0n ? null : sixDecimals(numerator, denominator), numerator, denominator };
}

/** Periods from the first of which anything is known to the one of the report's day. */
function periodsOf(sums: Sums, { asOf, from, to }: Report, kind: PeriodKind): readonly number[] {
  const periods: number[] = [];
  if (sums.firstDay === null) return periods;
  for (let period = kind.of(sums.firstDay); period <= kind.of(asOf); period += kind.step) {
    const first = kind.firstDay(period);
    if ((from === null || first >= from) && (to === null || first <= to)) periods.push(period);
  }
  return periods;
}

export function seriesOf(
  sums: Sums,
  report: Report,
  valueOf: (period: number) => Count | Rate | bigint,
  kind: PeriodKind = months,
): Series {
  return {
    series: periodsOf(sums, report, kind).map((period) => {
      const value = valueOf(period);
      return {
        period: kind.name(period),
        complete: isComplete(kind, period, report.asOf),
        ...(typeof value === 'bigint' ? { value } : value),
      };
    }),
  };
}

/** What was counted by month under one name. */
export function byMonth(name: CountName): (sums: Sums, report: Report) => Series {
  return (sums, report) => seriesOf(sums, report, (month) => sums.get(name, month));
}

/** Of two names that are counted by month, the one over the other. */
export function rateByMonth(numerator: CountName, denominator: CountName): (sums: Sums, report: Report) => Series {
  return (sums, report) =>
    seriesOf(sums, report, (month) => rate(sums.get(numerator, month), sums.get(denominator, month)));
}

/** Of two names that are counted by window, and by what else is given, the one over the other. */
export function rateInWindow(numerator: CountName, denominator: CountName, ...key: readonly KeyPart[]) {
  return (sums: Sums, { window }: Report): Rate =>
    rate(sums.get(numerator, window, ...key), sums.get(denominator, window, ...key));
}

/** Cohorts of months in which anybody is, each with a value for the month itself and every month after it. */
export function cohortsOf(
  sums: Sums,
  report: Report,
  sizeOf: (month: number) => bigint,
  valuesOf: (month: number, ages: readonly number[]) => readonly bigint[],
): Cohorts {
  const last = months.of(report.asOf);
  const running = isComplete(months, last, report.asOf) ? {} : { complete: false as const };
  const cohorts = periodsOf(sums, report, months).filter((month) => sizeOf(month) > 0n);
  return {
    cohorts: cohorts.map((month) => {
      const ages = Array.from({ length: last - month + 1 }, (_, age) => age);
      return { cohort: months.name(month), size: sizeOf(month), ...running, values: valuesOf(month, ages) };
    }),
  };
}

/** The day after the report's: where it ends. */
export const endOf = ({ asOf }: Report): Day => addDays(asOf, 1);
