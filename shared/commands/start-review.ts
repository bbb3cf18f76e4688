/** Decides whether there is a business day to review, and into which segments its accounts are split. */
import { addDays, formatDay, parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { businessDay, instantOf, startOfDay } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { SettingsStore } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { firstRequest, leaseMs } from './review-run.ts';
import type { ReviewRequest } from './review-run.ts';

export type StartReviewDependencies = Pick<Dependencies, 'programmes'> & {
  readonly settings: SettingsStore;
  readonly now: () => Instant;
  /** Into how many segments the accounts are split. */
  readonly segments: number;
};

export type StartRequest = {
  /** Names this run of the pass: of letters, digits, `-` and `_`, because it becomes a part of keys. */
  readonly run: string;
  /** `YYYY-MM-DD`, to review that day whatever was reviewed before; the newest day that has ended when absent. */
  readonly day?: string | undefined;
};

export type StartedReview = { readonly day: string } & (
  | { readonly status: 'due'; readonly run: string; readonly segments: readonly ReviewRequest[] }
  /** The newest day that has ended is reviewed. */
  | { readonly status: 'done' }
  /** Another run is at it. */
  | { readonly status: 'running' }
);

/** The newest business day that has ended, and the instant at which it did. */
function lastEnded(versions: ProgrammeVersions, now: Instant): { readonly day: Day; readonly endedAt: Instant } {
  const { timeZone } = programmeAt(versions, now);
  const today = businessDay(now, timeZone);
  return { day: addDays(today, -1), endedAt: startOfDay(today, timeZone) };
}

/**
 * The business day to review, if there is one. Asked for none, it is the newest that has ended, unless it is reviewed or
 * another run is at it; a day that is asked for is reviewed, again if need be, beside whatever else is running: whoever
 * asks for it has written what is to be reviewed just now.
 *
 * @returns also for how many milliseconds the newest day that has ended has been waiting for its review
 * @throws RangeError when the day is no date, or the run cannot be part of a key
 */
export async function startReview(
  deps: StartReviewDependencies,
  { run, day: asked }: StartRequest,
): Promise<{ readonly started: StartedReview; readonly lateMs: number }> {
  if (!/^[\w-]{1,80}$/.test(run)) throw new RangeError('the name of a run is of letters, digits, - and _');
  const now = deps.now();
  const ended = lastEnded(await deps.programmes(), now);
  const day = asked === undefined ? ended.day : parseDay(asked);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  const done = await deps.settings.reviewedThrough();
  const isDone = done !== undefined && done >= formatDay(ended.day);
  const lateMs = isDone ? 0 : now - ended.endedAt;
  const name = formatDay(day);
  if (asked === undefined && isDone) return { started: { status: 'done', day: name }, lateMs };
  const leased = await deps.settings.leaseReview({ run, until: instantOf(now + leaseMs) }, now);
  if (asked === undefined && !leased) return { started: { status: 'running', day: name }, lateMs };
  const of = { day: name, run, segments: deps.segments };
  // One that is as new or newer tells nothing of what was told before this day.
  const after = done !== undefined && done < name ? { ...of, previous: done } : of;
  const segments = Array.from({ length: deps.segments }, (_, segment) => firstRequest({ ...after, segment }));
  return { started: { status: 'due', day: name, run, segments }, lateMs };
}
