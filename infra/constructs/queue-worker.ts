import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AlarmSettings, ImpactAlarm } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { WorkQueue, type DeadLetterQueue, type QueueName } from './safe-queue.ts';

export type QueueWorkerProps = AlarmSettings & {
  readonly name: QueueName;
  readonly deadLetters: DeadLetterQueue;
  readonly consumer: LoyaltyFunction;
  /** Messages a function gets at once. */
  readonly batchSize: number;
  /** How long messages are gathered before a function gets them. */
  readonly batchWindow?: Duration;
  /** Invocations at once; default: the stage's for queues. */
  readonly concurrency?: number;
  /** What it means that messages wait. */
  readonly lateImpact: string;
  /** The runbook of that alarm, when it is not called after the queue. */
  readonly lateRunbook?: string;
  /** How often a message is handed out before it is set aside, when it is not as often as of other queues. */
  readonly deliveries?: number;
};

/** A queue, and a function that works on its messages one by one: a bad message harms only itself. */
export class QueueWorker extends Construct {
  readonly work: WorkQueue;
  readonly alarm: ImpactAlarm;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { settings, alarmsTopic, consumer, batchWindow } = props;
    this.work = new WorkQueue(this, 'Work', {
      settings,
      alarmsTopic,
      name: props.name,
      functionTimeout: consumer.timeout,
      deadLetters: props.deadLetters,
      lateImpact: props.lateImpact,
      ...(props.lateRunbook === undefined ? {} : { lateRunbook: props.lateRunbook }),
      ...(props.deliveries === undefined ? {} : { deliveries: props.deliveries }),
    });
    this.alarm = this.work.alarm;
    new EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: this.work.queue.queueArn,
      batchSize: props.batchSize,
      maxConcurrency: props.concurrency ?? settings.queueConcurrency,
      reportBatchItemFailures: true,
      ...(batchWindow === undefined ? {} : { maxBatchingWindow: batchWindow }),
    });
    consumer.allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], this.work.queue.queueArn);
  }
}
