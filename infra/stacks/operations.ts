import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { resourceName } from '../../shared/config/names.ts';
import { EngineDashboard } from '../constructs/engine-dashboard.ts';
import { describeAlarm } from '../constructs/impact-alarm.ts';
import type { StageSettings } from '../stages.ts';
import type { CampaignsStack } from './campaigns.ts';
import type { DataStack } from './data.ts';
import type { EngineStack } from './engine.ts';

/**
 * What people look at: a dashboard, and one alarm that sums up whether members miss something. Both name what they show
 * instead of referring to it, so that they never hold back a change of the engine's stack.
 */
export class OperationsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    settings: StageSettings,
    data: DataStack,
    { engine, campaigns }: { readonly engine: EngineStack; readonly campaigns: CampaignsStack },
    props: StackProps,
  ) {
    super(scope, id, { ...props, description: 'Perennial: dashboard and the alarm that sums up the others' });
    // A composite alarm may only name alarms that exist.
    this.addStackDependency(engine);
    this.addStackDependency(campaigns);
    const named = (alarmName: string) => Alarm.fromAlarmName(this, `Alarm-${alarmName}`, alarmName);
    const memberAlarms = engine.memberAlarms.map(({ alarmName }) => named(alarmName));
    const otherAlarms = engine.otherAlarms.map(({ alarmName }) => named(alarmName));
    const impaired = new CompositeAlarm(this, 'MembersImpaired', {
      compositeAlarmName: resourceName(settings.stage, 'members-impaired'),
      alarmDescription: describeAlarm(
        'Members miss points, or the shop is not told of them: at least one alarm of the path from the till is on.',
        'members-impaired',
      ),
      alarmRule: AlarmRule.anyOf(...memberAlarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    impaired.addAlarmAction(new SnsAction(data.alarmsTopic));
    const { dashboard } = new EngineDashboard(this, 'Engine', {
      settings,
      alarms: [...memberAlarms, ...otherAlarms],
      campaignAlarms: campaigns.alarms.map(({ alarmName }) => named(alarmName)),
    });
    new CfnOutput(this, 'OutputDashboard', { key: 'Dashboard', value: dashboard.dashboardName });
  }
}
