/** Decides whether a business day is to be reviewed; the state machine calls it first, at each tick of its schedule. */
import { startReview } from '../../shared/commands/start-review.ts';
import type { StartedReview, StartReviewDependencies } from '../../shared/commands/start-review.ts';
import { countIn, readDeployment } from '../../shared/platform/environment.ts';
import { gauge, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { startScheduler } from '../../shared/runtime/reviewer.ts';
import { NoProgrammeError } from '../../shared/store/published-programmes.ts';

const { tables, settings } = readDeployment(['settings'], ['reviewSegments']);
const scheduler = startScheduler(tables, countIn(settings.reviewSegments));

const msPerMinute = 60_000;

type Request = {
  /** Name of the execution. */
  readonly run: string;
  /** What the execution was started with: nothing by the schedule, a day by whoever asks for one. */
  readonly input: { readonly day?: string };
};
/** A stage without a programme has no business days; that is how every stage begins, and no failure. */
type Answer = StartedReview | { readonly status: 'no-programme' };

/** @throws RangeError when the day is no date */
export async function start(deps: StartReviewDependencies, { run, input }: Request): Promise<Answer> {
  try {
    const { started, lateMs } = await startReview(deps, { run, day: input.day });
    gauge('reviewLateMinutes', Math.floor(lateMs / msPerMinute));
    logger.info(logMessages.reviewStarted, { run, day: started.day, status: started.status });
    return started;
  } catch (error) {
    if (!(error instanceof NoProgrammeError)) throw error;
    gauge('reviewLateMinutes', 0);
    logger.warn(logMessages.noProgramme);
    return { status: 'no-programme' };
  }
}

export const handler = observed(async (request: Request) => start(scheduler, request));
