import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  environmentVariables as variables,
  functionNames,
  queueNames,
  resourceName,
  tableName,
} from '../../shared/config/names.ts';
import { resourcesOf, stages, synthesised } from './synthesised.ts';

const arnOf = z.pipe(
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  z.transform((it) => it['Fn::GetAtt'][0]),
);

describe.each(stages)('queues of the stage %s', (stage) => {
  const queues = resourcesOf(stage, 'AWS::SQS::Queue', {
    QueueName: z.string(),
    SqsManagedSseEnabled: z.optional(z.boolean()),
    VisibilityTimeout: z.optional(z.number()),
    MessageRetentionPeriod: z.number(),
    RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: arnOf, maxReceiveCount: z.number() })),
  });
  const destination = z.object({ OnFailure: z.object({ Destination: arnOf }) });
  const mappings = resourcesOf(stage, 'AWS::Lambda::EventSourceMapping', {
    EventSourceArn: z.unknown(),
    FunctionName: z.object({ Ref: z.string() }),
    DestinationConfig: z.optional(destination),
  });
  const deadLetters = [
    ...queues.flatMap(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn ?? []),
    ...mappings.flatMap(({ properties }) => properties.DestinationConfig?.OnFailure.Destination ?? []),
  ];

  it('are those that the names say', () => {
    expect(queues.map(({ properties }) => properties.QueueName).sort()).toEqual(
      Object.values(queueNames)
        .map((name) => resourceName(stage, name))
        .sort(),
    );
  });

  it.each(queues)('$properties.QueueName is encrypted, and has dead letters or is such a queue', (queue) => {
    expect(queue.properties.SqsManagedSseEnabled).toBe(true);
    expect(queue.properties.RedrivePolicy !== undefined || deadLetters.includes(queue.id)).toBe(true);
  });

  it('take requests over TLS only', () => {
    const policies = resourcesOf(stage, 'AWS::SQS::QueuePolicy', {
      Queues: z.tuple([z.object({ Ref: z.string() })]),
      PolicyDocument: z.object({ Statement: z.array(z.object({ Effect: z.string(), Condition: z.unknown() })) }),
    });
    const closed = policies.filter(({ properties }) =>
      properties.PolicyDocument.Statement.some(
        ({ Effect, Condition }) =>
          Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
      ),
    );
    expect(closed.map(({ properties }) => properties.Queues[0].Ref).sort()).toEqual(queues.map(({ id }) => id).sort());
  });

  it('hide a message for six times as long as its function may take', () => {
    const timeouts = new Map(functionsOf(stage).map(({ id, properties }) => [id, properties.Timeout]));
    const checked = mappings.flatMap(({ properties }) => {
      const source = arnOf.safeParse(properties.EventSourceArn);
      const queue = source.success ? queues.find(({ id }) => id === source.data) : undefined;
      if (queue === undefined) return [];
      const timeout = timeouts.get(properties.FunctionName.Ref);
      expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * (timeout ?? Infinity));
      return [queue.id];
    });
    expect(checked).toHaveLength(2);
  });
});

