/** Levels (domain.md, "Tiers"): what a member's progress supports, and when the level is next judged. */
import type { Account, Floor, HeldLevel, Standing } from './account.ts';
import { addDays, addMonths, civilFromDay, dayFromCivil, firstDayAfter, monthOf, monthOfDay } from './calendar.ts';
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

function januaryOf(day: Day): Month {
  return monthOfDay(dayFromCivil({ year: civilFromDay(day).year, month: 1, day: 1 }));
}

/** The first month of the window as it stands on a day; a rolling month counts through the end of the N-th after it. */
function windowStart(window: Exclude<Tiers['window'], 'lifetime'>, day: Day): Month {
  return window === 'calendar-year' ? januaryOf(day) : monthOf(monthOfDay(day) - window.months);
}

/** Qualifying amount of the window as it stands on a day, in the unit of the basis. */
export function qualifyingAmount(progress: Account['progress'], tiers: Tiers, day: Day): bigint {
  if (tiers.window === 'lifetime') return progress.total;
  const first = windowStart(tiers.window, day);
  // A month that returns have taken below zero is never judged below it.
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

function holdsOn(floor: Floor | null, day: Day): floor is Floor {
  return floor !== null && (floor.until === null || floor.until > day);
}

/** Position of the highest level that an account may have on a day: what is supported, or a floor set by hand. */
export function reachedIndex({ progress, floor }: Ranked, tiers: Tiers, day: Day): number {
  const supported = supportedIndex(qualifyingAmount(progress, tiers, day), tiers);
  return holdsOn(floor, day) ? Math.max(supported, levelIndex(floor, tiers)) : supported;
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

/** The floor that carries the present level, if one does that its own day has not ended yet. */
function carrying({ standing, floor }: Ranked, tiers: Tiers): Floor | null {
  if (floor === null || levelIndex(standing, tiers) !== levelIndex(floor, tiers)) return null;
  const isOver = floor.until !== null && standing.since !== null && floor.until <= standing.since;
  return isOver ? null : floor;
}

/**
 * The day on which the account's level is next judged. A level set by hand is judged on its own day, without grace; one
 * that was reached before it was set by hand, not before its own review.
 */
export function nextJudgementDay(account: Ranked, tiers: Tiers): Day | null {
  const own = judgementDay(account.standing, tiers);
  const floor = carrying(account, tiers);
  if (floor === null || levelIndex(floor, tiers) === 0) return own;
  if (floor.until === null || tiers.review.drop === 'never') return null;
  if (floor.raised) return floor.until;
  return own === null || own > floor.until ? own : floor.until;
}

/** The window days that a judgement looks at: the review day's and its own; by calendar year the year just ended first. */
function windowDays(tiers: Tiers, review: Day, judgement: Day): readonly Day[] {
  return [tiers.window === 'calendar-year' ? addDays(review, -1) : review, judgement];
}

/**
 * The standing after the judgement on `judgement`: by the better of that day's window and the review day's, to the level
 * supported or one step, never below a floor. A level confirmed counts from its review day, one fallen to from the
 * judgement.
 */
export function judge(account: Ranked, tiers: Tiers, judgement: Day): { level: Level; since: Day } {
  const floor = carrying(account, tiers);
  const byHand = floor?.until === judgement;
  // Not from the standing: a new version may judge later than it would have, and then the next review is not due at once.
  const review = byHand ? judgement : addDays(judgement, -tiers.review.graceDays);
  const current = levelIndex(account.standing, tiers);
  const windows = windowDays(tiers, review, judgement).map((day) =>
    supportedIndex(qualifyingAmount(account.progress, tiers, day), tiers),
  );
  const supported = Math.max(...windows, reachedIndex(account, tiers, judgement));
  if (supported >= current) return { level: levelAt(current, tiers), since: review };
  const fallen = tiers.review.drop === 'one-level' ? current - 1 : supported;
  return { level: levelAt(fallen, tiers), since: judgement };
}

/** The first month whose amounts a judgement on `today` or later may still count; null when months do not matter. */
export function monthsKeptFrom(standing: Standing, tiers: Tiers, today: Day): Month | null {
  if (tiers.window === 'lifetime') return null;
  const review = reviewDay(standing, tiers);
  const from = review !== null && review < today ? review : today;
  // On 1 January the year just ended is judged, and until the judgement it is kept.
  return tiers.window === 'calendar-year' ? monthOf(januaryOf(from) - 12) : windowStart(tiers.window, from);
}

/**
 * Levels below the one at `index` that a return could fall back to on `today`: those that were held, the present one
 * among them, and whose own review is still ahead. The lowest first.
 */
export function heldBelow(standing: Standing, tiers: Tiers, index: number, today: Day): readonly HeldLevel[] {
  const { level, since } = standing;
  const held = level === null || since === null ? standing.before : [...standing.before, { level, since }];
  return held.filter((place) => {
    const at = levelIndex(place, tiers);
    const judgement = judgementDay(place, tiers);
    return at > 0 && at < index && (judgement === null || judgement > today);
  });
}

/**
 * Where the level falls when a return has undone what it rests on: to the highest of what is supported, a floor set by
 * hand, and a lower level whose own review is still ahead (domain.md, "Returns"). A level that was not held before counts
 * from the day of the rise that the return undoes.
 */
export function fallBack(account: Ranked, tiers: Tiers, today: Day): { level: Level; since: Day } {
  const { standing } = account;
  const reached = reachedIndex(account, tiers, today);
  const held = heldBelow(standing, tiers, levelIndex(standing, tiers), today).at(-1);
  if (held !== undefined && levelIndex(held, tiers) >= reached) {
    return { level: levelAt(levelIndex(held, tiers), tiers), since: held.since };
  }
  return { level: levelAt(reached, tiers), since: standing.since ?? today };
}
