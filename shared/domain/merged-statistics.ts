/** The statistics of two accounts that become one: as if one member had done all of it, as far back as both know. */
import type {
  BrokenPoints,
  Flows,
  MonthOfAccount,
  OlderDays,
  PurchaseDay,
  Statistics,
  Visit,
} from './account-statistics.ts';
import type { Account } from './account.ts';
import { monthOf, monthOfDay } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import { withLevel } from './evolve-statistics.ts';
import { withoutTooOld } from './known-months.ts';
import { sumNames } from './movement-sums.ts';
import { add, toUnits } from './rational.ts';
import { binIndexOf, intervalBins } from './statistics/bins.ts';
import { united } from './united.ts';
import type { Instant } from './zone.ts';

type Known = Pick<Account, 'statistics' | 'enrolment'>;
type Now = {
  readonly newestAt: Instant;
  readonly day: Day;
  /** The level after the merge; null for the first where none was ever reached. */
  readonly level: string | null;
};

/** Points by kind of movement, added up; kinds that come to nothing are left out. */
function addFlows(some: Flows, others: Flows): Flows {
  return Object.fromEntries(
    sumNames.flatMap((name) => {
      const points = (some[name] ?? 0n) + (others[name] ?? 0n);
      return points === 0n ? [] : [[name, points]];
    }),
  );
}

const addDay = ({ day, orders }: PurchaseDay, other: PurchaseDay) => ({ day, orders: orders + other.orders });

function addMonth(a: MonthOfAccount, b: MonthOfAccount): MonthOfAccount {
  return {
    month: a.month,
    netMinor: a.netMinor + b.netMinor,
    items: toUnits(add(a.items, b.items)),
    flows: addFlows(a.flows, b.flows),
  };
}

function byExpiry(a: BrokenPoints, b: BrokenPoints): number {
  return a.expired - b.expired || a.issued - b.issued;
}

const addPoints = (a: BrokenPoints, b: BrokenPoints) => ({ ...a, points: a.points + b.points });

/** Every visit stands for itself. */
function visitsOf(some: readonly Visit[], others: readonly Visit[]): readonly Visit[] {
  return [...some, ...others].sort((a, b) => a.day - b.day || a.hour - b.hour);
}

/** Active months in a row that end with a month, of those that one of the two knows to have been active. */
function streakOf(months: ReadonlySet<Month>, both: readonly OlderDays[], last: Month): number {
  const isActive = (month: number) =>
    months.has(monthOf(month)) ||
    both.some((one) => month <= monthOfDay(one.last) && month > monthOfDay(one.last) - one.streak);
  let streak = 0;
  while (isActive(last - streak)) streak += 1;
  return streak;
}

/**
 * Days further back than those that are kept by themselves. They were final before: where the days of the two lie among
 * each other, the intervals stay those between the days of each; else the one between them is an interval too.
 */
function olderOf(a: OlderDays, b: OlderDays): OlderDays {
  const [former, latter] = a.last <= b.last ? [a, b] : [b, a];
  const { last } = latter;
  const days = [a.first, a.second, b.first, b.second].filter((day) => day !== null).sort((one, other) => one - other);
  const months = [...new Set([...a.months, ...b.months])].sort((one, other) => one - other);
  const between = former.last < latter.first ? binIndexOf(intervalBins, latter.first - former.last) : -1;
  return {
    first: former.first < latter.first ? former.first : latter.first,
    second: days[1] ?? null,
    last,
    months,
    streak: streakOf(new Set(months), [a, b], monthOfDay(last)),
    intervals: a.intervals.map((count, bin) => count + (b.intervals[bin] ?? 0) + (bin === between ? 1 : 0)),
  };
}

/** The first day on which anything was known of either, where it is before the enrolment that stays. */
function sinceOf(kept: Known, removed: Known): Day | null {
  const other = removed.statistics.since ?? removed.enrolment.on;
  return other < (kept.statistics.since ?? kept.enrolment.on) ? other : kept.statistics.since;
}

/** The statistics of both, with what has become too old by the merge folded in both. Levels are the kept member's. */
export function mergedStatistics(kept: Known, removed: Known, { newestAt, day, level }: Now): Statistics {
  const a = withoutTooOld(kept.statistics, newestAt);
  const b = withoutTooOld(removed.statistics, newestAt);
  const changed = level !== null && level !== a.levels.at(-1)?.level;
  return {
    days: united(a.days, b.days, (one, other) => one.day - other.day, addDay),
    older: a.older === null || b.older === null ? (a.older ?? b.older) : olderOf(a.older, b.older),
    months: united(a.months, b.months, (one, other) => one.month - other.month, addMonth),
    visits: visitsOf(a.visits, b.visits),
    broken: united(a.broken, b.broken, byExpiry, addPoints),
    levels: changed ? withLevel(a.levels, { month: monthOfDay(day), level }) : a.levels,
    since: sinceOf(kept, removed),
  };
}
