/**
 * One stretch of the pass over all accounts: posts what is due for a business day, tells what is to be told of it, and
 * counts the accounts as they are then.
 */
import { parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { endOfDay } from '../domain/review.ts';
import { instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { PassStore } from '../store/pass-store.ts';
import type { SettingsStore, VersionedAccount } from '../store/store.ts';
import { claimOccasions } from './claim-occasions.ts';
import type { OccasionDependencies, Pass } from './claim-occasions.ts';
import type { Dependencies } from './dependencies.ts';
import { reviewAccount } from './review-account.ts';
import { leaseMs } from './review-run.ts';
import type { ReviewAnswer, ReviewRequest } from './review-run.ts';
import { AccountSums } from './sum-accounts.ts';
import { postingUnits, UnitBucket } from './unit-bucket.ts';

export type ReviewDependencies = Dependencies &
  OccasionDependencies & {
    readonly settings: SettingsStore;
    readonly passes: PassStore;
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
  readonly #sums: AccountSums;
  readonly #deps: ReviewDependencies & { readonly spend: (entries: number) => void };
  readonly #pass: Pass;
  readonly #bucket: UnitBucket;

  constructor(deps: ReviewDependencies, pass: Pass, { sums, segments }: { sums: AccountSums; segments: number }) {
    const bucket = new UnitBucket(deps.unitsPerSecond / segments, deps.now());
    const spend = (entries: number) => {
      bucket.spend(postingUnits(entries), deps.now());
    };
    this.#deps = { ...deps, spend };
    this.#pass = pass;
    this.#bucket = bucket;
    this.#sums = sums;
  }

  /** An account that fails is named and left for the next pass. */
  async #review(scanned: VersionedAccount): Promise<void> {
    try {
      const { posted, account } = await reviewAccount(this.#deps, scanned, this.#pass.day);
      // Not in one expression with the await: that would add to what the sum was before it.
      this.posted += posted;
      if (account !== undefined) {
        const claimed = await claimOccasions(this.#deps, scanned, account, this.#pass);
        // A message is one small item, and in no transaction.
        this.#bucket.spend(claimed, this.#deps.now());
        this.#sums.add(account);
      }
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

function sumsOf({ now }: ReviewDependencies, day: Day, versions: ProgrammeVersions): AccountSums {
  const programme = programmeAt(versions, endOfDay(day, versions).at);
  return new AccountSums({ asOf: day, programme, now });
}

/** The pass that a day is reviewed in. Those before it were made when their days had ended. */
function passOf(day: Day, previous: string | undefined, versions: ProgrammeVersions): Pass {
  if (previous === undefined) return { day, previous: null };
  const before = dayNamed(previous);
  return { day, previous: { day: before, begunAt: endOfDay(before, versions).at } };
}

function dayNamed(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  return day;
}

/**
 * Reviews the accounts of a segment from `startKey` on while there is time. An account that fails is named and left for
 * the next pass. A stretch that is gone through twice, or again after it was killed, posts nothing twice, tells nothing
 * twice, and what it counted takes the place of what it counted before.
 *
 * @throws RangeError when `day` is no date
 */
export async function reviewMembers(deps: ReviewDependencies, request: ReviewRequest): Promise<ReviewResult> {
  const day = dayNamed(request.day);
  const { run, segment, segments, part, previous } = request;
  const versions = await deps.programmes();
  // A run that somebody asked for goes on beside another that has the lease.
  await deps.settings.leaseReview({ run, until: instantOf(deps.now() + leaseMs) }, deps.now());
  const sums = sumsOf(deps, day, versions);
  const stretch = new Stretch(deps, passOf(day, previous, versions), { sums, segments });
  let { startKey } = request;
  do {
    const page = await deps.ledger.scanAccounts(startKey, { index: segment, of: segments });
    // Nobody knows their place in the page: those behind the end of this stretch are named by the next one again.
    const unreadable = (page.unreadable ?? []).map((memberId) => ({ memberId, error: 'UnreadableAccount' }));
    stretch.failures.push(...unreadable);
    startKey = (await stretch.page(page.accounts)) ?? page.nextKey;
  } while (startKey !== undefined && stretch.hasTime());
  const done = startKey === undefined;
  await sums.put(deps.passes, run, { segment, segments, part, last: done });
  const { failures } = stretch;
  const answer = {
    day: request.day,
    run,
    segment,
    segments,
    ...(previous === undefined ? {} : { previous }),
    part: part + 1,
    reviewed: request.reviewed + stretch.reviewed,
    posted: request.posted + stretch.posted,
    failed: request.failed + failures.length,
    done,
  };
  return { failures, answer: startKey === undefined ? answer : { ...answer, startKey } };
}
