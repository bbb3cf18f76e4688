/** The machine that plans a run of a campaign, the schedules that start it, and the ticks around it. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { stageSettings } from '../../infra/stages.ts';
import { environmentVariables, functionNames, resourceName } from '../../shared/config/names.ts';
import { machineOf, mapState, retries } from './machines.ts';
import { resourcesLike, resourcesOf, stages } from './synthesised.ts';

const arnOf = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const statement = z.object({ Action: z.unknown(), Resource: z.unknown(), Effect: z.literal('Allow') });

describe.each(stages)('the machine of campaigns in the stage %s', (stage) => {
  const { id: machineId, StartAt, States, TimeoutSeconds } = machineOf(stage, 'campaign');
  const each = mapState.parse(States['Each segment of the audience']);
  const inner = each.ItemProcessor.States;
  const called = (name: string) => `{'Fn::GetAtt': ['${functionId(stage, name)}', 'Arn']}`.replace(/[' ]/g, '');
  const resourceOf = (state: z.core.util.SomeObject | undefined) =>
    z.string().parse(state?.['Resource']).replace(/[' ]/g, '');

  it('starts the run first, and is through within half a day or stopped', () => {
    expect(StartAt).toBe('Start the run');
    expect(States['Start the run']).toMatchObject({
      Type: 'Task',
      Parameters: { phase: 'start', 'input.$': '$' },
      Retry: retries(5),
      Next: 'What is there to plan?',
    });
    expect(resourceOf(States['Start the run'])).toBe(called(functionNames.planCampaign));
    expect(TimeoutSeconds).toBe(12 * 3600);
  });

  it('plans what is due, refuses what nobody has approved, and hands out what was started before', () => {
    expect(States['What is there to plan?']).toMatchObject({
      Choices: [
        { Variable: '$.status', StringEquals: 'due', Next: 'Each segment of the audience' },
        { Variable: '$.status', StringEquals: 'refused', Next: 'The run is refused' },
      ],
      Default: 'It was started before',
    });
    expect(States['It was started before']).toEqual({ Type: 'Pass', Next: 'Hand out what is due' });
  });

  it('goes through all segments at once, as many as its function makes', () => {
    expect(each).toMatchObject({
      ItemsPath: '$.segments',
      ResultPath: '$.segments',
      MaxConcurrency: stageSettings[stage].reviewSegments,
    });
    const planner = functionsOf(stage).find(({ id }) => id === functionId(stage, functionNames.planCampaign));
    expect(planner?.properties.Environment.Variables[environmentVariables.planSegments]).toBe(
      String(each.MaxConcurrency),
    );
  });

  it('calls for a segment again with its own answer until it is planned, and leaves nobody out', () => {
    expect(each.ItemProcessor).toMatchObject({
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Plan some of the audience',
    });
    const plan = inner['Plan some of the audience'];
    expect(plan).toMatchObject({ Type: 'Task', Retry: retries(5), Next: 'Is the segment planned?' });
    expect(resourceOf(plan)).toBe(called(functionNames.planCampaign));
    // A segment that is given up gives up the run: nothing of it is caught, here or around it.
    for (const path of ['Catch', 'Parameters', 'InputPath', 'ResultPath', 'OutputPath', 'ResultSelector']) {
      expect(plan).not.toHaveProperty(path);
    }
    expect(States['Each segment of the audience']).not.toHaveProperty('Catch');
    expect(inner['Is the segment planned?']).toMatchObject({
      Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Segment planned' }],
      Default: 'Plan some of the audience',
    });
  });

  it('adds up when all segments are planned, and sends nothing of what could not be through in time', () => {
    expect(each).toHaveProperty('ResultPath', '$.segments');
    expect(States['Each segment of the audience']).toMatchObject({ Next: 'End the planning' });
    expect(States['End the planning']).toMatchObject({
      Parameters: { phase: 'finish', 'run.$': '$' },
      Retry: retries(5),
      Next: 'May it be sent?',
    });
    expect(resourceOf(States['End the planning'])).toBe(called(functionNames.planCampaign));
    expect(States['May it be sent?']).toMatchObject({
      Choices: [{ Variable: '$.status', StringEquals: 'refused', Next: 'The run is refused' }],
      Default: 'Hand out what is due',
    });
    expect(States['The run is refused']).toEqual({ Type: 'Fail', ErrorPath: '$.code', CausePath: '$.rule' });
  });

  it('hands out until all is handed out, each time from where it was left', () => {
    expect(States['Hand out what is due']).toMatchObject({
      Parameters: { 'run.$': '$' },
      Retry: retries(2),
      Next: 'Is everything handed out?',
    });
    expect(States['Hand out what is due']).not.toHaveProperty('ResultPath');
    expect(resourceOf(States['Hand out what is due'])).toBe(called(functionNames.dispatchCampaigns));
    expect(States['Is everything handed out?']).toMatchObject({
      Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Nothing left to hand out' }],
      Default: 'Hand out what is due',
    });
    expect(States['Nothing left to hand out']).toEqual({ Type: 'Succeed' });
  });

  it('may call its two functions and no others', () => {
    const calls = statementsOf(stage, 'RunsRole').filter(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(calls.map(({ Resource }) => Resource)).toEqual([
      [functionNames.dispatchCampaigns, functionNames.planCampaign].map((name) => ({
        'Fn::GetAtt': [functionId(stage, name), 'Arn'],
      })),
    ]);
  });

  it('is started by schedules of one group, whose role may start it and nothing else', () => {
    const queues = resourcesOf(stage, 'AWS::SQS::Queue', { QueueName: z.string() });
    const failures = queues.find(({ properties: { QueueName } }) => QueueName.endsWith('-campaign-starts-dlq'));
    expect(statementsOf(stage, 'RunsScheduleRole')).toEqual([
      { Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: machineId } },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [failures?.id, 'Arn'] } },
    ]);
    const groups = resourcesOf(stage, 'AWS::Scheduler::ScheduleGroup', { Name: z.string() });
    expect(groups.map(({ properties }) => properties.Name)).toEqual([`perennial-${stage}-campaigns`]);
    expect(trustOf(stage, 'RunsScheduleRole')).toEqual(forSchedules({ 'Fn::GetAtt': [groups[0]?.id, 'Arn'] }));
  });

  it('is followed by ticks that are on everywhere but locally, and may call two functions', () => {
    const schedules = resourcesLike(stage, 'AWS::Scheduler::Schedule', {
      Name: z.string(),
      ScheduleExpression: z.string(),
      State: z.string(),
      Target: z.looseObject({ Arn: arnOf, Input: z.string(), RoleArn: arnOf }),
    });
    const State = stageSettings[stage].messagesScheduled ? 'ENABLED' : 'DISABLED';
    const RoleArn = { 'Fn::GetAtt': [roleId(stage, 'RunsTickRole'), 'Arn'] };
    const target = (name: string) => ({
      Arn: { 'Fn::GetAtt': [functionId(stage, name), 'Arn'] },
      Input: '{}',
      RoleArn,
    });
    const own = schedules.filter(({ properties }) => properties.Name.startsWith(`perennial-${stage}-campaign`));
    expect(own.map(({ properties }) => properties)).toMatchObject([
      {
        Name: `perennial-${stage}-campaign-tick`,
        ScheduleExpression: 'rate(5 minutes)',
        State,
        Target: target(functionNames.dispatchCampaigns),
      },
      {
        Name: `perennial-${stage}-campaign-results`,
        ScheduleExpression: 'rate(1 hour)',
        State,
        Target: target(functionNames.evaluateCampaign),
      },
    ]);
    expect(State).toBe(stage === 'local' ? 'DISABLED' : 'ENABLED');
    const Resource = own.map(({ properties }) => properties.Target.Arn);
    expect(statementsOf(stage, 'RunsTickRole')).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource },
    ]);
    expect(JSON.stringify(trustOf(stage, 'RunsTickRole'))).toContain('":schedule-group/default"');
    expect(trustOf(stage, 'RunsTickRole')).toEqual(forSchedules(expect.anything()));
  });
});

/** Who may take a role: schedules of this account, in one group. */
function forSchedules(group: unknown) {
  const here = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': group };
  return [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: here },
    },
  ];
}

