import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { campaignMachineName, queueNames, resourceName } from '../../shared/config/names.ts';
import { campaignSteps, type CampaignFunctions } from './campaign-steps.ts';
import { FunctionMachine } from './function-machine.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { DeadLetterQueue } from './safe-queue.ts';

export type CampaignRunsProps = AlarmSettings &
  CampaignFunctions & {
    /** Writes the results of runs. */
    readonly evaluator: LoyaltyFunction;
  };

/** A run that is not planned by then would be too late for most of its messages. */
const planTimeout = Duration.hours(12);

/** Messages of later steps, and those that were put off, go out no more than this after their time. */
const tick = Duration.minutes(5);

/** A result is there an hour after the window has closed. */
const judged = Duration.hours(1);

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
    Validations.of(this.startFailures).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'The dead letters of schedules, which are made with the plans and which the rule cannot see.',
    });
    this.scheduleRole = new Role(this, 'ScheduleRole', {
      assumedBy: schedulesOf(this, this.scheduleGroup.scheduleGroupArn),
    });
    this.scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
    );
    this.scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.startFailures.queue.queueArn] }),
    );
    this.ticks(props);
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

  /** The role is written by hand: what the library adds would allow every version of the functions. */
  private ticks({ settings, dispatcher, evaluator }: CampaignRunsProps): void {
    const ownGroup = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    });
    const role = new Role(this, 'TickRole', { assumedBy: schedulesOf(this, ownGroup) });
    const called = [dispatcher, evaluator].map((each) => each.function.functionArn);
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: called }));
    const ticks = [
      { id: 'Tick', name: 'campaign-tick', every: tick, what: 'Hands out the messages that are due', to: dispatcher },
      { id: 'Judge', name: 'campaign-results', every: judged, what: 'Writes results of closed windows', to: evaluator },
    ];
    for (const { id, name, every, what, to } of ticks) {
      new Schedule(this, id, {
        scheduleName: resourceName(settings.stage, name),
        description: `${what}, every ${String(every.toMinutes())} minutes`,
        schedule: ScheduleExpression.rate(every),
        enabled: settings.messagesScheduled,
        target: new LambdaInvoke(to.function, {
          role: role.withoutPolicyUpdates(),
          input: ScheduleTargetInput.fromObject({}),
          // A tick that comes later than the next one is of no use.
          maxEventAge: every,
          retryAttempts: 2,
        }),
      });
    }
  }
}

/**
 * The schedules of one group of this account and no others: without it whoever may name the role could have it used by a
 * schedule of theirs. https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function schedulesOf(scope: Construct, groupArn: string): IPrincipal {
  const { account } = Stack.of(scope);
  return new ServicePrincipal('scheduler.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': groupArn } },
  });
}
