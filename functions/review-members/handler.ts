/** One stretch of a segment of the pass; the state machine calls it until every account of the segment was seen. */
import type { Context } from 'aws-lambda';
import { reviewMembers } from '../../shared/commands/review-members.ts';
import type { ReviewDependencies } from '../../shared/commands/review-members.ts';
import type { ReviewAnswer, ReviewRequest } from '../../shared/commands/review-run.ts';
import { countIn, readDeployment } from '../../shared/platform/environment.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { startReviewer } from '../../shared/runtime/reviewer.ts';

const { tables, settings } = readDeployment(
  ['accounts', 'ledger', 'settings', 'messages'],
  ['numbersBucket', 'numbersDomain', 'reviewWriteUnits'],
);
const reviewer = startReviewer(
  tables,
  { bucket: settings.numbersBucket, domain: settings.numbersDomain, endpoint: process.env['AWS_ENDPOINT_URL'] },
  countIn(settings.reviewWriteUnits),
);

/** Some accounts, each with something to post, are done in far less. */
const timeForTheRestMs = 120_000;

/** Reviews until the function's time runs short. */
export async function review(
  deps: Omit<ReviewDependencies, 'timeLeft'>,
  request: ReviewRequest,
  context: Context,
): Promise<ReviewAnswer> {
  const timeLeft = (waitMs: number) => context.getRemainingTimeInMillis() - waitMs > timeForTheRestMs;
  const { answer, failures } = await reviewMembers({ ...deps, timeLeft }, request);
  const { day, run, segment, part, done } = answer;
  const reviewed = answer.reviewed - request.reviewed;
  const posted = answer.posted - request.posted;
  for (const failure of failures) logger.error(logMessages.reviewFailed, failure);
  logger.info(logMessages.reviewed, { day, run, segment, part, reviewed, posted, failed: failures.length, done });
  count('reviewed', reviewed);
  count('reviewsFailed', failures.length);
  return answer;
}

export const handler = observed(async (request: ReviewRequest, context: Context) => review(reviewer, request, context));
