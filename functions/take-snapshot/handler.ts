/** Ends the pass over all accounts, when every segment is over; the state machine calls it. */
import { finishReview } from '../../shared/commands/finish-review.ts';
import type { FinishedReview, FinishRequest, FinishReviewDependencies } from '../../shared/commands/finish-review.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { startFinisher } from '../../shared/runtime/engine.ts';

const { settingsTable } = readEnvironment(['settingsTable']);
const finisher = startFinisher({ settings: settingsTable });

/** @throws RangeError when the day is no date; whatever else it throws means: try again */
export async function finish(deps: FinishReviewDependencies, request: FinishRequest): Promise<FinishedReview> {
  const finished = await finishReview(deps, request);
  logger.info(logMessages.reviewFinished, { run: request.run, ...finished });
  return finished;
}

export const handler = observed(async (request: FinishRequest) => finish(finisher, request));
