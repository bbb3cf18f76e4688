import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { stageSettings } from '../../infra/stages.ts';
import { environmentVariables, functionNames, resourceName } from '../../shared/config/names.ts';
import { machineOf, mapState, retries } from './machines.ts';
import { resourcesOf, stages } from './synthesised.ts';

/** The machine of the pass, with the states of one segment. */
function reviewOf(stage: (typeof stages)[number]) {
  const definition = machineOf(stage, 'review');
  const each = mapState.parse(definition.States['Each segment']);
  return { ...definition, each, inner: each.ItemProcessor.States };
}

describe.each(stages)('the machine of the stage %s', (stage) => {
  const { StartAt, States, each, inner } = reviewOf(stage);

  it('asks first whether a day is due, in the name of the execution', () => {
    expect(StartAt).toBe('Is a day due?');
    expect(States['Is a day due?']).toMatchObject({
      Type: 'Task',
      Parameters: { 'input.$': '$', 'run.$': '$$.Execution.Name' },
      Next: 'What is there to do?',
    });
    expect(States['What is there to do?']).toMatchObject({
      Choices: [
        { Variable: '$.status', StringEquals: 'due', Next: 'Each segment' },
        { Variable: '$.status', StringEquals: 'done', Next: 'Take the root' },
      ],
      Default: 'Nothing left to do',
    });
  });

  it('goes through all segments at once, as many as the stage has', () => {
    expect(each).toMatchObject({
      ItemsPath: '$.segments',
      ResultPath: '$.segments',
      MaxConcurrency: stageSettings[stage].reviewSegments,
    });
    const [starter] = functionsNamed(stage, functionNames.startReview);
    expect(starter?.[environmentVariables.reviewSegments]).toBe(String(each.MaxConcurrency));
    const [reviewer] = functionsNamed(stage, functionNames.reviewMembers);
    const rate = String(stageSettings[stage].reviewWriteUnitsPerSecond);
    expect(reviewer?.[environmentVariables.reviewWriteUnits]).toBe(rate);
  });

  it('calls for a segment again with its own answer, until it is done', () => {
    expect(each.ItemProcessor).toMatchObject({ ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Review accounts' });
    const review = inner['Review accounts'];
    expect(review).toMatchObject({ Type: 'Task', Next: 'Is the segment done?' });
    for (const path of ['Parameters', 'InputPath', 'ResultPath', 'OutputPath', 'ResultSelector']) {
      expect(review).not.toHaveProperty(path);
    }
    expect(inner['Is the segment done?']).toMatchObject({
      Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Segment done' }],
      Default: 'Review accounts',
    });
  });

  it('calls a worker that was killed again, five times, and then gives up its segment and no other', () => {
    expect(inner['Review accounts']).toMatchObject({
      Retry: retries(5),
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Give the segment up' }],
    });
    // What it was called with last is kept, and nothing of the error, whose text may be long.
    expect(inner['Give the segment up']).toEqual({
      Type: 'Pass',
      Parameters: {
        done: false,
        'segment.$': '$.segment',
        'part.$': '$.part',
        'reviewed.$': '$.reviewed',
        'posted.$': '$.posted',
        'failed.$': '$.failed',
      },
      End: true,
    });
  });

  it('ends the run with the ends of all segments, and fails when one of them was given up', () => {
    expect(States['Each segment']).toMatchObject({ Next: 'Take the snapshot' });
    expect(States['Take the snapshot']).toMatchObject({ Retry: retries(2), Next: 'Is anything missing?' });
    expect(States['Take the snapshot']).not.toHaveProperty('Parameters');
    expect(States['Is anything missing?']).toMatchObject({
      Choices: [
        { Variable: '$.lost', NumericGreaterThan: 0, Next: 'Something is missing' },
        { Variable: '$.snapshot', StringEquals: 'incomplete', Next: 'Something is missing' },
      ],
      Default: 'Take the root',
    });
    expect(States['Something is missing']).toMatchObject({ Type: 'Fail', Error: 'SomethingIsMissing' });
  });

  it('takes the root last, and no review fails for the want of one', () => {
    expect(States['Take the root']).toMatchObject({
      Parameters: { 'day.$': '$.day' },
      ResultPath: '$.root',
      Retry: retries(2),
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.root', Next: 'Nothing left to do' }],
      Next: 'Nothing left to do',
    });
    expect(States['Nothing left to do']).toEqual({ Type: 'Succeed' });
  });

  it('is started every quarter of an hour, by a schedule that is on everywhere but locally', () => {
    const schedules = resourcesOf(stage, 'AWS::Scheduler::Schedule', {
      Name: z.string(),
      ScheduleExpression: z.string(),
      State: z.string(),
      Target: z.looseObject({ Input: z.string() }),
    });
    const own = schedules.filter(({ properties }) => properties.Name === `perennial-${stage}-review`);
    expect(own.map(({ properties }) => properties)).toMatchObject([
      {
        ScheduleExpression: 'rate(15 minutes)',
        State: stage === 'local' ? 'DISABLED' : 'ENABLED',
        Target: { Input: '{}' },
      },
    ]);
  });

  it('is watched for days that nobody reviews, nor looks for', () => {
    const alarms = resourcesOf(stage, 'AWS::CloudWatch::Alarm', {
      AlarmName: z.string(),
      MetricName: z.string(),
      // An alarm on a percentile has another attribute.
      Statistic: z.optional(z.string()),
      Period: z.int(),
      Threshold: z.number(),
      EvaluationPeriods: z.int(),
      TreatMissingData: z.string(),
    });
    const late = alarms.find(({ properties }) => properties.AlarmName === resourceName(stage, 'review-overdue'));
    expect(late?.properties).toMatchObject({
      MetricName: 'ReviewLateMinutes',
      Statistic: 'Maximum',
      Period: 3600,
      Threshold: 360,
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    });
  });
});

function functionsNamed(stage: (typeof stages)[number], name: string) {
  const functions = resourcesOf(stage, 'AWS::Lambda::Function', {
    FunctionName: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  });
  return functions
    .filter(({ properties }) => properties.FunctionName === resourceName(stage, name))
    .map(({ properties }) => properties.Environment.Variables);
}
