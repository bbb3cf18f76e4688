/** Keeps what a pass writes under a rate, so that it leaves the tables to live traffic. */
import type { Instant } from '../domain/zone.ts';
import { writesAtMost } from '../store/store.ts';

const msPerSecond = 1000;

/** Entries that fit into one transaction beside the account. */
const entriesAtOnce = writesAtMost - 1;

/**
 * Write units of a posting in the reference case of the budgets (entries and account of at most 1 KB each): 3 for each
 * entry and its place in the index, 2 for the account in each transaction. Larger items cost more than is counted here.
 */
export function postingUnits(entries: number): number {
  return 3 * entries + 2 * Math.ceil(entries / entriesAtOnce);
}

/**
 * A bucket of write units that fills at a rate and holds what flows in within a second. What is spent beyond that is
 * owed: whoever waits until nothing is owed before each posting never holds back one posting for the sake of its own
 * size, and yet spends no more than the rate over time. Over any stretch of time that is a second's units more than the
 * rate, and those of the postings that were under way when the bucket ran dry.
 */
export class UnitBucket {
  readonly #perSecond: number;
  #units: number;
  #at: Instant;

  /**
   * A full one.
   * @throws RangeError for a rate that is not above zero
   */
  constructor(unitsPerSecond: number, now: Instant) {
    if (!(unitsPerSecond > 0)) throw new RangeError('a bucket that nothing flows into is never full again');
    this.#perSecond = unitsPerSecond;
    this.#units = unitsPerSecond;
    this.#at = now;
  }

  #fill(now: Instant): void {
    // A clock that is put back fills nothing, and takes nothing away.
    if (now <= this.#at) return;
    this.#units = Math.min(this.#perSecond, this.#units + ((now - this.#at) / msPerSecond) * this.#perSecond);
    this.#at = now;
  }

  /** Takes units out, whether or not there are as many. */
  spend(units: number, now: Instant): void {
    this.#fill(now);
    this.#units -= units;
  }

  /** Milliseconds until nothing is owed, rounded up; 0 when nothing is. */
  owedMs(now: Instant): number {
    this.#fill(now);
    return this.#units >= 0 ? 0 : Math.ceil((-this.#units / this.#perSecond) * msPerSecond);
  }
}
