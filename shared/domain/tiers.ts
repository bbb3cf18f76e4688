/** Levels (domain.md, "Tiers"): what a member's progress supports, and when the level is next judged. */
import type { Account, Floor, HeldLevel, Standing } from './account.ts';
import {
  addDays,
  addMonths,
  civilFromDay,
  dayFromCivil,
  firstDayAfter,
  monthOf,
  monthOfDay,
  subtractDays,
} from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import type { Level, Tiers } from './programme.ts';

/** A level and the day from which it counts. */
type Place = Pick<Standing, 'level' | 'since'>;
/** What of an account its level depends on. */
type Ranked = Pick<Account, 'standing' | 'floor' | 'progress'>;

/** Position of the account's level; the first where none was ever reached, or where the programme dropped it. */
export function levelIndex(standing: Pick<Standing, 'level'>, tiers: Tiers): number {
  return Math.max(
    0,
    tiers.levels.findIndex((level) => level.id === standing.level),
  );
}

export function levelAt(index: number, tiers: Tiers): Level {
  return tiers.levels[index] ?? tiers.levels[0];
}

function newYear(day: Day): Day {
  return dayFromCivil({ year: civilFromDay(day).year, month: 1, day: 1 });
}

function lastDayOfYearBefore(day: Day): Day {
  return subtractDays(newYear(day), 1);
}

/** The first month of the window as it stands on a day; a rolling month counts through the end of the N-th after it. */
function windowStart(window: Exclude<Tiers['window'], 'lifetime'>, day: Day): Month {
  return window === 'calendar-year' ? monthOfDay(newYear(day)) : monthOf(monthOfDay(day) - window.months);
}

/** Qualifying amount of the window as it stands on a day, in the unit of the basis. */
export function qualifyingAmount(progress: Account['progress'], tiers: Tiers, day: Day): bigint {
  // A month that returns have taken below zero is never judged below it.
  if (tiers.window === 'lifetime') {
    return progress.months.reduce((sum, { points }) => (points < 0n ? sum - points : sum), progress.total);
  }
  const first = windowStart(tiers.window, day);
  return progress.months.reduce(
    (sum, { month, points }) => (month >= first && month <= monthOfDay(day) && points > 0n ? sum + points : sum),
    0n,
  );
}

/** Position of the highest level that an amount supports. */
export function supportedIndex(amount: bigint, tiers: Tiers): number {
  return Math.max(
    0,
    tiers.levels.findLastIndex((level) => amount >= level.from),
  );
}

/** Whether a floor set by hand still holds: its day is the first on which it does not. */
export function holdsOn({ until }: Floor, day: Day): boolean {
  return until === null || until > day;
}

/**
 * The review day: `afterMonths` after the level was reached or last confirmed; by calendar year the next 1 January. Null
 * when nothing can fall.
 */
export function reviewDay(standing: Place, tiers: Tiers): Day | null {
  if (standing.since === null || levelIndex(standing, tiers) === 0) return null;
  if (tiers.window === 'lifetime' || tiers.review.drop === 'never') return null;
  if (tiers.window === 'calendar-year') return firstDayAfter('year', standing.since);
  return addMonths(standing.since, tiers.review.afterMonths);
}

/** The day on which a level is judged by itself: the review day and the days of grace. */
export function judgementDay(standing: Place, tiers: Tiers): Day | null {
  const review = reviewDay(standing, tiers);
  return review === null ? null : addDays(review, tiers.review.graceDays);
}

/** The floor that the present level rests on, if it rests on one. */
export function carryingFloor({ standing, floor }: Pick<Account, 'standing' | 'floor'>): Floor | null {
  return floor?.carries === true && floor.level === standing.level ? floor : null;
}

/** The floor as an entry has to write it when the level rests on it, or not, from then on; null when that is known. */
export function floorAfter(floor: Floor | null, carried: boolean): Floor | null {
  return floor === null || floor.carries === carried ? null : { ...floor, carries: carried };
}

/**
 * The day on which the account's level is next judged: its own, or, where it rests on a level set by hand, that one's,
 * without grace. Null when nothing can fall.
 */
export function nextJudgementDay(account: Ranked, tiers: Tiers): Day | null {
  const floor = carryingFloor(account);
  if (floor === null) return judgementDay(account.standing, tiers);
  return tiers.review.drop === 'never' || levelIndex(floor, tiers) === 0 ? null : floor.until;
}

/**
 * The days whose windows a judgement looks at, the better of which counts: its own, and the review day's, which by
 * calendar year is the year that had just ended then.
 */
export function windowsOf({ window }: Tiers, review: Day, judgement: Day): readonly [Day, Day] {
  return [window === 'calendar-year' ? lastDayOfYearBefore(review) : review, judgement];
}

