import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { resourceName, type queueNames } from '../../shared/config/names.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';

/** The longest that SQS keeps a message: what lies in a dead-letter queue waits for a person, weekends included. */
const deadLetterRetention = Duration.days(14);

/**
 * Message retention of a working queue. A message keeps its age when it moves to the dead-letter queue, so this much is
 * taken from the fourteen days it may lie there.
 */
const workRetention = Duration.days(4);

/** Age of the oldest message at which a queue is late: more than all deliveries of one message that keeps failing. */
const lateAfter = Duration.minutes(20);

/** How often a message is handed out before it is set aside. */
const deliveriesBeforeDeadLetter = 5;

/** A queue's name within its stage; its alarm is called after it. */
export type QueueName = (typeof queueNames)[keyof typeof queueNames];

export type DeadLetterQueueProps = AlarmSettings & {
  readonly name: QueueName;
  /** What it means that a message lies here. */
  readonly impact: string;
  /** The runbook of its alarm, when it is not called after the queue. */
  readonly runbook?: string;
};

/** An encrypted queue for what could not be done, with the alarm that says so from the first message on. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;
  readonly alarm: ImpactAlarm;

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: resourceName(props.settings.stage, props.name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: deadLetterRetention,
    });
    this.alarm = new ImpactAlarm(this, 'NotEmpty', {
      settings: props.settings,
      alarmsTopic: props.alarmsTopic,
      name: props.name,
      impact: props.impact,
      ...(props.runbook === undefined ? {} : { runbook: props.runbook }),
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
    });
  }
}

export type WorkQueueProps = AlarmSettings & {
  readonly name: QueueName;
  /** Time-out of the function that reads it. */
  readonly functionTimeout: Duration;
  readonly deadLetters: DeadLetterQueue;
  /** What it means that messages wait. */
  readonly lateImpact: string;
  /** The runbook of its alarm, when it is not called after the queue. */
  readonly lateRunbook?: string;
  /** How often a message is handed out before it is set aside; default: 5. */
  readonly deliveries?: number;
};

/** An encrypted queue in front of a function, with the alarm that says when messages wait. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly alarm: ImpactAlarm;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: resourceName(props.settings.stage, props.name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: workRetention,
      // Lambda's own advice: six times the time-out, so that no message is handed out again while it is worked on.
      visibilityTimeout: Duration.seconds(6 * props.functionTimeout.toSeconds()),
      deadLetterQueue: {
        queue: props.deadLetters.queue,
        maxReceiveCount: props.deliveries ?? deliveriesBeforeDeadLetter,
      },
    });
    this.alarm = new ImpactAlarm(this, 'Late', {
      settings: props.settings,
      alarmsTopic: props.alarmsTopic,
      name: `${props.name}-late`,
      impact: props.lateImpact,
      ...(props.lateRunbook === undefined ? {} : { runbook: props.lateRunbook }),
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: lateAfter.toSeconds(),
    });
  }
}
