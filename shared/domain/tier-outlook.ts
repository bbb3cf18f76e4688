/** What lies ahead of a level: how far it is to the next one, and what is needed to stay (domain.md, "Tiers"). */
import type { Account } from './account.ts';
import { addDays, firstDayAfter, monthOfDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import type { Level, Tiers } from './programme.ts';
import { carryingFloor, levelAt, levelIndex, qualifyingAmount, reviewDay, windowsOf } from './tiers.ts';

type Ranked = Pick<Account, 'standing' | 'floor' | 'progress'>;

export type NextLevel = {
  readonly level: Level;
  /** What counts on the day, in the unit of the basis. */
  readonly amount: bigint;
  /** What is missing on the day. None where the next movement that counts reaches the level. */
  readonly missing: bigint;
};

export type Stay = {
  /** The present level. */
  readonly level: Level;
  readonly review: Day;
  /** The day on which the level is judged: the grace is over. */
  readonly judgement: Day;
  /** What counts so far in the window that will be judged, in the unit of the basis. */
  readonly amount: bigint;
  /** What is missing if it comes in the month of the day: in a later one, what this month lacks is not asked for. */
  readonly missing: bigint;
  /** The last day on which it still counts. */
  readonly by: Day;
};

type Risk = Pick<Stay, 'review' | 'judgement'>;

/** What returns without a receipt took of the month below zero: what comes in it fills that first. */
function lackOf({ months }: Account['progress'], today: Day): bigint {
  const points = months.find(({ month }) => month === monthOfDay(today))?.points ?? 0n;
  return points < 0n ? -points : 0n;
}

function missingOf(level: Level, amount: bigint, lack: bigint): bigint {
  return amount < level.from ? level.from - amount + lack : 0n;
}

/** How far it is to the level above the present one, as of a day; null at the top. */
export function nextLevel({ standing, progress }: Ranked, tiers: Tiers, today: Day): NextLevel | null {
  const level = tiers.levels[levelIndex(standing, tiers) + 1];
  if (level === undefined) return null;
  const amount = qualifyingAmount(progress, tiers, today);
  return { level, amount, missing: missingOf(level, amount, lackOf(progress, today)) };
}

/** The level's own review, and the day on which it is judged; null when it is never judged by itself. */
function ownRisk({ standing }: Ranked, tiers: Tiers): Risk | null {
  const review = reviewDay(standing, tiers);
  return review === null ? null : { review, judgement: addDays(review, tiers.review.graceDays) };
}

/** The review at which the present level can next be lost, and the day on which it is judged. */
function nextRisk(account: Ranked, tiers: Tiers): Risk | null {
  const { standing, floor } = account;
  const index = levelIndex(standing, tiers);
  if (index === 0 || tiers.review.drop === 'never') return null;
  const own = ownRisk(account, tiers);
  // Under a floor of the same level the level's own review takes nothing away.
  if (floor !== null && levelIndex(floor, tiers) >= index) {
    const { until } = floor;
    const outlasts = own !== null && (until === null || until > own.judgement);
    if (carryingFloor(account) !== null || outlasts) return until === null ? null : { review: until, judgement: until };
  }
  return own;
}

/**
 * What is needed to keep the present level at the next review that can take it, as of a day by which everything due is
 * posted: of the windows that will be judged the one that lacks least, and of such the one that can be filled longest.
 * What counts now may have left the window by then, and is not counted. A level of the member's own that is under a floor
 * of the same level is at risk when that ends; a review of its own before may still confirm it. Null when the level cannot
 * be lost.
 */
export function toStay(account: Ranked, tiers: Tiers, today: Day): Stay | null {
  const risk = nextRisk(account, tiers);
  if (risk === null) return null;
  const { review, judgement } = risk;
  const level = levelAt(levelIndex(account.standing, tiers), tiers);
  const eve = addDays(judgement, -1);
  const lack = lackOf(account.progress, today);
  const wayOf = (day: Day): Stay => {
    const amount = qualifyingAmount(account.progress, tiers, day);
    const lastOfMonth = addDays(firstDayAfter('month', day), -1);
    // A month counts whole, but what comes on the day of the judgement comes after it.
    const by = lastOfMonth < eve ? lastOfMonth : eve;
    return { level, review, judgement, amount, missing: missingOf(level, amount, lack), by };
  };
  const [ofReview, ofJudgement] = windowsOf(tiers, review, judgement);
  const [first, last] = [wayOf(ofReview), wayOf(ofJudgement)];
  const isTooLate = ({ missing, by }: Stay) => missing > 0n && by < today;
  // The window of the judgement ends last: of two that lack as much it can be filled longest.
  if (first.missing >= last.missing || (isTooLate(first) && !isTooLate(last))) return last;
  return first;
}
