/** One stretch of the pass over all accounts; the state machine calls it until every account was seen. */
import type { Context } from 'aws-lambda';
import { reviewMembers } from '../../shared/commands/review-members.ts';
import type { ReviewDependencies, ReviewRequest, ReviewResult } from '../../shared/commands/review-members.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { startReviewer } from '../../shared/runtime/engine.ts';
import { NoProgrammeError } from '../../shared/store/published-programmes.ts';

const { accountsTable, ledgerTable, settingsTable } = readEnvironment([
  'accountsTable',
  'ledgerTable',
  'settingsTable',
]);
const reviewer = startReviewer({ accounts: accountsTable, ledger: ledgerTable, settings: settingsTable });

/** A page of accounts, each with something to post, is done in far less. */
const timeForOnePageMs = 120_000;

type Deps = Omit<ReviewDependencies, 'timeLeft'>;
type Answer = Omit<ReviewResult, 'failures' | 'day'> & { readonly day: string | null };

/** A stage without a programme has no members to review; that is how every stage begins, and no failure. */
const nothingToReview: Answer = { day: null, reviewed: 0, posted: 0, failed: 0 };

async function reviewWhileThereIsTime(
  deps: Deps,
  request: ReviewRequest,
  context: Context,
): Promise<ReviewResult | undefined> {
  const timeLeft = () => context.getRemainingTimeInMillis() > timeForOnePageMs;
  try {
    return await reviewMembers({ ...deps, timeLeft }, request);
  } catch (error) {
    if (error instanceof NoProgrammeError) return undefined;
    throw error;
  }
}

/** Reviews until the function's time runs short. */
export async function review(deps: Deps, request: ReviewRequest, context: Context): Promise<Answer> {
  const reviewed = await reviewWhileThereIsTime(deps, request, context);
  if (reviewed === undefined) {
    logger.warn(logMessages.noProgramme);
    return nothingToReview;
  }
  const { failures, ...result } = reviewed;
  for (const failure of failures) logger.error(logMessages.reviewFailed, failure);
  logger.info(logMessages.reviewed, { ...result, failed: failures.length });
  count('reviewed', result.reviewed);
  count('reviewsFailed', failures.length);
  return result;
}

export const handler = observed(async (request: ReviewRequest, context: Context) => review(reviewer, request, context));
