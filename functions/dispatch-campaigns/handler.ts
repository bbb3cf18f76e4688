/** Hands out the messages that are due: at every tick, and at the end of a run's planning. */
import type { Context } from 'aws-lambda';
import { dispatchDue } from '../../shared/commands/campaigns/dispatch-due.ts';
import type { DispatchDependencies, DispatchPlace } from '../../shared/commands/campaigns/dispatch-due.ts';
import { readDeployment } from '../../shared/platform/environment.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { campaignsOver, nowOf } from '../../shared/runtime/campaigns.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { enqueuer, parseQueueUrls } from '../../shared/runtime/send-queues.ts';

/** One campaign alone when it is named. On the local stage `now` is what time it is, for senders too. */
type DispatchInput = {
  readonly campaignId?: string | undefined;
  readonly now?: string | undefined;
  readonly from?: DispatchPlace | undefined;
};
/** The tick asks with nothing; the state machine wraps what the step before has said. */
export type DispatchEvent = DispatchInput & { readonly run?: DispatchInput | undefined };

export type Dispatcher = Omit<DispatchDependencies, 'timeLeft'> & {
  readonly nowOf: ReturnType<typeof nowOf>;
  readonly isLocal: boolean;
};

/** A part of five thousand rows is handed out in less. */
const timeForTheRestMs = 120_000;

/** Hands out until all is handed out or time runs short. */
export async function dispatch(deps: Dispatcher, event: DispatchEvent, context: Context) {
  const { campaignId, now, from } = event.run ?? event;
  const timeLeft = () => context.getRemainingTimeInMillis() > timeForTheRestMs;
  const tellsNow = deps.isLocal && now !== undefined;
  const handed = await dispatchDue({ ...deps, timeLeft }, { now: deps.nowOf(now), campaignId, from, tellsNow });
  const { messages, steps, next } = handed;
  logger.info(logMessages.handedOut, { messages, steps, done: next === undefined });
  count('handedOut', messages);
  return { campaignId, now, messages, steps, from: next, done: next === undefined };
}

const { tables, settings } = readDeployment(
  ['campaigns'],
  ['stage', 'manifestsBucket', 'manifestsDomain', 'sendQueues'],
);
const dispatcher: Dispatcher = {
  ...campaignsOver(settings, connect(tables)),
  enqueue: enqueuer(parseQueueUrls(settings.sendQueues)),
  nowOf: nowOf(settings.stage),
  isLocal: settings.stage === 'local',
};

export const handler = observed(async (event: DispatchEvent, context: Context) => dispatch(dispatcher, event, context));
