/** The log and the metrics of the functions. Log messages are constants; nothing personal is ever given to them. */
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { metricNames, metricNamespace } from '../config/names.ts';

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
/** What functions use of the log, and all that the log of a bundle can do (infra/bundle/logger.ts). */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (message: string, ...fields: [] | [Fields]) => void>>;

const powertoolsLogger = new Logger({ serviceName: 'perennial' });
export const logger: Log = powertoolsLogger;
const metrics = new Metrics({ namespace: metricNamespace, serviceName: 'perennial' });

export const logMessages = {
  takenIn: 'EVENTS_TAKEN_IN',
  refused: 'EVENT_REFUSED',
  failed: 'EVENT_FAILED',
  published: 'EVENTS_PUBLISHED',
  unreadable: 'STREAM_RECORD_UNREADABLE',
  reviewStarted: 'REVIEW_STARTED',
  reviewed: 'MEMBERS_REVIEWED',
  reviewFinished: 'REVIEW_FINISHED',
  partsMissing: 'PARTS_MISSING',
  unbalanced: 'SUMS_NOT_ADDING_UP',
  noProgramme: 'NO_PROGRAMME_PUBLISHED',
  reviewFailed: 'MEMBER_REVIEW_FAILED',
  sealed: 'HEADS_SEALED',
  headUnreadable: 'HEAD_UNREADABLE',
  answered: 'REQUEST_ANSWERED',
  notAnswered: 'REQUEST_FAILED',
  messageLogged: 'MESSAGE_LOGGED',
  accountUnreadable: 'ACCOUNT_UNREADABLE',
  audiencePlanned: 'AUDIENCE_PLANNED',
  runPlanned: 'RUN_PLANNED',
  handedOut: 'MESSAGES_HANDED_OUT',
  occasionsPlanned: 'OCCASIONS_PLANNED',
  messageAnswered: 'MESSAGE_ANSWERED',
  sendersStopped: 'SENDERS_STOPPED',
  delivered: 'DELIVERIES_TRACKED',
  pausedByItself: 'PLAN_PAUSED_ITSELF',
  runsFinished: 'RUNS_FINISHED',
} as const;

/** Counts something of this invocation. */
export function count(name: keyof typeof metricNames, value: number): void {
  if (value > 0) metrics.addMetric(metricNames[name], MetricUnit.Count, value);
}

/** Says what something is at now, nothing included: an alarm can tell that from nobody having looked. */
export function gauge(name: keyof typeof metricNames, value: number): void {
  metrics.addMetric(metricNames[name], MetricUnit.Count, value);
}

/** Nothing is written where nothing was counted: the library would warn of it, in words and not as JSON. */
function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

/** What every function is wrapped in: the invocation's ids in the log, its metrics written at its end. */
export function observed<Event, Result>(handler: (event: Event, context: Context) => Promise<Result>) {
  return middy<Event, Result>(handler)
    .use(injectLambdaContext(powertoolsLogger))
    .use({ after: publishMetrics, onError: publishMetrics });
}
