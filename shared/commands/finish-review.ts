/** Ends a run of the pass over all accounts: remembers the business day when nothing of it is left to do. */
import { parseDay } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import { businessDay, instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { SettingsStore } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import type { SegmentEnd } from './review-run.ts';

export type FinishReviewDependencies = Pick<Dependencies, 'programmes'> & {
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
  /** Whether every account was seen and reviewed. */
  readonly complete: boolean;
};

/** A pass over all accounts for the sake of a few that fail has its price: this long after the last one. */
const pauseAfterFailuresMs = 60 * 60_000;

function sumOf(segments: readonly SegmentEnd[], name: 'reviewed' | 'posted' | 'failed'): number {
  return segments.reduce((sum, segment) => sum + segment[name], 0);
}

/**
 * Remembers the day as reviewed when every account of every segment was, and the day has ended: of a day that lies ahead
 * or is under way, more is to come. Lets go of the lease, so that the next run takes up what is left: at once, or an hour
 * later when single accounts failed.
 *
 * @throws RangeError when the day is no date
 */
export async function finishReview(
  deps: FinishReviewDependencies,
  { day: name, run, segments }: FinishRequest,
): Promise<FinishedReview> {
  const day = parseDay(name);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  const [reviewed, posted, failed] = [
    sumOf(segments, 'reviewed'),
    sumOf(segments, 'posted'),
    sumOf(segments, 'failed'),
  ];
  const lost = segments.filter(({ done }) => !done).length;
  const complete = failed === 0 && lost === 0;
  const now = deps.now();
  const today = businessDay(now, programmeAt(await deps.programmes(), now).timeZone);
  if (complete && day < today) await deps.settings.putReviewedThrough(name);
  const until = failed > 0 && lost === 0 ? instantOf(now + pauseAfterFailuresMs) : now;
  await deps.settings.leaseReview({ run, until }, now);
  return { day: name, reviewed, posted, failed, lost, complete };
}
