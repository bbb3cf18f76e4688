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

export type ReviewFunctions = {
  /** Says whether a business day is due, and with what each segment begins. */
  readonly starter: LoyaltyFunction;
  /** Reviews some accounts of a segment; its answer is what it is to be called with next. */
  readonly reviewer: LoyaltyFunction;
  /** Ends the run when all segments are over. */
  readonly snapshotter: LoyaltyFunction;
  /** Takes the root of a day. */
  readonly sealer: LoyaltyFunction;
};

/** A stretch that is not reviewed holds up those behind it. */
const reviewAttempts = 6;

/** Whatever is not done by then is by the next tick. */
const otherAttempts = 3;

/** The loop over one segment. One that keeps failing is given up where it is, and holds up no other. */
function segmentSteps(scope: Construct, reviewer: LoyaltyFunction): IChainable {
  const review = functionStep(scope, 'Review accounts', reviewer, reviewAttempts);
  const kept = ['segment', 'part', 'reviewed', 'posted', 'failed'];
  const givenUp = new Pass(scope, 'Give the segment up', {
    parameters: { done: false, ...Object.fromEntries(kept.map((name) => [`${name}.$`, `$.${name}`])) },
  });
  review.addCatch(givenUp, { resultPath: '$.error' });
  return review.next(
    new Choice(scope, 'Is the segment done?')
      .when(Condition.booleanEquals('$.done', true), new Succeed(scope, 'Segment done'))
      .otherwise(review),
  );
}

/**
 * Who comes after whom in a pass. What is called says what it has to say in a few numbers: whatever grows with the number
 * of accounts lies in a store.
 */
export function reviewSteps(scope: Construct, functions: ReviewFunctions, atOnce: number): IChainable {
  const start = functionStep(scope, 'Is a day due?', functions.starter, otherAttempts, {
    payload: TaskInput.fromObject({ input: JsonPath.entirePayload, run: JsonPath.stringAt('$$.Execution.Name') }),
  });
  const segments = new ForEach(scope, 'Each segment', {
    itemsPath: '$.segments',
    maxConcurrency: atOnce,
    resultPath: '$.segments',
  }).itemProcessor(segmentSteps(scope, functions.reviewer));
  const finish = functionStep(scope, 'Take the snapshot', functions.snapshotter, otherAttempts);
  // Reviewed is reviewed, with or without a root: the alarm of the function tells, and the next tick tries again.
  const end = new Succeed(scope, 'Nothing left to do');
  const seal = functionStep(scope, 'Take the root', functions.sealer, otherAttempts, {
    payload: TaskInput.fromObject({ day: JsonPath.stringAt('$.day') }),
    resultPath: '$.root',
  });
  seal.addCatch(end, { resultPath: '$.root' });
  const failed = new Fail(scope, 'Something is missing', {
    error: 'SomethingIsMissing',
    cause: 'The review of a segment failed again and again, or parts of the numbers are missing.',
  });
  finish.next(
    new Choice(scope, 'Is anything missing?')
      .when(Condition.numberGreaterThan('$.lost', 0), failed)
      .when(Condition.stringEquals('$.snapshot', 'incomplete'), failed)
      .otherwise(seal.next(end)),
  );
  return start.next(
    new Choice(scope, 'What is there to do?')
      .when(Condition.stringEquals('$.status', 'due'), segments.next(finish))
      .when(Condition.stringEquals('$.status', 'done'), seal)
      .otherwise(end),
  );
}
