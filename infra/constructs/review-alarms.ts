import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';
import { ownMetric } from './own-metric.ts';

/** A business day that has ended is reviewed some minutes later; by then somebody should look why not. */
const lateAfter = Duration.hours(6);

/** What the pass over all accounts raises alarms on. */
export function reviewAlarms(
  scope: Construct,
  { settings, alarmsTopic }: AlarmSettings,
  machine: StateMachine,
): readonly ImpactAlarm[] {
  const anHour = Duration.hours(1);
  return [
    new ImpactAlarm(scope, 'Failed', {
      settings,
      alarmsTopic,
      name: 'review-failed',
      impact: 'A review stopped half way: some members are still shown points or levels that have ended.',
      metric: machine.metricFailed({ period: anHour, statistic: 'Sum' }),
      threshold: 1,
    }),
    new ImpactAlarm(scope, 'Incomplete', {
      settings,
      alarmsTopic,
      name: 'review-incomplete',
      impact: 'Single members could not be reviewed: they are still shown points or levels that have ended.',
      metric: ownMetric('reviewsFailed', anHour),
      threshold: 1,
    }),
    new ImpactAlarm(scope, 'Unbalanced', {
      settings,
      alarmsTopic,
      name: 'sums-not-adding-up',
      impact:
        'Points of all members together are not what was credited less what was debited, or less than a day before.',
      metric: ownMetric('unbalanced', anHour),
      threshold: 1,
    }),
    new ImpactAlarm(scope, 'Overdue', {
      settings,
      alarmsTopic,
      name: 'review-overdue',
      impact:
        'A business day has ended for six hours and is not reviewed: points and levels that ended or became due are not posted.',
      metric: ownMetric('reviewLateMinutes', anHour, 'Maximum'),
      threshold: lateAfter.toMinutes(),
      // Of a new stage, yesterday is not reviewed until its first tick has come to its end.
      periods: 2,
      // Nobody looks any more whether a day is due.
      missingData: TreatMissingData.BREACHING,
    }),
  ];
}
