import { RemovalPolicy, Validations, type Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, type IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { resourceName } from '../../shared/config/names.ts';
import type { StageSettings } from '../stages.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';

export type FunctionMachineProps = {
  readonly settings: StageSettings;
  /** Name within the stage, kebab-case. */
  readonly name: string;
  readonly comment: string;
  readonly steps: IChainable;
  /** The functions that the steps call, and the only ones that it may. */
  readonly functions: readonly LoyaltyFunction[];
  /** What has not come to its end by then is stopped. */
  readonly timeout: Duration;
};

/** A state machine that does nothing but call functions, with a role of its own and a log of every transition. */
export class FunctionMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: FunctionMachineProps) {
    super(scope, id);
    const { settings } = props;
    const machineName = resourceName(settings.stage, props.name);
    const logGroup = new LogGroup(this, 'Logs', {
      // CloudWatch's own prefix for such logs keeps its resource policy short, however many machines an account has.
      logGroupName: `/aws/vendedlogs/states/${machineName}`,
      retention: settings.logRetention,
      // Not kept anywhere: one that outlives its stack is in the way of the next stack.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.roleThatCalls(props.functions);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: machineName,
      comment: props.comment,
      definitionBody: DefinitionBody.fromChainable(props.steps),
      timeout: props.timeout,
      // The role is written by hand below: what the library adds would allow every version of the functions.
      role: role.withoutPolicyUpdates(),
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    this.machine.node.addDependency(role);
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason:
        'The machine is functions in loops and a few around them: the log of every transition and the functions’ logs show ' +
        'where time goes, and the engine carries no tracer that a trace could go on in.',
    });
  }

  private roleThatCalls(functions: readonly LoyaltyFunction[]): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: functions.map((each) => each.function.functionArn),
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
}
