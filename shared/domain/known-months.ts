/** How far back an account's own statistics reach (domain.md), and what becomes of that which lies further back. */
import type { LevelChange, MonthOfAccount, OlderDays, PurchaseDay, Statistics } from './account-statistics.ts';
import { monthOf, monthOfDay, subtractDays } from './calendar.ts';
import type { Month } from './calendar.ts';
import { zero } from './rational.ts';
import { binIndexOf, intervalBins } from './statistics/bins.ts';
import { firstDayOfMonth } from './statistics/periods.ts';
import { utcDay } from './zone.ts';
import type { Instant } from './zone.ts';

/** Months whose purchase days are kept; months before them of which the active ones are; months of sums and levels. */
const monthsOfDays = 24;
const monthsOfActivity = 60;
const monthsOfSums = 13;
/** Months of net: what the twelve months before a window of twelve came to is known with the window's own. */
const monthsOfNet = 24;
/** Months of visits and of what expired. */
const monthsOfDetail = 2;

/**
 * A month is new for an account only some days after its beginning: the numbers of the day before it are read while people
 * are buying again, and what they look back at is to be there still.
 */
const settlingDays = 2;

/** The month up to which an account knows, with those before it: that of its newest posting, or the one before. */
export function newestMonth(newestAt: Instant): Month {
  return monthOfDay(subtractDays(utcDay(newestAt), settlingDays));
}

const noIntervals: readonly number[] = intervalBins.map(() => 0);

function older(before: OlderDays | null, { day, orders }: PurchaseDay): OlderDays {
  const month = monthOfDay(day);
  if (before === null) {
    const second = orders > 1 ? day : null;
    return { first: day, second, last: day, months: [month], streak: 1, intervals: noIntervals };
  }
  const { first, second, last, months, streak, intervals } = before;
  const bin = binIndexOf(intervalBins, day - last);
  const passed = month - monthOfDay(last);
  return {
    first,
    second: second ?? day,
    last: day,
    months: passed === 0 ? months : [...months, month],
    streak: passed > 1 ? 1 : streak + passed,
    intervals: intervals.map((count, index) => (index === bin ? count + 1 : count)),
  };
}

/** Folds days that are too old to be kept, and forgets active months that are. */
function foldDays(statistics: Statistics, newest: Month): Pick<Statistics, 'days' | 'older'> {
  const firstDay = firstDayOfMonth(monthOf(newest - monthsOfDays + 1));
  const firstMonth = newest - monthsOfDays - monthsOfActivity + 1;
  const kept = statistics.days.findIndex(({ day }) => day >= firstDay);
  const gone = statistics.days.slice(0, kept < 0 ? statistics.days.length : kept);
  const days = gone.length === 0 ? statistics.days : statistics.days.slice(gone.length);
  const folded = gone.reduce(older, statistics.older);
  const oldest = folded?.months[0];
  if (folded === null || oldest === undefined || oldest >= firstMonth) return { days, older: folded };
  return { days, older: { ...folded, months: folded.months.filter((month) => month >= firstMonth) } };
}

/** The list from its first element on that is not too old; it is in order. */
function from<Element>(list: readonly Element[], isKept: (element: Element) => boolean): readonly Element[] {
  const [first] = list;
  return first === undefined || isKept(first) ? list : list.filter(isKept);
}

/** The newest level before the months that are kept is where they start from. */
function levelsFrom(levels: readonly LevelChange[], first: Month): readonly LevelChange[] {
  const start = levels.findLastIndex(({ month }) => month < first);
  return start <= 0 ? levels : levels.slice(start);
}

/** Months of sums whole, and of those before them the net alone. */
function monthsFrom(months: readonly MonthOfAccount[], newest: Month): readonly MonthOfAccount[] {
  const firstOfSums = monthOf(newest - monthsOfSums + 1);
  const isBare = ({ items, flows }: MonthOfAccount) => items.numerator === 0n && Object.keys(flows).length === 0;
  const kept = from(months, ({ month }) => month >= newest - monthsOfNet + 1);
  if (kept.every((one) => one.month >= firstOfSums || (isBare(one) && one.netMinor !== 0n))) return kept;
  return kept.flatMap((one) => {
    if (one.month >= firstOfSums) return [one];
    return one.netMinor === 0n ? [] : [{ month: one.month, netMinor: one.netMinor, items: zero, flows: {} }];
  });
}

/** Statistics without what is older than an account keeps whose newest posting is of an instant. */
export function withoutTooOld(statistics: Statistics, newestAt: Instant): Statistics {
  const newest = newestMonth(newestAt);
  const firstOfSums = monthOf(newest - monthsOfSums + 1);
  const firstOfDetail = monthOf(newest - monthsOfDetail + 1);
  const firstVisit = firstDayOfMonth(firstOfDetail);
  const { days, older: folded } = foldDays(statistics, newest);
  return {
    days,
    older: folded,
    months: monthsFrom(statistics.months, newest),
    visits: from(statistics.visits, ({ day }) => day >= firstVisit),
    broken: from(statistics.broken, ({ expired }) => expired >= firstOfDetail),
    levels: levelsFrom(statistics.levels, firstOfSums),
    since: statistics.since,
  };
}
