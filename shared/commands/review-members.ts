/** One stretch of the pass over all accounts: posts what is due for a business day. */
import { parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { SettingsStore, VersionedAccount } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { reviewAccount } from './review-account.ts';
import { leaseMs } from './review-run.ts';
import type { ReviewAnswer, ReviewRequest } from './review-run.ts';
import { postingUnits, UnitBucket } from './unit-bucket.ts';

export type ReviewDependencies = Dependencies & {
  readonly settings: SettingsStore;
  readonly now: () => Instant;
  /** Whether there is time for some more accounts after a wait of so many milliseconds. */
  readonly timeLeft: (waitMs: number) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  /** Write units a second that the whole pass may use, all its segments together. */
  readonly unitsPerSecond: number;
};

/** Accounts that could not be reviewed, each with the name of its error. */
export type ReviewFailure = { readonly memberId: string; readonly error: string };

export type ReviewResult = { readonly answer: ReviewAnswer; readonly failures: readonly ReviewFailure[] };

/** Accounts under review at once: enough to hide the way to the table, few enough to leave it to live traffic. */
const atOnce = 10;

/** What a stretch has come to so far. */
class Stretch {
  reviewed = 0;
  posted = 0;
  readonly failures: ReviewFailure[] = [];
  readonly #deps: ReviewDependencies;
  readonly #day: Day;
  readonly #bucket: UnitBucket;

  constructor(deps: ReviewDependencies, day: Day, segments: number) {
    this.#deps = deps;
    this.#day = day;
    this.#bucket = new UnitBucket(deps.unitsPerSecond / segments, deps.now());
  }

  /** An account that fails is named and left for the next pass. */
  async #review(scanned: VersionedAccount): Promise<void> {
    const { now } = this.#deps;
    const spend = (entries: number) => {
      this.#bucket.spend(postingUnits(entries), now());
    };
    try {
      const { posted } = await reviewAccount({ ...this.#deps, spend }, scanned, this.#day);
      // Not in one expression with the await: that would add to what the sum was before it.
      this.posted += posted;
    } catch (error) {
      const { memberId } = scanned.account;
      this.failures.push({ memberId, error: error instanceof Error ? error.name : 'Error' });
    }
    this.reviewed += 1;
  }

  /** Whether there is time for some more accounts, when all that is owed is paid. */
  hasTime(): boolean {
    return this.#deps.timeLeft(this.#bucket.owedMs(this.#deps.now()));
  }

  /**
   * Reviews accounts, some at a time, while there is time; always some.
   * @returns the account behind which to go on; undefined when all of them were reviewed
   */
  async page(accounts: readonly VersionedAccount[]): Promise<string | undefined> {
    for (let at = 0; at < accounts.length; at += atOnce) {
      if (at > 0 && !this.hasTime()) return accounts[at - 1]?.account.memberId;
      const owedMs = this.#bucket.owedMs(this.#deps.now());
      if (owedMs > 0) await this.#deps.sleep(owedMs);
      await Promise.all(accounts.slice(at, at + atOnce).map(async (scanned) => this.#review(scanned)));
    }
    return undefined;
  }
}

/**
 * Reviews the accounts of a segment from `startKey` on while there is time. An account that fails is named and left for
 * the next pass. A stretch that is gone through twice, or again after it was killed, posts nothing twice.
 *
 * @throws RangeError when `day` is no date
 */
export async function reviewMembers(deps: ReviewDependencies, request: ReviewRequest): Promise<ReviewResult> {
  const day = parseDay(request.day);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  const { run, segment, segments } = request;
  // A run that somebody asked for goes on beside another that has the lease.
  await deps.settings.leaseReview({ run, until: instantOf(deps.now() + leaseMs) }, deps.now());
  const stretch = new Stretch(deps, day, segments);
  let { startKey } = request;
  do {
    const page = await deps.ledger.scanAccounts(startKey, { index: segment, of: segments });
    // Nobody knows their place in the page: those behind the end of this stretch are named by the next one again.
    const unreadable = (page.unreadable ?? []).map((memberId) => ({ memberId, error: 'UnreadableAccount' }));
    stretch.failures.push(...unreadable);
    startKey = (await stretch.page(page.accounts)) ?? page.nextKey;
  } while (startKey !== undefined && stretch.hasTime());
  const { failures } = stretch;
  const answer = {
    day: request.day,
    run,
    segment,
    segments,
    part: request.part + 1,
    reviewed: request.reviewed + stretch.reviewed,
    posted: request.posted + stretch.posted,
    failed: request.failed + failures.length,
    done: startKey === undefined,
  };
  return { failures, answer: startKey === undefined ? answer : { ...answer, startKey } };
}
