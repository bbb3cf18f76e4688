import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { tableName } from '../../shared/config/names.ts';
import { resourcesOf, stages, synthesised } from './synthesised.ts';

describe.each(stages)('tables of the stage %s', (stage) => {
  const tables = resourcesOf(stage, 'AWS::DynamoDB::Table', {
    TableName: z.string(),
    BillingMode: z.literal('PAY_PER_REQUEST'),
    DeletionProtectionEnabled: z.optional(z.boolean()),
    PointInTimeRecoverySpecification: z.object({
      PointInTimeRecoveryEnabled: z.literal(true),
      RecoveryPeriodInDays: z.number(),
    }),
    SSESpecification: z.optional(z.object({ SSEType: z.string() })),
    StreamSpecification: z.optional(z.object({ StreamViewType: z.string() })),
    TimeToLiveSpecification: z.optional(z.object({ AttributeName: z.string(), Enabled: z.boolean() })),
  });
  const table = (name: Parameters<typeof tableName>[1]) =>
    tables.find(({ properties }) => properties.TableName === tableName(stage, name))?.properties;

  it('can all be brought back, those with personal data for fourteen days', () => {
    const days = tables.map(({ properties }) => [
      properties.TableName,
      properties.PointInTimeRecoverySpecification.RecoveryPeriodInDays,
    ]);
    expect(Object.fromEntries(days)).toEqual({
      [tableName(stage, 'accounts')]: 35,
      [tableName(stage, 'ledger')]: 35,
      [tableName(stage, 'settings')]: 35,
      [tableName(stage, 'snapshots')]: 35,
      [tableName(stage, 'messages')]: 35,
      [tableName(stage, 'campaigns')]: 35,
      [tableName(stage, 'rewards')]: 14,
      [tableName(stage, 'members')]: 14,
      [tableName(stage, 'intake')]: 14,
    });
  });

  it('encrypt personal data under our own key', () => {
    const kms = tables.filter(({ properties }) => properties.SSESpecification?.SSEType === 'KMS');
    expect(kms.map(({ properties }) => properties.TableName).sort()).toEqual(
      [tableName(stage, 'intake'), tableName(stage, 'members'), tableName(stage, 'rewards')].sort(),
    );
  });

  it('stream what is published from, and forget what is kept for a day', () => {
    expect(table('ledger')?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    expect(table('intake')?.StreamSpecification?.StreamViewType).toBe('NEW_IMAGE');
    expect(table('members')?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    expect(table('messages')?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    expect(table('campaigns')?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    expect(table('rewards')?.StreamSpecification).toBeUndefined();
    expect(table('intake')?.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAtEpochSeconds', Enabled: true });
  });

  it('refuse deletion in prod, and go with their stack elsewhere', () => {
    const kept = stage === 'prod';
    for (const { properties, DeletionPolicy } of tables) {
      expect(properties.DeletionProtectionEnabled).toBe(kept);
      expect(DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
    }
    const types = ['AWS::KMS::Key', 'AWS::Events::EventBus', 'AWS::SecretsManager::Secret', 'AWS::S3::Bucket'];
    const others = synthesised(stage).resources.filter(({ Type }) => types.includes(Type));
    // Two of them are keys, and three are buckets; where there is a webhook it has a secret of its own.
    expect(others).toHaveLength(types.length + 3 + (stage === 'local' ? 1 : 0));
    for (const { DeletionPolicy } of others) expect(DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
    expect(synthesised(stage).perennial.data.terminationProtection).toBe(kept);
  });
});

describe.each(stages)('alarms of the stage %s', (stage) => {
  const shape = { AlarmName: z.string(), AlarmDescription: z.string(), AlarmActions: z.array(z.unknown()) };
  const alarms = [
    ...resourcesOf(stage, 'AWS::CloudWatch::Alarm', shape),
    ...resourcesOf(stage, 'AWS::CloudWatch::CompositeAlarm', shape),
  ];
  const root = join(import.meta.dirname, '..', '..');
  const runbookOf = (description: string) =>
    /^[A-Z].+[.] Runbook: (docs\/runbooks\/[a-z-]+[.]md)$/.exec(description)?.[1];

  it.each(alarms)('$properties.AlarmName says its impact and names a runbook that exists', ({ properties }) => {
    const runbook = runbookOf(properties.AlarmDescription);
    expect(runbook).toBeDefined();
    expect(existsSync(join(root, runbook ?? ''))).toBe(true);
  });

  it('all tell somebody', () => {
    expect(alarms.length).toBeGreaterThan(20);
    for (const { properties } of alarms) expect(properties.AlarmActions).toHaveLength(1);
  });

  it('use every runbook', () => {
    const used = alarms.map(({ properties }) => basename(runbookOf(properties.AlarmDescription) ?? ''));
    if (stage === 'local') used.push('members-impaired.md');
    const written = readdirSync(join(root, 'docs', 'runbooks')).filter((name) => name !== 'README.md');
    expect([...new Set(used)].sort()).toEqual(written.sort());
  });

  it('may reach the topic, whose own policy takes the place of the default', () => {
    const policies = resourcesOf(stage, 'AWS::SNS::TopicPolicy', { PolicyDocument: z.unknown() });
    expect(JSON.stringify(policies)).toContain('"Principal":{"Service":"cloudwatch.amazonaws.com"}');
  });
});

describe.each(stages)('templates of the stage %s', (stage) => {
  it('name no account, region or partition', () => {
    const text = JSON.stringify(synthesised(stage).resources);
    expect(text).not.toMatch(/arn:aws/);
    expect(text).not.toMatch(/(?<![\da-zA-Z-])\d{12}(?![\da-zA-Z-])/);
    expect(text).not.toMatch(/\b(af|ap|ca|cn|eu|il|me|mx|sa|us)-[a-z]+-\d\b/);
  });

  it('print the names that the command line asks for', () => {
    expect(synthesised(stage).outputs).toEqual(
      expect.arrayContaining([
        'AccountsTable',
        'LedgerTable',
        'MembersTable',
        'SettingsTable',
        'IntakeTable',
        'MessagesTable',
        'CampaignsTable',
        'RewardsTable',
        'ManifestsBucket',
        'BusName',
        'IdentityKeySecret',
        'PersonalKey',
        'SnapshotsTable',
        'NumbersBucket',
        'RootsBucket',
        'RootsKey',
        'AlarmsTopic',
        'PurchasesQueue',
        'PurchasesDeadLetters',
        'MembersQueue',
        'MembersDeadLetters',
        'PublishLedgerFailures',
        'PublishRejectionsFailures',
        'PublishMessagesFailures',
        'PublishMembersFailures',
        'ReviewMachine',
        'CampaignMachine',
        'CampaignScheduleRole',
        'CampaignScheduleGroup',
        'CampaignStartFailures',
        'CampaignSettings',
        'ApiUrl',
        'ApiId',
        'TokenUrl',
        'UserPool',
        'TillClientId',
        'Dashboard',
      ]),
    );
  });
});
