/** Writes the results of runs whose last window has closed. */
import type { Context } from 'aws-lambda';
import { finishRuns } from '../../shared/commands/campaigns/finish-runs.ts';
import type { FinishRunsDependencies } from '../../shared/commands/campaigns/finish-runs.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { readDeployment } from '../../shared/platform/environment.ts';
import { logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { campaignsOver, nowOf } from '../../shared/runtime/campaigns.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { dynamodbEntryPages } from '../../shared/store/dynamodb/entry-pages.ts';
import { dynamodbOutbox } from '../../shared/store/dynamodb/outbox-store.ts';

/** On the local stage `now` is what time it is. */
export type EvaluateEvent = { readonly now?: string | undefined };

export type Evaluator = Omit<FinishRunsDependencies, 'timeLeft'> & {
  readonly nowOf: ReturnType<typeof nowOf>;
};

/** A run is begun while there is more than half of the time: a million members are judged in less. */
const timeForARunMs = 450_000;

export async function evaluate(deps: Evaluator, { now }: EvaluateEvent, context: Context) {
  const timeLeft = () => context.getRemainingTimeInMillis() > timeForARunMs;
  const ended = await finishRuns({ ...deps, timeLeft }, deps.nowOf(now));
  logger.info(logMessages.runsFinished, ended);
  return ended;
}

const { tables, settings } = readDeployment(
  ['accounts', 'ledger', 'settings', 'campaigns', 'messages'],
  ['stage', 'manifestsBucket', 'manifestsDomain'],
);
const connection = connect(tables);
const evaluator: Evaluator = {
  ...campaignsOver(settings, connection),
  entries: dynamodbEntryPages(connection),
  outbox: dynamodbOutbox(connection),
  // Ids of messages, which are no secret: no key is needed for these.
  digests: digestsWith(Buffer.alloc(0)),
  nowOf: nowOf(settings.stage),
};

export const handler = observed(async (event: EvaluateEvent, context: Context) => evaluate(evaluator, event, context));
