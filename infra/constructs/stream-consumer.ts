import { Duration, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FunctionName } from '../bundles.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { DeadLetterQueue, type QueueName } from './safe-queue.ts';

export type StreamSource = {
  readonly table: Table;
  /** Which records reach the function, in Lambda's filter language: those that one of them lets through, five at most. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
};

export type StreamConsumerProps = AlarmSettings & {
  /** The function's name; the alarm on late records is called after it. */
  readonly name: FunctionName;
  readonly failuresName: QueueName;
  /** The tables that are followed. */
  readonly sources: readonly [StreamSource, ...StreamSource[]];
  readonly consumer: LoyaltyFunction;
  /** Records a function gets at once. */
  readonly batchSize: number;
  /** What it means that records were set aside. */
  readonly failureImpact: string;
  /** What it means that records wait. */
  readonly lateImpact: string;
};

/**
 * A function that follows the changes of a table, or of several. A record that keeps failing is narrowed down by bisection, goes to the
 * failure queue when it is too old, and the shard moves on.
 */
export class StreamConsumer extends Construct {
  readonly failures: DeadLetterQueue;
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { settings, alarmsTopic, consumer } = props;
    this.failures = new DeadLetterQueue(this, 'Failures', {
      settings,
      alarmsTopic,
      name: props.failuresName,
      impact: props.failureImpact,
    });
    Validations.of(this.failures).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'This queue is where the records go that failed: the dead letters of a stream, which the rule cannot see.',
    });
    for (const [index, { table, filters }] of props.sources.entries()) {
      const streamArn = table.tableStreamArn;
      if (streamArn === undefined) throw new Error(`A table that ${props.name} is to follow has no stream.`);
      new EventSourceMapping(this, index === 0 ? 'Mapping' : `Mapping${String(index + 1)}`, {
        target: consumer.function,
        eventSourceArn: streamArn,
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: props.batchSize,
        filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
        maxRecordAge: Duration.minutes(settings.streamRecordAgeMinutes),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        onFailure: { bind: () => ({ destination: this.failures.queue.queueArn }) },
      });
      // ListStreams takes no resource of its own and is listed because Lambda asks the role for it by name.
      consumer.allow(
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        streamArn,
      );
    }
    consumer.allow(['sqs:SendMessage'], this.failures.queue.queueArn);
    this.alarms = [
      this.failures.alarm,
      new ImpactAlarm(this, 'Late', {
        settings,
        alarmsTopic,
        name: `${props.name}-late`,
        impact: props.lateImpact,
        metric: consumer.function.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
        threshold: Duration.minutes(10).toMilliseconds(),
        periods: 3,
      }),
    ];
  }
}
