import { Match, Rule, type EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ownSourcePrefix, resourceName } from '../../shared/config/names.ts';
import type { AlarmSettings, ImpactAlarm } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { DeadLetterQueue, WorkQueue, type QueueName } from './safe-queue.ts';

export type QueueConsumerProps = AlarmSettings & {
  readonly name: QueueName;
  readonly deadLettersName: QueueName;
  readonly bus: EventBus;
  /** Which event types it takes; our own events never come back in, whatever their type. */
  readonly detailType: NonNullable<EventPattern['detailType']>;
  readonly consumer: LoyaltyFunction;
  /** Messages a function gets at once. */
  readonly batchSize: number;
  /** What it means that a message could not be done. */
  readonly deadLetterImpact: string;
  /** What it means that messages wait. */
  readonly lateImpact: string;
};

/**
 * Events of the bus that a function works on one by one: rule, queue, dead letters, function. A bad message harms only
 * itself (partial batch responses), and what the rule cannot deliver lies in the same dead-letter queue in the same form.
 */
export class QueueConsumer extends Construct {
  readonly work: WorkQueue;
  readonly deadLetters: DeadLetterQueue;
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { settings, alarmsTopic, consumer } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      settings,
      alarmsTopic,
      name: props.deadLettersName,
      impact: props.deadLetterImpact,
    });
    this.work = new WorkQueue(this, 'Work', {
      settings,
      alarmsTopic,
      name: props.name,
      functionTimeout: consumer.timeout,
      deadLetters: this.deadLetters,
      lateImpact: props.lateImpact,
    });
    this.alarms = [this.deadLetters.alarm, this.work.alarm];
    new Rule(this, 'Rule', {
      ruleName: resourceName(settings.stage, props.name),
      description: `Events from outside that go to the queue ${props.name}`,
      eventBus: props.bus,
      eventPattern: { source: Match.anythingButPrefix(ownSourcePrefix), detailType: props.detailType },
      targets: [new SqsQueue(this.work.queue, { deadLetterQueue: this.deadLetters.queue })],
    });
    new EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: this.work.queue.queueArn,
      batchSize: props.batchSize,
      maxConcurrency: settings.queueConcurrency,
      reportBatchItemFailures: true,
    });
    consumer.allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], this.work.queue.queueArn);
  }
}
