import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { resourceName, reviewMachineName } from '../../shared/config/names.ts';
import type { AlarmSettings, ImpactAlarm } from './impact-alarm.ts';
import { reviewAlarms } from './review-alarms.ts';
import { reviewSteps, type ReviewFunctions } from './review-steps.ts';

export type ReviewPassProps = AlarmSettings & ReviewFunctions;

/** A pass that has not come to its end by then is stopped; the next tick's takes up what it left. */
const passTimeout = Duration.hours(20);

/** A business day has ended for no longer than this when its review begins. */
const tick = Duration.minutes(15);

/**
 * The pass over all accounts: a state machine that is started at every tick, and ends at once unless a business day has
 * ended that was not reviewed. Only functions know about days; the machine knows who comes after whom.
 */
export class ReviewPass extends Construct {
  readonly machine: StateMachine;
  readonly alarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: ReviewPassProps) {
    super(scope, id);
    const { settings } = props;
    const machineName = resourceName(settings.stage, reviewMachineName);
    const logGroup = new LogGroup(this, 'Logs', {
      // CloudWatch's own prefix for such logs keeps its resource policy short, however many machines an account has.
      logGroupName: `/aws/vendedlogs/states/${machineName}`,
      retention: settings.logRetention,
      // Not kept anywhere: one that outlives its stack is in the way of the next stack.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.machineRole(props);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: machineName,
      comment: 'Reviews every account for a business day that has ended, then takes its root',
      definitionBody: DefinitionBody.fromChainable(reviewSteps(this, props, settings.reviewSegments)),
      timeout: passTimeout,
      // The role is written by hand above: what the library adds would allow every version of the function.
      role: role.withoutPolicyUpdates(),
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    this.machine.node.addDependency(role);
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason:
        'The pass is one function in loops and a few around them: the log of every transition and the function log show where ' +
        'time goes, and the engine carries no tracer that a trace could go on in.',
    });
    this.schedule(settings.reviewScheduled, machineName);
    this.alarms = reviewAlarms(this, props, this.machine);
  }

  private machineRole({ starter, reviewer, snapshotter, sealer }: ReviewFunctions): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const called = [starter, reviewer, snapshotter, sealer];
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: called.map((each) => each.function.functionArn),
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          'logs:CreateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:DescribeLogGroups',
          'logs:DescribeResourcePolicies',
          'logs:GetLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:UpdateLogDelivery',
        ],
        resources: ['*'],
      }),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Actions on log deliveries take no resource: AWS asks for exactly these on * to log a state machine.',
    });
    return role;
  }

  private schedule(enabled: boolean, scheduleName: string): void {
    new Schedule(this, 'Schedule', {
      scheduleName,
      description: 'Starts the review every 15 minutes; it ends at once when no business day is due',
      schedule: ScheduleExpression.rate(tick),
      enabled,
      target: new StepFunctionsStartExecution(this.machine, {
        input: ScheduleTargetInput.fromObject({}),
        // A start that comes later than the next one is of no use.
        maxEventAge: tick,
        retryAttempts: 10,
      }),
    });
  }
}
