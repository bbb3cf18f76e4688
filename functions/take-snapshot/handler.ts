/** Ends the pass over all accounts when every segment is over: the day's numbers, and the day; the state machine calls it. */
import { finishReview } from '../../shared/commands/finish-review.ts';
import type { FinishedReview, FinishRequest, FinishReviewDependencies } from '../../shared/commands/finish-review.ts';
import type { FailedCheck } from '../../shared/commands/take-snapshot.ts';
import { readDeployment } from '../../shared/platform/environment.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { startFinisher } from '../../shared/runtime/reviewer.ts';

const { tables, settings } = readDeployment(['settings', 'snapshots'], ['numbersBucket', 'numbersDomain']);
const finisher = startFinisher(tables, {
  bucket: settings.numbersBucket,
  domain: settings.numbersDomain,
  endpoint: process.env['AWS_ENDPOINT_URL'],
});

/** What does not add up, as the log takes it. */
function fieldsOf(check: FailedCheck) {
  return check.check === 'conservation' ? check : { ...check, before: String(check.before), now: String(check.now) };
}

/** @throws RangeError when the day is no date; whatever else it throws means: try again */
export async function finish(deps: FinishReviewDependencies, request: FinishRequest): Promise<FinishedReview> {
  const { finished, checks, reason } = await finishReview(deps, request);
  const { day, run } = request;
  if (reason !== undefined) logger.error(logMessages.partsMissing, { day, run, reason });
  for (const check of checks) logger.error(logMessages.unbalanced, { day, run, ...fieldsOf(check) });
  logger.info(logMessages.reviewFinished, { run, ...finished });
  count('unbalanced', checks.length);
  return finished;
}

export const handler = observed(async (request: FinishRequest) => finish(finisher, request));
