/** Levels (domain.md, "Tiers"): what a member's points support, and when the level is next judged. */
import type { Account, HeldLevel, Standing } from './account.ts';
import { addDays, addMonths, monthOf, monthOfDay } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import type { Level, Tiers } from './programme.ts';

/** A level and the day from which it counts. */
type Place = Pick<Standing, 'level' | 'since'>;

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

/** Qualifying points of the window as it stands on a day: a month counts through the end of the N-th month after it. */
export function qualifyingPoints(progress: Account['progress'], tiers: Tiers, day: Day): bigint {
  // A month that returns have taken below zero is never judged below it.
  if (tiers.window === 'lifetime') {
    return progress.months.reduce((sum, { points }) => (points < 0n ? sum - points : sum), progress.total);
  }
  const first = monthOfDay(day) - tiers.window.months;
  return progress.months.reduce(
    (sum, { month, points }) => (month >= first && month <= monthOfDay(day) && points > 0n ? sum + points : sum),
    0n,
  );
}

/** Position of the highest level that the points support. */
export function supportedIndex(points: bigint, tiers: Tiers): number {
  return Math.max(
    0,
    tiers.levels.findLastIndex((level) => points >= level.from),
  );
}

/** The review day: `afterMonths` after the level was reached or last confirmed. Null when nothing can fall. */
export function reviewDay(standing: Place, tiers: Tiers): Day | null {
  if (standing.since === null || levelIndex(standing, tiers) === 0) return null;
  if (tiers.window === 'lifetime' || tiers.review.drop === 'never') return null;
  return addMonths(standing.since, tiers.review.afterMonths);
}

/** The day on which the level is judged: the review day and the days of grace. */
export function judgementDay(standing: Place, tiers: Tiers): Day | null {
  const review = reviewDay(standing, tiers);
  return review === null ? null : addDays(review, tiers.review.graceDays);
}

/**
 * The standing after the judgement on `judgement`: by the better of that day's window and the review day's, to the level
 * supported or one step. A level confirmed counts from its review day, one fallen to from the judgement.
 */
export function judge(account: Account, tiers: Tiers, judgement: Day): { level: Level; since: Day } {
  // Not from the standing: a new version may judge later than it would have, and then the next review is not due at once.
  const review = addDays(judgement, -tiers.review.graceDays);
  const current = levelIndex(account.standing, tiers);
  const supported = Math.max(
    ...[review, judgement].map((day) => supportedIndex(qualifyingPoints(account.progress, tiers, day), tiers)),
  );
  if (supported >= current) return { level: levelAt(current, tiers), since: review };
  const fallen = tiers.review.drop === 'one-level' ? current - 1 : supported;
  return { level: levelAt(fallen, tiers), since: judgement };
}

/** Months kept by themselves where all of life counts: returns without a receipt may still take them below zero. */
const monthsOfLifetime = 12;

/** The first month whose points a judgement on `today` or later may still have to look at by itself. */
export function monthsKeptFrom(standing: Standing, tiers: Tiers, today: Day): Month {
  if (tiers.window === 'lifetime') return monthOf(monthOfDay(today) - monthsOfLifetime);
  const review = reviewDay(standing, tiers);
  const from = review !== null && review < today ? review : today;
  return monthOf(monthOfDay(from) - tiers.window.months);
}

/** Whether a level's own review is still ahead: where none ever lowers it, always; where all of life counts, never. */
function isAhead(place: Place, tiers: Tiers, today: Day): boolean {
  if (tiers.window === 'lifetime') return false;
  const judgement = judgementDay(place, tiers);
  return judgement === null || judgement > today;
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
    return at > 0 && at < index && isAhead(place, tiers, today);
  });
}

/**
 * Where the level falls when a return has undone what it rests on: to the highest of what is supported and a lower level
 * whose own review is still ahead (domain.md, "Returns"). A level that was not held before counts from the day of the
 * rise that the return undoes.
 */
export function fallBack(account: Account, tiers: Tiers, today: Day): { level: Level; since: Day } {
  const { standing } = account;
  const supported = supportedIndex(qualifyingPoints(account.progress, tiers, today), tiers);
  const held = heldBelow(standing, tiers, levelIndex(standing, tiers), today).at(-1);
  if (held !== undefined && levelIndex(held, tiers) >= supported) {
    return { level: levelAt(levelIndex(held, tiers), tiers), since: held.since };
  }
  return { level: levelAt(supported, tiers), since: standing.since ?? today };
}
