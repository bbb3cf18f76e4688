/** One stretch of the pass over all accounts: posts what is due for a business day. */
import { formatDay, parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import { businessDay } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { SettingsStore, VersionedAccount } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { reviewAccount } from './review-account.ts';

export type ReviewDependencies = Dependencies & {
  readonly settings: SettingsStore;
  readonly now: () => Instant;
  /** Whether there is time for another page of accounts. */
  readonly timeLeft: () => boolean;
};

export type ReviewRequest = {
  /** `YYYY-MM-DD`; the business day that it is now when absent. */
  readonly day?: string | undefined;
  /** Where the stretch before this one ended. */
  readonly startKey?: string | undefined;
  /** Accounts that the stretches before this one could not review; none when absent. */
  readonly failed?: number | undefined;
};
export type ReviewResult = {
  readonly day: string;
  /** Accounts seen. */
  readonly reviewed: number;
  /** Entries posted. */
  readonly posted: number;
  /** Accounts that could not be reviewed, each with the name of its error. */
  readonly failures: readonly { readonly memberId: string; readonly error: string }[];
  /** How many could not be, in this stretch and in those before it. */
  readonly failed: number;
  /** Where the next stretch begins; absent when every account was seen. */
  readonly nextKey?: string;
};

/** Accounts under review at once: enough to hide the way to the table, few enough to leave it to live traffic. */
const atOnce = 10;

async function reviewPage(deps: ReviewDependencies, accounts: readonly VersionedAccount[], day: Day) {
  let posted = 0;
  const failures: ReviewResult['failures'][number][] = [];
  for (let at = 0; at < accounts.length; at += atOnce) {
    await Promise.all(
      accounts.slice(at, at + atOnce).map(async (scanned) => {
        try {
          const entries = await reviewAccount(deps, scanned, day);
          // Not in one expression with the await: that would add to what the sum was before it.
          posted += entries;
        } catch (error) {
          const { memberId } = scanned.account;
          failures.push({ memberId, error: error instanceof Error ? error.name : 'Error' });
        }
      }),
    );
  }
  return { posted, failures };
}

/**
 * Reviews accounts from `startKey` on while there is time. An account that fails is named and left for the next pass: the
 * last stretch leaves the day undone when any of them had one. A pass that is started twice, or again after it was
 * killed, posts nothing twice.
 *
 * @throws RangeError when `day` is no date
 */
export async function reviewMembers(deps: ReviewDependencies, request: ReviewRequest): Promise<ReviewResult> {
  const versions = await deps.programmes();
  const today = businessDay(deps.now(), programmeAt(versions, deps.now()).timeZone);
  const day = request.day === undefined ? today : parseDay(request.day);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  const result = { day: formatDay(day), reviewed: 0, posted: 0 };
  const failures: ReviewResult['failures'][number][] = [];
  const done = await deps.settings.reviewedThrough();
  if (request.day === undefined && done !== undefined && done >= result.day) return { ...result, failures, failed: 0 };
  let { startKey } = request;
  do {
    const page = await deps.ledger.scanAccounts(startKey);
    const reviewed = await reviewPage(deps, page.accounts, day);
    result.reviewed += page.accounts.length;
    result.posted += reviewed.posted;
    failures.push(...reviewed.failures);
    failures.push(...(page.unreadable ?? []).map((memberId) => ({ memberId, error: 'UnreadableAccount' })));
    startKey = page.nextKey;
  } while (startKey !== undefined && deps.timeLeft());
  const failed = (request.failed ?? 0) + failures.length;
  if (startKey !== undefined) return { ...result, failures, failed, nextKey: startKey };
  // A day that lies ahead was asked for by somebody; the days until then still have to be gone through.
  if (day <= today && failed === 0 && (done === undefined || done < result.day)) {
    await deps.settings.putReviewedThrough(result.day);
  }
  return { ...result, failures, failed };
}
