/** What the steps of a pass over all accounts tell each other: small, because the state machine carries it. */

/** A stretch of a segment. The answer to one is the request of the next, until the segment is done. */
export type ReviewRequest = {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** The run of the pass that it belongs to; two runs for one day know nothing of each other. */
  readonly run: string;
  /** Which of how many segments, from 0 on. */
  readonly segment: number;
  readonly segments: number;
  /** Number of stretches of the segment before it. */
  readonly part: number;
  /** The newest day before it that was reviewed when the run began; absent where there is none. */
  readonly previous?: string | undefined;
  /** Where the stretch before it ended; absent in the first. */
  readonly startKey?: string | undefined;
  /** What came of the stretches before it: accounts seen, entries posted, accounts that could not be reviewed. */
  readonly reviewed: number;
  readonly posted: number;
  readonly failed: number;
};

/** With what came of this stretch, too. `done` when every account of the segment was seen. */
export type ReviewAnswer = ReviewRequest & { readonly done: boolean };

/** What is known of a segment when its loop is over; one that is not done was given up. */
export type SegmentEnd = Pick<ReviewAnswer, 'segment' | 'part' | 'reviewed' | 'posted' | 'failed' | 'done'>;

export function firstRequest(
  of: Pick<ReviewRequest, 'day' | 'run' | 'segment' | 'segments' | 'previous'>,
): ReviewRequest {
  return { ...of, part: 0, reviewed: 0, posted: 0, failed: 0 };
}

/**
 * For how many milliseconds other runs leave a run alone after each sign of life: longer than a function runs and then
 * waits until it is called again. A run that ended without a word holds up the next one by no more than this.
 */
export const leaseMs = 40 * 60_000;
