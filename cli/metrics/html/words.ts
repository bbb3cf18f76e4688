/** Everything that the page says of itself, apart from the names and definitions of numbers. */
import type { Weekday } from '../../../shared/domain/calendar.ts';
import type { RfmGroup } from '../../../shared/domain/statistics/rfm.ts';
import type { WindowName } from '../../../shared/domain/statistics/windows.ts';

export const sectionNames = [
  'overview',
  'members',
  'retention',
  'buying',
  'groups',
  'points',
  'levels',
  'hours',
  'others',
] as const;
export type SectionName = (typeof sectionNames)[number];

export type SectionWords = { readonly title: string; readonly asks: string };

export type Words = {
  readonly report: string;
  readonly contents: string;
  readonly asOf: (day: string) => string;
  readonly window: Readonly<Record<WindowName, string>>;
  readonly windowLabel: string;
  readonly scopeLabel: string;
  readonly programmeLabel: string;
  readonly currencyLabel: string;
  readonly everybody: string;
  readonly level: (name: string) => string;
  readonly channel: (name: string) => string;
  readonly sections: Readonly<Record<SectionName, SectionWords>>;

  /** `1997-01`, `1997-W03` and `1997-01-05`, in full and for an axis. */
  readonly period: (iso: string) => string;
  readonly shortMonth: (iso: string) => string;
  readonly year: (iso: string) => string;
  readonly weekdays: Readonly<Record<Weekday, string>>;
  readonly hour: (hour: number) => string;
  readonly durationUnits: readonly [string, string, string, string];

  readonly notOver: string;
  readonly soFar: (period: string, value: string) => string;
  /** Of those who may still come before the period is over. */
  readonly notYet: (period: string, value: string) => string;
  readonly runningNote: (period: string) => string;
  readonly youngNote: string;
  readonly versus: (period: string) => string;
  readonly same: string;
  readonly percentagePoints: (change: string) => string;
  readonly nothing: string;
  readonly noRate: string;
  readonly quotient: (numerator: string, denominator: string) => string;
  readonly share: (whole: string) => string;

  readonly values: string;
  readonly periodLabel: string;
  readonly value: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly members: string;
  readonly points: string;
  readonly shareLabel: string;
  readonly cohort: string;
  readonly issued: string;
  readonly size: string;
  readonly monthsAfter: string;
  readonly from: string;
  readonly to: string;
  readonly total: string;
  readonly weekday: string;
  readonly hourOfDay: string;
  readonly show: string;
  readonly less: string;
  readonly more: string;

  readonly composition: string;
  readonly compositionNote: string;
  readonly flow: string;
  readonly flowNote: string;
  readonly netSales: string;
  readonly netSalesNote: string;
  readonly range: (from: string, to: string) => string;
  readonly hollowNote: (period: string) => string;
  readonly intervalsLabel: string;
  readonly seriesText: (facts: SeriesFacts) => string;
  readonly heatNote: (largest: string) => string;
  readonly percentNote: string;

  readonly days: (bin: string) => string;
  readonly orders: (bin: string) => string;
  readonly monthsInARow: (bin: string) => string;
  readonly withinDays: (bin: string) => string;
  readonly intervals: (facts: IntervalFacts) => string;

  readonly groups: Readonly<Record<RfmGroup, string>>;
  readonly joined: string;
  readonly allJoined: string;
  readonly stayedNote: string;
  readonly recencyScore: string;
  readonly strengthScore: string;
  readonly elsewhere: string;
  readonly outsideGrid: string;
  readonly bridge: Readonly<Record<string, string>>;
  readonly bridgeTitle: string;
  readonly noLiability: string;
  readonly purchases: string;
  readonly memberDays: string;

  readonly reading: readonly string[];
  readonly money: (currency: string) => string;
  readonly zone: (zone: string) => string;
};

export type SeriesFacts = {
  readonly from: string;
  readonly to: string;
  readonly largest: string;
  readonly largestIn: string;
  readonly last: string;
  readonly lastIn: string;
};

export type IntervalFacts = {
  readonly n: string;
  readonly mean: string;
  readonly p50: string;
  readonly p80: string;
  readonly p90: string;
};
