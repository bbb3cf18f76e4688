import { Duration } from 'aws-cdk-lib';
import { Role, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { campaignMachineName, queueNames, resourceName } from '../../shared/config/names.ts';
import { campaignSteps, type CampaignFunctions } from './campaign-steps.ts';
import { FunctionMachine } from './function-machine.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';
import { DeadLetterQueue } from './safe-queue.ts';

export type CampaignRunsProps = AlarmSettings & CampaignFunctions;

/** A run that is not planned by then would be too late for most of its messages. */
const planTimeout = Duration.hours(12);

/** Messages of later steps, and those that were put off, go out no more than this after their time. */
const tick = Duration.minutes(5);

/**
 * The runs of campaigns: the machine that plans one, the group that the schedules of approved plans are in with the role
 * that starts the machine, and the tick that hands out what is due.
 */
export class CampaignRuns extends Construct {
  readonly machine: StateMachine;
  readonly scheduleRole: Role;
  readonly scheduleGroup: ScheduleGroup;
  readonly startFailures: DeadLetterQueue;
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: CampaignRunsProps) {
    super(scope, id);
    const { settings, alarmsTopic, planner, dispatcher } = props;
    this.machine = new FunctionMachine(this, 'Default', {
      settings,
      name: campaignMachineName,
      comment: 'Plans a run of a campaign, member by member, and hands out what is due',
      steps: campaignSteps(this, props, settings.reviewSegments),
      functions: [planner, dispatcher],
      timeout: planTimeout,
    }).machine;
    this.scheduleGroup = new ScheduleGroup(this, 'Schedules', {
      scheduleGroupName: resourceName(settings.stage, 'campaigns'),
    });
    this.startFailures = new DeadLetterQueue(this, 'NotStarted', {
      settings,
      alarmsTopic,
      name: queueNames.campaignStartsDeadLetters,
      impact: 'A run of a campaign did not start: nobody of its audience gets its messages.',
    });
    this.scheduleRole = new Role(this, 'ScheduleRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    this.scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
    );
    this.scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.startFailures.queue.queueArn] }),
    );
    this.tick(props);
    this.alarms = [
      this.startFailures.alarm,
      new ImpactAlarm(this, 'Failed', {
        settings,
        alarmsTopic,
        name: 'campaign-failed',
        impact: 'A run of a campaign was refused or stopped half way: members of its audience get no message.',
        metric: this.machine.metricFailed({ period: Duration.hours(1), statistic: 'Sum' }),
        threshold: 1,
      }),
    ];
  }

  private tick({ settings, dispatcher }: CampaignRunsProps): void {
    new Schedule(this, 'Tick', {
      scheduleName: resourceName(settings.stage, 'campaign-tick'),
      description: 'Hands out the messages that are due, every 5 minutes',
      schedule: ScheduleExpression.rate(tick),
      enabled: settings.messagesScheduled,
      target: new LambdaInvoke(dispatcher.function, {
        input: ScheduleTargetInput.fromObject({}),
        // A tick that comes later than the next one is of no use.
        maxEventAge: tick,
        retryAttempts: 2,
      }),
    });
  }
}
