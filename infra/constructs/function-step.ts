import { Duration } from 'aws-cdk-lib';
import { JitterType, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { LoyaltyFunction } from './loyalty-function.ts';

/** A step that calls a function, again and again where it fails or is killed. */
export function functionStep(
  scope: Construct,
  id: string,
  called: LoyaltyFunction,
  attempts: number,
  props: Pick<LambdaInvokeProps, 'payload' | 'resultPath'> = {},
): TaskStateBase {
  const step = new LambdaInvoke(scope, id, {
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
