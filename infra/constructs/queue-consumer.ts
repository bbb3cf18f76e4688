import { Match, Rule, type EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ownSourcePrefix, resourceName } from '../../shared/config/names.ts';
import type { AlarmSettings, ImpactAlarm } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { QueueWorker } from './queue-worker.ts';
import { DeadLetterQueue, type QueueName, type WorkQueue } from './safe-queue.ts';

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
    const { work, alarm } = new QueueWorker(this, 'Default', {
      settings,
      alarmsTopic,
      name: props.name,
      deadLetters: this.deadLetters,
      consumer,
      batchSize: props.batchSize,
      lateImpact: props.lateImpact,
    });
    this.work = work;
    this.alarms = [this.deadLetters.alarm, alarm];
    new Rule(this, 'Rule', {
      ruleName: resourceName(settings.stage, props.name),
      description: `Events from outside that go to the queue ${props.name}`,
      eventBus: props.bus,
      eventPattern: { source: Match.anythingButPrefix(ownSourcePrefix), detailType: props.detailType },
      targets: [new SqsQueue(this.work.queue, { deadLetterQueue: this.deadLetters.queue })],
    });
  }
}
