import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Alarm, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emulatorLacks, LocalStage } from '../../infra/local-stage.ts';
import { synthesised } from './synthesised.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'local-stage.md'), 'utf8');

/** Cells of the tables below a heading, code marks removed, the head of the table not counted. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

describe('the local stage', () => {
  it('leaves out what docs/local-stage.md says, for the reason it says', () => {
    const { leftOut } = synthesised('local').perennial;
    expect(leftOut.length).toBeGreaterThan(0);
    expect(rowsUnder('What is left out')).toEqual(leftOut.map(({ path, what, reason }) => [path, what, reason]));
  });

  it('says so when it is deployed', () => {
    const { assembly, perennial } = synthesised('local');
    const notes = assembly.stacks.flatMap((stack) => stack.messages).map(({ entry }) => entry.data);
    for (const { path } of perennial.leftOut) {
      expect(notes).toContainEqual(expect.stringContaining(`The local stage leaves out ${path} `));
    }
  });

  it('is the stage dev in everything else', () => {
    const shape = (stage: 'local' | 'dev') =>
      synthesised(stage).resources.map(({ stack, id, Type }) => `${stack.replace(`-${stage}-`, '-')} ${id} ${Type}`);
    const local = shape('local');
    const missing = shape('dev').filter((one) => !local.includes(one));
    const here = local.filter((one) => !shape('dev').includes(one));
    // Channels that dev does not have until somebody says whose they are. Each is a function with role, policy, log and two
    // alarms, three queues with policy and alarm each, and two mappings. The others are the webhook's secret, the identity of
    // the sender, and the topic of text messages with its policy and its subscription.
    const ofChannels =
      /^perennial-campaigns (?:Send(?:Sms|Push|Webhook)(?:[A-Z]|Queues[A-Z])|MailIdentity|TextTopic|DeliveriesWorkQueue\w+TextTopic)/;
    const ofWebhook = /^perennial-data Webhook[0-9A-F]{8} AWS::SecretsManager::Secret$/;
    expect(here.filter((one) => !ofChannels.test(one) && !ofWebhook.test(one))).toEqual([]);
    const counted = new Map<string, number>();
    for (const one of here) {
      const [, channel = 'other'] = /Send(Sms|Push|Webhook)/.exec(one) ?? [];
      counted.set(channel, (counted.get(channel) ?? 0) + 1);
    }
    expect(Object.fromEntries(counted)).toEqual({ Sms: 17, Push: 17, Webhook: 17, other: 5 });
    // Dev has no text messages, and so no configuration set of theirs.
    const inDev = synthesised('local').perennial.leftOut.filter(({ what }) => !what.startsWith('AWS::SMSVOICE::'));
    expect(missing).toHaveLength(inDev.length);
  });

  it('leaves out alarms with metric math, and no others', () => {
    const app = new App();
    const stack = new Stack(app, 'Planted');
    const metric = new Metric({ namespace: 'Perennial', metricName: 'EventsApplied' });
    const limits = { threshold: 1, evaluationPeriods: 1 };
    new Alarm(stack, 'Math', {
      metric: new MathExpression({ expression: 'a * 2', usingMetrics: { a: metric } }),
      ...limits,
    });
    new Alarm(stack, 'Plain', { metric, ...limits });
    new Topic(stack, 'Topic');
    const aspect = new LocalStage();
    Aspects.of(app).add(aspect);
    app.synth();
    expect(aspect.leftOut.map(({ path, what }) => [path, what])).toEqual([
      ['Planted/Math', 'AWS::CloudWatch::Alarm with metric math'],
    ]);
  });

  it('has a reason for everything that the emulator lacks', () => {
    for (const { reason } of emulatorLacks) expect(reason.length).toBeGreaterThan(20);
  });
});

describe.each(['dev', 'prod'] as const)('the stage %s', (stage) => {
  it('leaves out nothing', () => {
    expect(synthesised(stage).perennial.leftOut).toEqual([]);
  });
});
