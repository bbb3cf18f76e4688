/**
 * What the numbers know of periods that accounts no longer tell: it is taken from the snapshot before. A count that is by
 * period has a horizon, the months back to which every account tells it; what is of no period, such as the cohort of
 * everybody's first purchase, is always counted anew.
 *
 * A carried period stays as it was told last: by the level that its members had then, which is what the sums of a level
 * are apart by.
 */
import { addDays, dayOf, monthOf, monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import { newestMonth } from '../known-months.ts';
import { Cube } from './cube.ts';
import { firstDayOfMonth } from './periods.ts';
import { countNames } from './sums.ts';
import type { CountName } from './sums.ts';

type Horizon = {
  /** Months that accounts tell, that of the newest posting among them. */
  readonly months: number;
  /** The month of a key's period. */
  readonly monthOf: (key: readonly string[]) => number;
  /** Whether rows tell it, which begin with the day's month and not with that of the newest posting. */
  readonly isRank?: boolean;
};

const dayFirst = (key: readonly string[]) => monthOfDay(dayOf(Number(key[0])));
const monthFirst = (key: readonly string[]) => Number(key[0]);
const monthSecond = (key: readonly string[]) => Number(key[1]);
/** A month, and months since. */
const monthsLater = (key: readonly string[]) => Number(key[0]) + Number(key[1]);

/** An account tells its purchase days of 24 months, the active ones of 60 months before, sums of 13 and details of 2. */
const horizons: Partial<Record<CountName, Horizon>> = {
  'active.day': { months: 24, monthOf: dayFirst },
  // A week is in the month of its Monday.
  'active.week': { months: 24, monthOf: dayFirst },
  'active.month': { months: 60, monthOf: monthFirst },
  retained: { months: 60, monthOf: monthFirst },
  returning: { months: 60, monthOf: monthFirst },
  lost: { months: 60, monthOf: monthFirst },
  'cohort.active': { months: 60, monthOf: monthsLater },
  loyal: { months: 12, monthOf: monthFirst },
  'sales.orders': { months: 13, monthOf: monthFirst },
  'sales.net': { months: 13, monthOf: monthFirst },
  'sales.items': { months: 13, monthOf: monthFirst },
  points: { months: 13, monthOf: monthSecond },
  'level.moved': { months: 13, monthOf: monthFirst },
  'level.joined': { months: 13, monthOf: monthFirst },
  'hour.purchases': { months: 2, monthOf: monthFirst },
  'hour.members': { months: 2, monthOf: monthFirst },
  broken: { months: 2, monthOf: monthsLater },
  high: { months: 2, monthOf: monthFirst, isRank: true },
};

/** The day at whose end the numbers hold, and the newest month that any of the accounts knew when they were read. */
type Reading = { readonly asOf: Day; readonly newest: Month };

/**
 * The newest month that any account knows. It is by this, and not by the clock, that accounts forget: purchases of long ago
 * that are replayed now are known as well as if they were read in their time.
 *
 * @param asOf its month counts where nothing was posted to anybody
 */
export function newestMonthOf({ cells }: Cube, asOf: Day): Month {
  const known = cells.flatMap(({ sums: { newestAt } }) => (newestAt === null ? [] : [newestMonth(newestAt)]));
  return known.reduce((newest, month) => (month > newest ? month : newest), known[0] ?? monthOfDay(asOf));
}

/** The first month that a reading tells of a count: every account has to, and ranks are of the day's month and the one before. */
function firstKnown({ months, isRank = false }: Horizon, { asOf, newest }: Reading): Month {
  return monthOf((isRank ? Math.max(newest, monthOfDay(asOf)) : newest) - months + 1);
}

/** The first month that accounts still tell of all counts. */
function firstKnownOfAll(reading: Reading): Month {
  const months = Object.values(horizons).map((horizon) => firstKnown(horizon, reading));
  return monthOf(Math.max(...months));
}

/** Counts by level name it by its position: where it stands in the key. */
const levelParts: Partial<Record<CountName, readonly number[]>> = { 'level.joined': [1], 'level.moved': [1, 2] };

export type Carried = { readonly cube: Cube; readonly wholeFrom: Day | null };
export type Previous = Carried & { readonly day: Day };

/** Copies the counts that accounts tell in full; of those of no period all. */
function copyKnown(from: Cube, to: Cube, reading: Reading): void {
  for (const { level, channel, sums } of from.cells) {
    const target = to.cell(level, channel);
    if (sums.firstDay !== null) target.seen(sums.firstDay, sums.newestAt);
    for (const name of countNames) {
      const horizon = horizons[name];
      const first = horizon === undefined ? -Infinity : firstKnown(horizon, reading);
      for (const { key, amount } of sums.entries(name)) {
        if (horizon === undefined || horizon.monthOf(key) >= first) target.add(name, key, amount);
      }
    }
  }
}

/** Copies the counts of periods that accounts no longer tell, by the levels that there are now. */
function copyOlder(from: Cube, to: Cube, reading: Reading): void {
  // A level that the programme dropped is its first one, as for accounts.
  const positions = from.levels.map((id) => Math.max(0, to.levels.indexOf(id)));
  const positionOf = (level: number) => positions[level] ?? 0;
  for (const { level, channel, sums } of from.cells) {
    const target = to.cell(positionOf(level), channel);
    for (const name of countNames) {
      const horizon = horizons[name];
      if (horizon === undefined) continue;
      const [first, parts] = [firstKnown(horizon, reading), levelParts[name] ?? []];
      for (const { key, amount } of sums.entries(name)) {
        if (horizon.monthOf(key) >= first) continue;
        const renamed = key.map((part, place) => (parts.includes(place) ? positionOf(Number(part)) : part));
        target.add(name, renamed, amount);
      }
    }
  }
}

/**
 * The counts of a reading with those of older periods from the snapshot before.
 *
 * @param previous of an earlier day; null when there is none
 * @param now what the accounts told
 * @param asOf the day at whose end it holds
 * @returns the counts, and the first day from which on they are whole; null where nothing is missing
 */
export function carry(previous: Previous | null, now: Cube, asOf: Day): Carried {
  const reading = { asOf, newest: newestMonthOf(now, asOf) };
  const cube = new Cube(now.levels);
  copyKnown(now, cube, reading);
  if (previous !== null) copyOlder(previous.cube, cube, reading);
  const known = firstDayOfMonth(firstKnownOfAll(reading));
  const first = Math.min(...now.cells.map(({ sums }) => sums.firstDay ?? Infinity));
  // The day before the first that accounts tell has to be in the snapshot before, or lie before everything.
  if (first < known && (previous === null || addDays(previous.day, 1) < known)) return { cube, wholeFrom: known };
  return { cube, wholeFrom: previous?.wholeFrom ?? null };
}
