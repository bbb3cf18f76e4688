import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  Choice,
  Condition,
  DefinitionBody,
  JitterType,
  JsonPath,
  LogLevel,
  Pass,
  StateMachine,
  Succeed,
  TaskInput,
  type IChainable,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { resourceName, reviewMachineName } from '../../shared/config/names.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import { ownMetric } from './own-metric.ts';

export type ReviewPassProps = AlarmSettings & {
  /** The function that reviews some accounts and says where the next call begins. */
  readonly reviewer: LoyaltyFunction;
  /** The function that takes the root of a day. */
  readonly sealer: LoyaltyFunction;
};

/** A stretch that is not reviewed holds up those behind it. */
const reviewAttempts = 6;

/** Whatever is not sealed by then is by the pass of the next hour. */
const sealAttempts = 3;

/** A pass that has not come to its end by then is stopped; the next hour's takes up what it left. */
const passTimeout = Duration.hours(20);

/**
 * The pass over all accounts: a state machine that calls the function until there is no next account, started every
 * hour. The function knows which business day is due and answers at once when there is none. Then the root of that day is
 * taken; a day that has one keeps it.
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
      comment: 'Reviews every account for one business day, then takes its root',
      definitionBody: DefinitionBody.fromChainable(this.definition(props)),
      timeout: passTimeout,
      // The role is written by hand above: what the library adds would allow every version of the function.
      role: role.withoutPolicyUpdates(),
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    this.machine.node.addDependency(role);
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason:
        'The pass is one function in a loop and another at its end: the log of every transition and the function log show where time goes, ' +
        'and the engine carries no tracer that a trace could go on in.',
    });
    this.schedule(settings.reviewScheduled, machineName);
    this.alarms = this.watch(props);
  }

  private definition({ reviewer, sealer }: ReviewPassProps): IChainable {
    const review = this.call('Review accounts', reviewer, reviewAttempts);
    // Reviewed is reviewed, with or without a root: the alarm of the function tells, and the next hour tries again.
    const done = new Succeed(this, 'Every account seen');
    const seal = this.call('Take the root', sealer, sealAttempts, {
      payload: TaskInput.fromObject({ day: JsonPath.stringAt('$.day') }),
      resultPath: '$.root',
    });
    seal.addCatch(done, { resultPath: '$.root' });
    const goOn = new Pass(this, 'Go on where it ended', {
      parameters: { 'day.$': '$.day', 'startKey.$': '$.nextKey', 'failed.$': '$.failed' },
    });
    return review.next(
      new Choice(this, 'More accounts?')
        .when(Condition.isPresent('$.nextKey'), goOn.next(review))
        // A stage without a programme has no business days.
        .when(Condition.isString('$.day'), seal.next(done))
        .otherwise(done),
    );
  }

  /** A step that calls a function, again and again where it fails. */
  private call(
    id: string,
    called: LoyaltyFunction,
    attempts: number,
    props: Pick<LambdaInvokeProps, 'payload' | 'resultPath'> = {},
  ) {
    const step = new LambdaInvoke(this, id, {
      lambdaFunction: called.function,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      ...props,
    });
    return step.addRetry({
      errors: ['States.ALL'],
      interval: Duration.seconds(10),
      maxAttempts: attempts - 1,
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
    });
  }

  private machineRole({ reviewer, sealer }: ReviewPassProps): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [reviewer.function.functionArn, sealer.function.functionArn],
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
      description: 'Starts the review every hour; it ends at once when no business day is due',
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      enabled,
      target: new StepFunctionsStartExecution(this.machine, {
        input: ScheduleTargetInput.fromObject({}),
        // A start that comes later than the next one is of no use.
        maxEventAge: Duration.hours(1),
        retryAttempts: 10,
      }),
    });
  }

  private watch(props: ReviewPassProps): readonly ImpactAlarm[] {
    const { settings, alarmsTopic } = props;
    const overAnHour = { period: Duration.hours(1), statistic: 'Sum' };
    return [
      new ImpactAlarm(this, 'Failed', {
        settings,
        alarmsTopic,
        name: 'review-failed',
        impact: 'A review stopped half way: some members are still shown points or levels that have ended.',
        metric: this.machine.metricFailed(overAnHour),
        threshold: 1,
      }),
      new ImpactAlarm(this, 'Incomplete', {
        settings,
        alarmsTopic,
        name: 'review-incomplete',
        impact: 'Single members could not be reviewed: they are still shown points or levels that have ended.',
        metric: ownMetric('reviewsFailed', Duration.hours(1)),
        threshold: 1,
      }),
      new ImpactAlarm(this, 'Overdue', {
        settings,
        alarmsTopic,
        name: 'review-overdue',
        impact:
          'No review has come to its end for six hours: points and levels that ended or became due are not posted.',
        metric: this.machine.metricSucceeded(overAnHour),
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        periods: 6,
        missingData: TreatMissingData.BREACHING,
      }),
    ];
  }
}