describe.each(stages)('functions of the stage %s', (stage) => {
  const functions = functionsOf(stage);
  const logGroups = resourcesOf(stage, 'AWS::Logs::LogGroup', {
    LogGroupName: z.string(),
    RetentionInDays: z.number(),
  });

  it('are those that the names say', () => {
    expect(functions.map(({ properties }) => properties.FunctionName).sort()).toEqual(
      Object.values(functionNames)
        .map((name) => resourceName(stage, name))
        .sort(),
    );
  });

  it.each(functions)('$properties.FunctionName runs Node 24 on arm64, with a log group of its own', (one) => {
    const megabytes = new Map([
      // One whole processor for what goes through all accounts.
      [resourceName(stage, functionNames.reviewMembers), 1769],
      [resourceName(stage, functionNames.takeSnapshot), 3008],
      // The heads of all members are in memory at once when a root is taken.
      [resourceName(stage, functionNames.sealHeads), 3008],
    ]);
    const MemorySize = megabytes.get(one.properties.FunctionName) ?? 512;
    expect(one.properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize });
    const logGroup = logGroups.find(({ id }) => id === one.properties.LoggingConfig.LogGroup.Ref);
    expect(logGroup?.properties.LogGroupName).toBe(`/aws/lambda/${one.properties.FunctionName}`);
  });

  it('keep their logs for as long as the stage says', () => {
    const days = { local: 1, dev: 14, prod: 180 } as const;
    const ofDoor = logGroups.filter(({ properties }) => properties.LogGroupName.startsWith('/aws/apigateway/'));
    const others = logGroups.filter((group) => !ofDoor.includes(group));
    expect(ofDoor.map(({ properties }) => properties.RetentionInDays)).toEqual([Math.min(days[stage], 14)]);
    expect(others).toHaveLength(functions.length + 1);
    for (const { properties } of others) expect(properties.RetentionInDays).toBe(days[stage]);
  });

  it('know the names that they need and no others', () => {
    const everywhere = ['POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME', variables.stage];
    const sourceMaps = stage === 'prod' ? [] : ['NODE_OPTIONS'];
    const takesEvents = [
      variables.accountsTable,
      variables.identityKeySecret,
      variables.intakeTable,
      variables.ledgerTable,
      variables.membersTable,
      variables.settingsTable,
    ];
    const needed = {
      [functionNames.applyPurchase]: takesEvents,
      [functionNames.applyMember]: takesEvents,
      [functionNames.publishLedger]: [variables.bus],
      [functionNames.publishRejections]: [variables.bus],
      [functionNames.publishMessages]: [variables.bus],
      [functionNames.startReview]: [variables.reviewSegments, variables.settingsTable],
      [functionNames.reviewMembers]: [
        variables.accountsTable,
        variables.ledgerTable,
        variables.messagesTable,
        variables.numbersBucket,
        variables.numbersDomain,
        variables.reviewWriteUnits,
        variables.settingsTable,
      ],
      [functionNames.takeSnapshot]: [
        variables.numbersBucket,
        variables.numbersDomain,
        variables.settingsTable,
        variables.snapshotsTable,
      ],
      [functionNames.sealHeads]: [
        variables.accountsTable,
        variables.rootsBucket,
        variables.rootsDomain,
        variables.rootsKey,
        variables.rootsLockMode,
        variables.settingsTable,
      ],
      [functionNames.httpMembers]: [variables.accountsTable, variables.identityKeySecret, variables.membersTable],
      [functionNames.httpAccounts]: [variables.accountsTable, variables.ledgerTable, variables.settingsTable],
      [functionNames.httpRedemptions]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.ledgerTable,
        variables.membersTable,
        variables.settingsTable,
      ],
    } as const;
    for (const name of Object.values(functionNames)) {
      const one = functions.find(({ properties }) => properties.FunctionName === resourceName(stage, name));
      expect(Object.keys(one?.properties.Environment.Variables ?? {}).sort(), name).toEqual(
        [...everywhere, ...sourceMaps, ...needed[name]].sort(),
      );
    }
  });
});

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
      [tableName(stage, 'snapshots')]: 35,
      [tableName(stage, 'members')]: 14,
      [tableName(stage, 'intake')]: 14,
    });
  });

  it('encrypt personal data under our own key', () => {
    const kms = tables.filter(({ properties }) => properties.SSESpecification?.SSEType === 'KMS');
    expect(kms.map(({ properties }) => properties.TableName).sort()).toEqual(
      [tableName(stage, 'intake'), tableName(stage, 'members')].sort(),
    );
  });

  it('stream what is published from, and forget what is kept for a day', () => {
    expect(table('ledger')?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    expect(table('intake')?.StreamSpecification?.StreamViewType).toBe('NEW_IMAGE');
    expect(table('messages')?.StreamSpecification?.StreamViewType).toBe('NEW_IMAGE');
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
    // Two of them are keys, and two are buckets.
    expect(others).toHaveLength(types.length + 2);
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
        'BusName',
        'IdentityKeySecret',
        'PersonalKey',
        'SnapshotsTable',
        'MessagesTable',
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
        'ReviewMachine',
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

function functionsOf(stage: (typeof stages)[number]) {
  return resourcesOf(stage, 'AWS::Lambda::Function', {
    FunctionName: z.string(),
    Runtime: z.string(),
    Architectures: z.array(z.string()),
    MemorySize: z.number(),
    Timeout: z.number(),
    LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  });
}
