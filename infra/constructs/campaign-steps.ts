import {
  Choice,
  Condition,
  Fail,
  JsonPath,
  Map as ForEach,
  Pass,
  Succeed,
  TaskInput,
  type IChainable,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { functionStep } from './function-step.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';

export type CampaignFunctions = {
  /** Starts a run, reads some accounts of a segment of its audience, and ends the planning. */
  readonly planner: LoyaltyFunction;
  /** Hands out what is due. */
  readonly dispatcher: LoyaltyFunction;
};

/** A stretch of the audience that is given up would leave members without a decision: the run fails, loudly. */
const planAttempts = 6;

/** What is not handed out by then is by the next tick. */
const dispatchAttempts = 3;

/** The loop over one segment; what it is to be called with next is its answer. */
function segmentSteps(scope: Construct, planner: LoyaltyFunction): IChainable {
  const plan = functionStep(scope, 'Plan some of the audience', planner, planAttempts);
  return plan.next(
    new Choice(scope, 'Is the segment planned?')
      .when(Condition.booleanEquals('$.done', true), new Succeed(scope, 'Segment planned'))
      .otherwise(plan),
  );
}

/**
 * Who comes after whom in a run. The planner is called with a `phase`: `start` says which segments there are, or that there
 * is nothing to do; each segment is planned until it is done; `finish` adds up, and refuses what could not be sent in time.
 * A run that was started before is handed out all the same: what it left may be due.
 */
export function campaignSteps(
  scope: Construct,
  { planner, dispatcher }: CampaignFunctions,
  atOnce: number,
): IChainable {
  const start = functionStep(scope, 'Start the run', planner, planAttempts, {
    payload: TaskInput.fromObject({ phase: 'start', input: JsonPath.entirePayload }),
  });
  const segments = new ForEach(scope, 'Each segment of the audience', {
    itemsPath: '$.segments',
    maxConcurrency: atOnce,
    resultPath: '$.segments',
  }).itemProcessor(segmentSteps(scope, planner));
  const finish = functionStep(scope, 'End the planning', planner, planAttempts, {
    payload: TaskInput.fromObject({ phase: 'finish', run: JsonPath.entirePayload }),
  });
  const dispatch = functionStep(scope, 'Hand out what is due', dispatcher, dispatchAttempts, {
    payload: TaskInput.fromObject({ run: JsonPath.entirePayload }),
  });
  const end = new Succeed(scope, 'Nothing left to hand out');
  const refused = new Fail(scope, 'The run is refused', {
    errorPath: '$.code',
    causePath: '$.rule',
  });
  dispatch.next(
    new Choice(scope, 'Is everything handed out?')
      .when(Condition.booleanEquals('$.done', true), end)
      .otherwise(dispatch),
  );
  finish.next(
    new Choice(scope, 'May it be sent?')
      .when(Condition.stringEquals('$.status', 'refused'), refused)
      .otherwise(dispatch),
  );
  const again = new Pass(scope, 'It was started before');
  return start.next(
    new Choice(scope, 'What is there to plan?')
      .when(Condition.stringEquals('$.status', 'due'), segments.next(finish))
      .when(Condition.stringEquals('$.status', 'refused'), refused)
      .otherwise(again.next(dispatch)),
  );
}
