/** Ends a run of the pass over all accounts: its snapshot, and the business day when nothing of it is left to do. */
import { parseDay } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import { businessDay, instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { SettingsStore } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import type { SegmentEnd } from './review-run.ts';
import { takeSnapshot } from './take-snapshot.ts';
import type { FailedCheck, TakenSnapshot, TakeSnapshotDependencies } from './take-snapshot.ts';

export type FinishReviewDependencies = Pick<Dependencies, 'programmes'> &
  TakeSnapshotDependencies & {
    readonly settings: SettingsStore;
    readonly now: () => Instant;
  };

export type FinishRequest = {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly run: string;
  /** The ends of all segments. */
  readonly segments: readonly SegmentEnd[];
};

export type FinishedReview = {
  readonly day: string;
  /** Accounts seen, entries posted, accounts that could not be reviewed, segments that were given up. */
  readonly reviewed: number;
  readonly posted: number;
  readonly failed: number;
  readonly lost: number;
  /** Whether every account was seen and reviewed, and counted where there was a snapshot to take. */
  readonly complete: boolean;
  /**
   * `none` where there was none to take: accounts are missing, the day has not ended, or there is one of a later day, whose
   * accounts are no longer what they were. `incomplete` when the parts of the pass are not the whole.
   */
  readonly snapshot: TakenSnapshot['status'] | 'none';
};

export type EndOfReview = {
  readonly finished: FinishedReview;
  /** What does not add up in the snapshot. */
  readonly checks: readonly FailedCheck[];
  /** Why there is no whole. */
  readonly reason?: string;
};

/** A pass over all accounts for the sake of a few that fail has its price: this long after the last one. */
const pauseAfterFailuresMs = 60 * 60_000;

function sumOf(segments: readonly SegmentEnd[], name: 'reviewed' | 'posted' | 'failed'): number {
  return segments.reduce((sum, segment) => sum + segment[name], 0);
}

async function snapshotOf(
  deps: FinishReviewDependencies,
  { day, run }: FinishRequest,
): Promise<TakenSnapshot | { readonly status: 'none' }> {
  const newest = await deps.snapshots.latestBefore();
  if (newest !== undefined && newest.day > day) return { status: 'none' };
  return takeSnapshot(deps, { day, run });
}

/**
 * Takes the snapshot of the day and remembers the day as reviewed, when every account of every segment was reviewed and the
 * day has ended: of a day that lies ahead or is under way, more is to come. Lets go of the lease, so that the next run
 * takes up what is left: at once, or an hour later when single accounts failed.
 *
 * @throws RangeError when the day is no date
 */
export async function finishReview(deps: FinishReviewDependencies, request: FinishRequest): Promise<EndOfReview> {
  const { day: name, run, segments } = request;
  const day = parseDay(name);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  const [reviewed, posted, failed] = [
    sumOf(segments, 'reviewed'),
    sumOf(segments, 'posted'),
    sumOf(segments, 'failed'),
  ];
  const lost = segments.filter(({ done }) => !done).length;
  const now = deps.now();
  const { timeZone } = programmeAt(await deps.programmes(), now);
  const isWhole = failed === 0 && lost === 0;
  const hasEnded = day < businessDay(now, timeZone);
  const taken = isWhole && hasEnded ? await snapshotOf(deps, request) : { status: 'none' as const };
  const complete = isWhole && taken.status !== 'incomplete';
  if (complete && hasEnded) await deps.settings.putReviewedThrough(name);
  const until = failed > 0 && lost === 0 ? instantOf(now + pauseAfterFailuresMs) : now;
  await deps.settings.leaseReview({ run, until }, now);
  return {
    finished: { day: name, reviewed, posted, failed, lost, complete, snapshot: taken.status },
    checks: taken.status === 'taken' ? taken.failed : [],
    ...(taken.status === 'incomplete' ? { reason: taken.reason } : {}),
  };
}
