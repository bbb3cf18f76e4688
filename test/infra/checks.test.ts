import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { linkRoutes } from '../../shared/config/http-routes.ts';
import { stages, synthesised } from './synthesised.ts';

describe('cdk-nag, AwsSolutions', () => {
  it.each(stages)('finds nothing that is not acknowledged in the stage %s', (stage) => {
    const { app } = synthesised(stage);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations).toEqual([]);
  });

  it('does find a queue that is not safe', () => {
    const app = new App();
    new Queue(new Stack(app, 'Planted'), 'Queue');
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName }) => ruleName).sort()).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
  });

  it.each(stages)('is acknowledged in the stage %s for a reason each time', (stage) => {
    const acknowledged = acknowledgements(stage);
    const here = 'arn:<AWS::Partition>';
    const ofPlace = '<AWS::Region>:<AWS::AccountId>';
    // Of channels that only the local stage has.
    const ofChannels = [
      `AwsSolutions-IAM5[Resource::${here}:sms-voice:${ofPlace}:phone-number/*]`,
      `AwsSolutions-IAM5[Resource::${here}:sms-voice:${ofPlace}:pool/*]`,
      `AwsSolutions-IAM5[Resource::${here}:sms-voice:${ofPlace}:sender-id/*]`,
      `AwsSolutions-IAM5[Resource::${here}:sns:${ofPlace}:endpoint/GCM/shop/*]`,
      // The secret of the webhook.
      'AwsSolutions-SMG4',
    ];
    // Senders of the other channels, and those who plan, hand out and judge.
    const reachingRows = (stage === 'local' ? 5 : 2) + 4;
    const rows = Array.from(
      { length: reachingRows },
      () => `AwsSolutions-IAM5[Resource::perennial-${stage}-manifests-bucket-arn/manifests/*]`,
    );
    const expected = [
      ...Object.values(linkRoutes).map(() => 'AwsSolutions-APIG4'),
      'AwsSolutions-COG2',
      'AwsSolutions-COG8',
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::*]',
      `AwsSolutions-IAM5[Resource::perennial-${stage}-numbers-bucket-arn/passes/*]`,
      `AwsSolutions-IAM5[Resource::perennial-${stage}-numbers-bucket-arn/passes/*]`,
      `AwsSolutions-IAM5[Resource::perennial-${stage}-numbers-bucket-arn/snapshots/*]`,
      `AwsSolutions-IAM5[Resource::perennial-${stage}-roots-bucket-arn/roots/*]`,
      'AwsSolutions-S1',
      'AwsSolutions-S1',
      'AwsSolutions-S1',
      'AwsSolutions-SF2',
      'AwsSolutions-SF2',
      'AwsSolutions-SMG4',
      'AwsSolutions-SQS3',
      'AwsSolutions-SQS3',
      'AwsSolutions-SQS3',
      'AwsSolutions-SQS3',
      'AwsSolutions-SQS3',
      ...rows,
      ...(stage === 'local' ? ofChannels : []),
    ];
    expect(acknowledged.map(({ rule }) => rule).sort()).toEqual(expected.sort());
    for (const { reason } of acknowledged) expect(reason).toMatch(/^[A-Z].{60,}[.]$/);
  });
});

describe('cfn-lint', () => {
  const program = join(import.meta.dirname, '..', '..', '.local', 'venv', 'bin', 'cfn-lint');

  /** What is not looked for, with the reason. */
  const ignored = [
    // The CDK makes a function wait for its role by name as well as by reference.
    'W3005',
  ];

  it('finds nothing in the templates of any stage', ({ skip }) => {
    if (!existsSync(program)) skip('cfn-lint is not installed: `npm run prerequisites` installs it under .local/venv');
    const files = stages.flatMap((stage) => synthesised(stage).templateFiles);
    const { stdout, stderr, status } = spawnSync(program, ['--ignore-checks', ...ignored, '--', ...files], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
    // Data, engine, campaigns and operations of each.
    expect(files).toHaveLength(12);
  });
});

function acknowledgements(stage: (typeof stages)[number]) {
  const entrySchema = z.object({ type: z.literal(Validations.ACKNOWLEDGED_RULES_METADATA_KEY), data: z.unknown() });
  return synthesised(stage)
    .app.node.findAll()
    .flatMap(({ node }) => node.metadata)
    .flatMap((entry) => {
      const parsed = entrySchema.safeParse(entry);
      return parsed.success ? Object.entries(z.record(z.string(), z.string()).parse(parsed.data.data)) : [];
    })
    .map(([rule, reason]) => ({ rule: rule.replace(/^annotation::/i, ''), reason }));
}
