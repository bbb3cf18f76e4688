import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { resourceName } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';

/** What every capability needs to raise its alarms. */
export type AlarmSettings = {
  readonly settings: StageSettings;
  /** The topic that people subscribe to. */
  readonly alarmsTopic: ITopic;
};

export type ImpactAlarmProps = AlarmSettings & {
  /** Name within the stage, kebab-case. */
  readonly name: string;
  /** One sentence that says what it means for members and the shop, not what the metric is. */
  readonly impact: string;
  /** File in `docs/runbooks`, without its extension, when it is not the alarm's own name. */
  readonly runbook?: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Default: at or above the threshold. */
  readonly comparison?: ComparisonOperator;
  /** Periods in a row that must breach; default 1. */
  readonly periods?: number;
  /** Default: no data is no breach. */
  readonly missingData?: TreatMissingData;
};

/** An alarm whose text tells the person it wakes what is at stake and where the first command to run is written. */
export class ImpactAlarm extends Construct {
  /** Name of the alarm in its account. */
  readonly alarmName: string;

  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id);
    this.alarmName = resourceName(props.settings.stage, props.name);
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: this.alarmName,
      alarmDescription: describeAlarm(props.impact, props.runbook ?? props.name),
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.missingData ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(props.alarmsTopic));
  }
}

/** Text of an alarm: the impact, then the path of its runbook in this repository. */
export function describeAlarm(impact: string, runbook: string): string {
  return `${impact} Runbook: docs/runbooks/${runbook}.md`;
}