function functionsOf(stage: (typeof stages)[number]) {
  return resourcesOf(stage, 'AWS::Lambda::Function', {
    FunctionName: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  });
}

function functionId(stage: (typeof stages)[number], name: string): string {
  const own = functionsOf(stage).find(({ properties }) => properties.FunctionName === resourceName(stage, name));
  return own?.id ?? '';
}

function rolesNamed(stage: (typeof stages)[number], name: string) {
  const roles = resourcesOf(stage, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: z.object({ Statement: z.array(z.unknown()) }),
  });
  return roles.filter(({ id }) => id.replace(/[0-9A-F]{8}$/, '') === name);
}

function roleId(stage: (typeof stages)[number], name: string): string {
  return rolesNamed(stage, name)[0]?.id ?? '';
}

function trustOf(stage: (typeof stages)[number], name: string): readonly unknown[] {
  return rolesNamed(stage, name).flatMap(({ properties }) => properties.AssumeRolePolicyDocument.Statement);
}

/** All that a role may do. */
function statementsOf(stage: (typeof stages)[number], name: string) {
  const policies = resourcesOf(stage, 'AWS::IAM::Policy', {
    Roles: z.array(z.object({ Ref: z.string() })),
    PolicyDocument: z.object({ Statement: z.array(statement) }),
  });
  return policies
    .filter(({ properties }) => properties.Roles.some(({ Ref }) => Ref === roleId(stage, name)))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}