/** The review day of a judgement: before the grace, which a level set by hand has none of. */
export function reviewOf(account: Pick<Account, 'standing' | 'floor'>, tiers: Tiers, judgement: Day): Day {
  // Not from the standing: a new version may judge later than it would have, and then the next review is not due at once.
  return carryingFloor(account) === null ? subtractDays(judgement, tiers.review.graceDays) : judgement;
}

/** A level, the day it counts from, and whether it rests on a floor set by hand and on nothing of the member's own. */
export type Ruling = { readonly level: Level; readonly since: Day; readonly carried: boolean };

/**
 * The ruling on a level on the day on which it is judged. One that is supported is confirmed, from its review day. Another
 * falls, from that day on, to the level supported or by one step, but not below a floor, nor below a level that was held
 * before and whose own review is still ahead: a level set by hand above it does not cost the member what was reached.
 */
export function judge(account: Ranked, tiers: Tiers, today: Day): Ruling {
  const { standing } = account;
  const review = reviewOf(account, tiers, today);
  const current = levelIndex(standing, tiers);
  const amounts = windowsOf(tiers, review, today).map((day) => qualifyingAmount(account.progress, tiers, day));
  const supported = Math.max(...amounts.map((amount) => supportedIndex(amount, tiers)));
  if (supported >= current) return { level: levelAt(current, tiers), since: review, carried: false };
  const fallen = tiers.review.drop === 'one-level' ? current - 1 : supported;
  const place = { level: levelAt(fallen, tiers), since: today, carried: false };
  return highest(account, tiers, today, place);
}

/** The highest of a place that is the member's own, a lower level held before, and a floor. Of equals the first. */
function highest(account: Ranked, tiers: Tiers, today: Day, own: Ruling): Ruling {
  const { standing } = account;
  const current = levelIndex(standing, tiers);
  const held = heldBelow(account, tiers, current, today).at(-1);
  let best = { index: levelIndex({ level: own.level.id }, tiers), ruling: own };
  if (held !== undefined && levelIndex(held, tiers) > best.index) {
    const index = levelIndex(held, tiers);
    best = { index, ruling: { level: levelAt(index, tiers), since: held.since, carried: false } };
  }
  const holds = account.floor !== null && holdsOn(account.floor, today);
  const floor = holds ? Math.min(levelIndex(account.floor, tiers), current) : 0;
  if (floor <= best.index) return best.ruling;
  const since = floor === current ? standing.since : null;
  return { level: levelAt(floor, tiers), since: since ?? own.since, carried: true };
}

/** Months kept by themselves where all of life counts: returns without a receipt may still take them below zero. */
const monthsOfLifetime = 12;

/** The first month whose amounts a judgement on `today` or later may still have to look at by itself. */
export function monthsKeptFrom(tiers: Tiers, today: Day): Month {
  if (tiers.window === 'lifetime') return monthOf(monthOfDay(today) - monthsOfLifetime);
  // The review day of a judgement that is made today, the days of grace being over.
  const review = subtractDays(today, tiers.review.graceDays);
  // The year that ended before it is judged, too.
  return windowStart(tiers.window, tiers.window === 'calendar-year' ? lastDayOfYearBefore(review) : review);
}

/** Whether a level's own review is still ahead: where none ever lowers it, always; where all of life counts, never. */
function isAhead(place: Place, tiers: Tiers, today: Day): boolean {
  if (tiers.window === 'lifetime') return false;
  const judgement = judgementDay(place, tiers);
  return judgement === null || judgement > today;
}

/**
 * Levels below the one at `index` that the member holds in their own right on `today`: those that were held, the present
 * one among them unless it was set by hand, and whose own review is still ahead. The lowest first.
 */
export function heldBelow(
  account: Pick<Account, 'standing' | 'floor'>,
  tiers: Tiers,
  index: number,
  today: Day,
): readonly HeldLevel[] {
  const { level, since, before } = account.standing;
  const isOwn = level !== null && since !== null && carryingFloor(account) === null;
  return (isOwn ? [...before, { level, since }] : before).filter((place) => {
    const at = levelIndex(place, tiers);
    return at > 0 && at < index && isAhead(place, tiers, today);
  });
}

/**
 * Where the level falls when a return has undone what it rests on: to the highest of what is supported, a floor set by
 * hand, and a lower level whose own review is still ahead (domain.md, "Returns"). A level that was not held before counts
 * from the day of the rise that the return undoes.
 */
export function fallBack(account: Ranked, tiers: Tiers, today: Day): Ruling {
  const { standing } = account;
  const supported = supportedIndex(qualifyingAmount(account.progress, tiers, today), tiers);
  const held = heldBelow(account, tiers, levelIndex(standing, tiers), today).at(-1);
  // A level that was held before, and that is still supported, is the one that was held.
  const since = held !== undefined && levelIndex(held, tiers) === supported ? held.since : standing.since;
  const place = { level: levelAt(supported, tiers), since: since ?? today, carried: false };
  return highest(account, tiers, today, place);
}
