/** The page that people look at: every function and every queue of the stage, and nothing that is not there. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { metricNames } from '../../shared/config/names.ts';
import { deployedNames, functionsOf, queuesOf } from './expected-parts.ts';
import { resourcesOf, stages, synthesised } from './synthesised.ts';

const widget = z.object({
  properties: z.object({
    title: z.string(),
    metrics: z.optional(z.array(z.array(z.unknown()))),
    alarms: z.optional(z.array(z.string())),
  }),
});

describe.each(stages)('the dashboard of the stage %s', (stage) => {
  const [dashboard] = resourcesOf(stage, 'AWS::CloudWatch::Dashboard', {
    DashboardBody: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }),
  });
  const [, pieces] = dashboard?.properties.DashboardBody['Fn::Join'] ?? ['', []];
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : 'here')).join('');
  const { widgets } = z.object({ widgets: z.array(widget) }).parse(JSON.parse(text));
  const titled = (title: string) => widgets.find(({ properties }) => properties.title === title)?.properties;
  /** Values of one dimension in a graph. */
  const shown = (title: string, dimension: string) =>
    (titled(title)?.metrics ?? []).flatMap((metric) => {
      const at = metric.indexOf(dimension);
      return at < 0 ? [] : [String(metric[at + 1])];
    });

  it('shows every queue once, those that are worked on apart from those that wait for a person', () => {
    const isSetAside = (name: string) => /-(dlq|failures)$/.test(name);
    const queues = queuesOf(stage);
    expect(shown('Messages waiting', 'QueueName').sort()).toEqual(
      deployedNames(
        stage,
        queues.filter((name) => !isSetAside(name)),
      ),
    );
    expect(shown('Messages set aside', 'QueueName').sort()).toEqual(deployedNames(stage, queues.filter(isSetAside)));
  });

  it('shows how long every function takes, its errors and its throttles', () => {
    const functions = deployedNames(stage, functionsOf(stage));
    expect(shown('Duration, 95th percentile, in ms', 'FunctionName').sort()).toEqual(functions);
    const faults = shown('Errors and throttles', 'FunctionName');
    expect(faults).toHaveLength(2 * functions.length);
    expect([...new Set(faults)].sort()).toEqual(functions);
  });

  it('shows what became of runs and of their messages', () => {
    const names = (title: string) => (titled(title)?.metrics ?? []).map(([, name]) => name);
    expect(names('Messages of campaigns')).toEqual([
      metricNames.assigned,
      metricNames.handedOut,
      metricNames.messagesSent,
      metricNames.messagesSkipped,
      metricNames.messagesFailed,
    ]);
    expect(names('Runs of campaigns')).toEqual([metricNames.plansPaused, 'ExecutionsSucceeded', 'ExecutionsFailed']);
    expect(JSON.stringify(titled('Runs of campaigns'))).toContain(`:stateMachine:perennial-${stage}-campaign"`);
    expect(JSON.stringify(titled('Members reviewed, and reviews'))).toContain(
      `:stateMachine:perennial-${stage}-review"`,
    );
  });

  it('shows every alarm once, and no more in one widget than it takes', () => {
    const alarms = widgets.map(({ properties }) => properties.alarms ?? []).filter(({ length }) => length > 0);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    for (const those of alarms) expect(those.length).toBeLessThanOrEqual(100);
    const names = resourcesOf(stage, 'AWS::CloudWatch::Alarm', { AlarmName: z.string() });
    expect(alarms.flatMap((those) => those.map((arn) => arn.replace(/^.*:alarm:/, ''))).sort()).toEqual(
      names.map(({ properties }) => properties.AlarmName).sort(),
    );
  });
});

describe.each(stages)('stacks of the stage %s', (stage) => {
  it('have room for twice what they hold: CloudFormation takes five hundred resources of one', () => {
    const counts = new Map<string, number>();
    for (const { stack } of synthesised(stage).resources) counts.set(stack, (counts.get(stack) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual(
      ['campaigns', 'data', 'engine', 'operations'].map((name) => `perennial-${stage}-${name}`),
    );
    for (const [stack, count] of counts) expect(count, stack).toBeLessThanOrEqual(250);
  });
});
