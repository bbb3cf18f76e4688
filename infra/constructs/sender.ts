import type { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmSettings, ImpactAlarm } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { QueueWorker } from './queue-worker.ts';
import { DeadLetterQueue, type QueueName } from './safe-queue.ts';

export type SenderQueues = {
  readonly promotions: QueueName;
  /** What members are owed waits behind no campaign. */
  readonly notices: QueueName;
  readonly deadLetters: QueueName;
};

export type SenderProps = AlarmSettings & {
  readonly queues: SenderQueues;
  readonly consumer: LoyaltyFunction;
  readonly concurrency: number;
  readonly batchWindow?: Duration;
};

/** A provider may be busy for hours: a message waits in its queue, and ends by its own expiry. */
const deliveries = 100;

/** Messages of one channel: a queue of promotions, one of notices, and the function that sends both. */
export class Sender extends Construct {
  readonly queues: { readonly promotions: Queue; readonly notices: Queue; readonly deadLetters: Queue };
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: SenderProps) {
    super(scope, id);
    const { queues, ...shared } = props;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      ...shared,
      name: queues.deadLetters,
      impact: 'Messages could not be sent: these members have not heard what they were to be told.',
      runbook: 'messages-dlq',
    });
    const late = { deadLetters, batchSize: 10, lateRunbook: 'messages-late', deliveries };
    const promotions = new QueueWorker(this, 'Promotions', {
      ...shared,
      ...late,
      name: queues.promotions,
      lateImpact: 'Promotions wait for more than 20 minutes: what is not sent in its hours is not sent at all.',
    });
    const notices = new QueueWorker(this, 'Notices', {
      ...shared,
      ...late,
      name: queues.notices,
      lateImpact: 'Notices wait for more than 20 minutes: members are told late of points and levels that will end.',
    });
    this.queues = {
      promotions: promotions.work.queue,
      notices: notices.work.queue,
      deadLetters: deadLetters.queue,
    };
    this.alarms = [deadLetters.alarm, promotions.alarm, notices.alarm];
  }
}
