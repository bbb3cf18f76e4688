/** A member's own rhythm of buying, which silence is judged against (domain.md, "Review"). */
import type { OlderDays, Statistics } from './account-statistics.ts';
import type { Day } from './calendar.ts';
import type { Silence } from './programme.ts';
import { intervalBins } from './statistics/bins.ts';

/** The days of purchases that are not fully returned, as an account keeps them; and how many are older, where that is known. */
export type PurchaseDays = Pick<Statistics, 'days'> & {
  readonly older: (OlderDays & { readonly orders?: number }) | null;
};

/** How a member bought by the end of a day. */
export type Rhythm = {
  readonly lastOn: Day;
  /** Twice the usual gap in days, so that it is whole; null for a member with no rhythm yet. */
  readonly twiceGap: number | null;
};

/** Nobody's usual gap is shorter, in days. */
export const leastGap = 7;
/** With fewer purchases a member has no rhythm of their own. */
const purchasesOfRhythm = 3;

/** A number of equally long intervals. */
type Lengths = readonly [days: number, count: number];

/** The upper edge of each bin; of the last one, which has none, the shortest interval that it holds. */
const longestOfBin = intervalBins.map(({ to }, index) => to ?? (intervalBins[index - 1]?.to ?? 0) + 1);

/** At least so many purchases are older than the days that are kept: enough to tell whether there are three in all. */
function purchasesOf({ first, second, intervals, orders }: NonNullable<PurchaseDays['older']>): number {
  if (orders !== undefined) return orders;
  if (second === null) return 1;
  const days = intervals.reduce((sum, count) => sum + count, 1);
  return Math.max(2, second === first ? days + 1 : days);
}

function twiceMedian(lengths: readonly Lengths[]): number {
  const sorted = lengths.toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  /** The length in a place of the row of all intervals. */
  const at = (place: number) => {
    let passed = 0;
    for (const [days, count] of sorted) {
      passed += count;
      if (passed > place) return days;
    }
    return 0;
  };
  return at((total - 1) >> 1) + at(total >> 1);
}

/**
 * How a member bought by the end of a day, on which later purchases are not known yet; null before the first one. The
 * usual gap is the median of the days between consecutive purchase days, at least seven: an interval that is only known by
 * its bin counts as the upper edge of it.
 *
 * @param through no day before `older.last`, of which an account does not remember enough
 */
export function rhythmOf({ days, older }: PurchaseDays, through: Day): Rhythm | null {
  const known = days.filter(({ day }) => day <= through);
  const lastOn = known.at(-1)?.day ?? older?.last;
  if (lastOn === undefined) return null;
  let purchases = older === null ? 0 : purchasesOf(older);
  const lengths = (older?.intervals ?? []).map((count, bin): Lengths => [longestOfBin[bin] ?? 0, count]);
  let before = older?.last;
  for (const { day, orders } of known) {
    purchases += orders;
    if (before !== undefined) lengths.push([day - before, 1]);
    before = day;
  }
  const hasIntervals = lengths.some(([, count]) => count > 0);
  if (purchases < purchasesOfRhythm || !hasIntervals) return { lastOn, twiceGap: null };
  return { lastOn, twiceGap: Math.max(2 * leastGap, twiceMedian(lengths)) };
}

/** Whether a member was silent for longer than a limit at the end of a day. */
export function isSilent({ lastOn, twiceGap }: Rhythm, day: Day, { factor, fallbackDays }: Silence): boolean {
  const days = day - lastOn;
  if (twiceGap === null) return days > fallbackDays;
  return 2n * BigInt(days) * factor.denominator > factor.numerator * BigInt(twiceGap);
}
