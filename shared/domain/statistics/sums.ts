/**
 * What the members come to together: a count for each name and key. Sums of parts merge into the sums of the whole, in any
 * order, so parts can be counted apart. What depends on the whole distribution is counted when all are there (`rank.ts`).
 *
 * All sums that merge were made for the same day and programme (`SumsContext`).
 */
import type { Day } from '../calendar.ts';
import type { Instant } from '../zone.ts';

/** What is counted; the comment says what its keys are. A window is one of `windowNames`, a level its position. */
export const countNames = [
  // Members active in a day, week (its Monday), month; and those whose first active month it is: the period.
  'active.day',
  'active.week',
  'active.month',
  'first.month',
  // Members by month of enrolment; by window those enrolled in it and observed long enough, and of them who bought.
  'enrolled',
  'enrolled.observed',
  'enrolled.bought',
  // Month, weekday from Monday 0, hour.
  'hour.purchases',
  'hour.members',
  // Members by month.
  'retained',
  'returning',
  'lost',
  'loyal',
  // Members active in the month of the day, by the length of the run.
  'streak',
  // Cohort, months since: members active then; members active then for the last time.
  'cohort.active',
  'cohort.last',
  'silent',
  // Month; items by month and denominator, the numerator being what is summed.
  'sales.orders',
  'sales.net',
  'sales.items',
  // Bin; window and bin.
  'recency',
  'times',
  'interval',
  // Window: all days between purchase days, and how many such intervals.
  'interval.days',
  'interval.count',
  // Window: buyers, those with two orders or more, those who bought before it, and whoever bought before it.
  'buyers',
  'buyers.again',
  'buyers.known',
  'base',
  // Window and days: members observed that long after their first purchase, and of them who bought again in time.
  'second.observed',
  'second.bought',
  // Kind of movement and month.
  'points',
  // Available, pending, reserved, debt.
  'balance',
  // Days until then.
  'expiring',
  // Month of issue, months since.
  'broken',
  // Level; month and level; month, level before, level after.
  'level.now',
  'level.joined',
  'level.moved',
  // Window, level before it (empty for those who joined in it), level now (`left` for those who left in it).
  'level.migrated',
  // By rank: month; group; window, group before it (empty for those who joined in it), group now.
  'high',
  'rfm.group',
  'rfm.moved',
] as const;
export type CountName = (typeof countNames)[number];
export type KeyPart = number | string;

/** No part of a key has a colon: they are numbers, and names of our own. */
const separator = ':';

/** What was counted under a name and a key; `text` is the key as one text. */
export type Count = { readonly key: readonly string[]; readonly text: string; readonly amount: bigint };

/** The parts of a key that was written as one text. */
export function partsOf(text: string): readonly string[] {
  return text.split(separator);
}

export class Sums {
  readonly #counts = new Map<CountName, Map<string, bigint>>();
  /** The first day on which anything is known of anybody, and the newest entry. */
  firstDay: Day | null = null;
  newestAt: Instant | null = null;

  /** What comes to nothing is as if it had never been counted. */
  add(name: CountName, key: readonly KeyPart[], amount: bigint | number = 1n): void {
    let counts = this.#counts.get(name);
    if (counts === undefined) this.#counts.set(name, (counts = new Map<string, bigint>()));
    const text = key.join(separator);
    const sum = (counts.get(text) ?? 0n) + BigInt(amount);
    if (sum === 0n) counts.delete(text);
    else counts.set(text, sum);
  }

  get(name: CountName, ...key: readonly KeyPart[]): bigint {
    return this.#counts.get(name)?.get(key.join(separator)) ?? 0n;
  }

  /** All that was counted under a name, in no order. */
  *entries(name: CountName): Generator<Count> {
    for (const [text, amount] of this.#counts.get(name) ?? []) yield { key: partsOf(text), text, amount };
  }

  seen(day: Day, at: Instant | null): void {
    if (this.firstDay === null || day < this.firstDay) this.firstDay = day;
    if (at !== null && (this.newestAt === null || at > this.newestAt)) this.newestAt = at;
  }

  /** Adds the counts of other sums, or takes them away again; not what they say of the first day and the newest entry. */
  addCounts(other: Sums, sign: 1n | -1n = 1n): void {
    for (const name of countNames) {
      for (const { key, amount } of other.entries(name)) this.add(name, key, sign * amount);
    }
  }

  /** Adds the sums of other members. */
  merge(other: Sums): void {
    this.addCounts(other);
    if (other.firstDay !== null) this.seen(other.firstDay, other.newestAt);
  }
}
