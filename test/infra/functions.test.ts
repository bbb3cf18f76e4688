/** Functions, and the queues that they take from or leave what failed in. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  environmentVariables as variables,
  functionNames,
  queueNames,
  resourceName,
} from '../../shared/config/names.ts';
import { resourcesOf, stages } from './synthesised.ts';

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
    // No longer than the archive and the backups: whoever is erased is to be out of them all.
    const days = { local: 1, dev: 14, prod: 14 } as const;
    const ofDoor = logGroups.filter(({ properties }) => properties.LogGroupName.startsWith('/aws/apigateway/'));
    expect(ofDoor).toHaveLength(1);
    expect(logGroups).toHaveLength(functions.length + 2);
    for (const { properties } of logGroups) expect(properties.RetentionInDays).toBe(days[stage]);
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
      [functionNames.publishMembers]: [variables.bus],
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
      [functionNames.httpMembers]: takesEvents,
      [functionNames.httpExports]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.ledgerTable,
        variables.membersTable,
        variables.messagesTable,
        variables.rewardsTable,
        variables.settingsTable,
      ],
      [functionNames.httpQuotes]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.ledgerTable,
        variables.membersTable,
        variables.settingsTable,
      ],
      [functionNames.httpAccounts]: [variables.accountsTable, variables.ledgerTable, variables.settingsTable],
      [functionNames.httpPreferences]: [
        variables.accountsTable,
        variables.identityKeySecret,
        variables.membersTable,
        variables.messagesTable,
      ],
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
