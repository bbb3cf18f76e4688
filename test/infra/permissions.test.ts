import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { functionNames, resourceName } from '../../shared/config/names.ts';
import { expectedActions, expectedTableActions } from './expected-permissions.ts';
import { resourcesOf, stages, synthesised, type Resource } from './synthesised.ts';

/** One or a list of them, as a list. */
const listOf = <Element extends z.ZodMiniType>(element: Element) =>
  z.union([
    z.array(element),
    z.pipe(
      element,
      z.transform((one: z.output<Element>) => [one]),
    ),
  ]);
const statementSchema = z.object({
  Effect: z.string(),
  Action: listOf(z.string()),
  Resource: z.optional(listOf(z.unknown())),
});
const documentSchema = z.object({ Statement: z.array(statementSchema) });

type Wildcard = { readonly where: string; readonly what: string; readonly reason: string };

/** All objects of the bucket of the numbers under a prefix. */
function numbers(prefix: string): string {
  return `{"Fn::Join":["",[{"Fn::ImportValue":"perennial-numbers-bucket-arn"},"/${prefix}/*"]]}`;
}

/** Every wildcard that is allowed, with the reason why it cannot be narrower. */
const allowedWildcards: readonly Wildcard[] = [
  {
    where: 'PersonalKey',
    what: 'kms:* on *',
    reason:
      'The key policy that hands the key to the permissions of its account, as AWS writes it: without it nobody could ' +
      'ever change the policy again. In a key policy * is the key itself.',
  },
  {
    where: 'RootsKey',
    what: 'kms:* on *',
    reason: 'As that of the other key: without it nobody could ever change the policy again.',
  },
  {
    where: 'ReviewMembersRoleDefaultPolicy',
    what: `s3:PutObject on ${numbers('passes')}`,
    reason: 'Parts are named after days and runs to come; nothing else is under the prefix.',
  },
  {
    where: 'TakeSnapshotRoleDefaultPolicy',
    what: `s3:GetObject on ${numbers('passes')},${numbers('snapshots')}`,
    reason: 'The parts of the run that it ends, and the snapshot of some day before.',
  },
  {
    where: 'TakeSnapshotRoleDefaultPolicy',
    what: `s3:PutObject on ${numbers('snapshots')}`,
    reason: 'Snapshots are named after days to come; nothing else is under the prefix.',
  },
  {
    where: 'SealHeadsRoleDefaultPolicy',
    what:
      's3:PutObject,s3:PutObjectRetention,s3:PutObjectTagging on ' +
      '{"Fn::Join":["",[{"Fn::ImportValue":"perennial-roots-bucket-arn"},"/roots/*"]]}',
    reason: 'Objects named after days to come; what lies there already is locked, and a put adds a version at most.',
  },
  {
    where: 'ReviewRoleDefaultPolicy',
    what: 'logs:CreateLogDelivery,logs:DeleteLogDelivery,logs:DescribeLogGroups,logs:DescribeResourcePolicies,logs:GetLogDelivery,logs:ListLogDeliveries,logs:PutResourcePolicy,logs:UpdateLogDelivery on *',
    reason: 'Actions on log deliveries take no resource; AWS asks for exactly these to log a state machine.',
  },
];

/** What each command of the SDK asks for. */
const actionsOfCommand: ReadonlyMap<string, readonly string[]> = new Map([
  ['BatchGet', ['dynamodb:BatchGetItem']],
  ['BatchWrite', ['dynamodb:BatchWriteItem']],
  ['Delete', ['dynamodb:DeleteItem']],
  ['Get', ['dynamodb:GetItem']],
  ['Put', ['dynamodb:PutItem']],
  ['Update', ['dynamodb:UpdateItem']],
  ['Query', ['dynamodb:Query']],
  ['Scan', ['dynamodb:Scan']],
  // Of each of its parts; there are no updates among them.
  ['TransactWrite', ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem']],
  ['Update', ['dynamodb:UpdateItem']],
  ['Decrypt', ['kms:Decrypt']],
  ['GenerateDataKey', ['kms:GenerateDataKey']],
  ['GetSecretValue', ['secretsmanager:GetSecretValue']],
  ['PutEvents', ['events:PutEvents']],
  ['Sign', ['kms:Sign']],
]);

/** What stores ask for that no function uses yet: the senders of campaigns will. */
const ahead: ReadonlySet<string> = new Set(['dynamodb:UpdateItem']);

describe.each(stages)('permissions in the stage %s', (stage) => {
  const statements = synthesised(stage).resources.flatMap((resource) =>
    documentsIn(resource.Properties).flatMap(({ Statement }) =>
      Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({ resource, ...statement })),
    ),
  );

  it('hold no wildcard without a reason, and no reason without its wildcard', () => {
    const wildcards = statements.filter(
      ({ Action, Resource = [] }) => Action.some((action) => action.includes('*')) || Resource.some(isWide),
    );
    const found = wildcards.map(({ resource, Action, Resource = [] }) => ({
      where: nameOf(resource),
      what: `${Action.join(',')} on ${Resource.map(textOf).join(',')}`.replaceAll(`-${stage}-`, '-'),
    }));
    expect(found).toEqual(allowedWildcards.map(({ where, what }) => ({ where, what })));
    for (const { reason } of allowedWildcards) expect(reason.length).toBeGreaterThan(40);
  });

  it('come from policies of our own, never from those that AWS manages', () => {
    const roles = resourcesOf(stage, 'AWS::IAM::Role', { ManagedPolicyArns: z.optional(z.unknown()) });
    expect(roles.length).toBeGreaterThan(6);
    for (const { properties } of roles) expect(properties.ManagedPolicyArns).toBeUndefined();
  });

  it.each(Object.values(functionNames))('of %s are these', (name) => {
    const own = ownStatements(stage, name);
    expect([...new Set(own.flatMap(({ Action }) => Action))].sort()).toEqual(
      [...new Set(expectedActions[name])].sort(),
    );
    for (const { Resource = [] } of own) expect(Resource.length).toBeGreaterThan(0);
  });

  it.each(Object.values(functionNames))('of %s on each table are these', (name) => {
    const actions: Record<string, string[]> = {};
    for (const { Action, Resource = [] } of ownStatements(stage, name)) {
      for (const one of Resource) {
        const table = /ExportsOutputFnGetAtt([A-Z][a-z]+)Table[0-9A-F]{8}Arn/.exec(JSON.stringify(one))?.[1];
        if (table !== undefined) actions[table] = [...(actions[table] ?? []), ...Action].sort();
      }
    }
    const expected = Object.entries(expectedTableActions[name]).map(([table, all]) => [table, [...all].sort()]);
    expect(actions).toEqual(Object.fromEntries(expected));
  });

  it('reach the index from where people read histories, to ask it and for nothing else', () => {
    const reaching = statements.filter((statement) => JSON.stringify(statement.Resource).includes('/index/'));
    expect(reaching.map(({ resource, Action }) => [nameOf(resource), Action])).toEqual([
      ['HttpAccountsRoleDefaultPolicy', ['dynamodb:Query']],
      ['HttpExportsRoleDefaultPolicy', ['dynamodb:Query']],
    ]);
    expect(JSON.stringify(reaching)).toContain('/index/by-member"');
  });
});

describe('permissions of all functions', () => {
  it('cover everything that the code of functions can ask of AWS', () => {
    const granted = new Set(Object.values(expectedActions).flat());
    for (const command of commandsIn(['shared/store/dynamodb', 'shared/platform', 'functions'])) {
      const needed = actionsOfCommand.get(command);
      expect(needed, `${command} is new here: grant it, and say which actions it needs`).toBeDefined();
      for (const action of needed ?? []) expect(granted.has(action), action).toBe(!ahead.has(action));
    }
  });
});

function ownStatements(stage: (typeof stages)[number], name: (typeof functionNames)[keyof typeof functionNames]) {
  const functions = resourcesOf(stage, 'AWS::Lambda::Function', {
    FunctionName: z.string(),
    Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  });
  const role = functions.find(({ properties }) => properties.FunctionName === resourceName(stage, name));
  const policies = resourcesOf(stage, 'AWS::IAM::Policy', {
    Roles: z.array(z.object({ Ref: z.string() })),
    PolicyDocument: documentSchema,
  });
  return policies
    .filter(({ properties }) => properties.Roles.some(({ Ref }) => Ref === role?.properties.Role['Fn::GetAtt'][0]))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

/** The SDK's commands that are sent in the files of these folders; the local AWS would not miss a permission. */
function commandsIn(folders: readonly string[]): Set<string> {
  const root = join(import.meta.dirname, '..', '..');
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const sent = texts.flatMap((text) => [...text.matchAll(/new (\w+)Command\(|\bpaginate([A-Z]\w+)\(/g)]);
  return new Set(sent.map(([, command, paginated]) => command ?? paginated ?? ''));
}

function textOf(resource: unknown): string {
  return typeof resource === 'string' ? resource : JSON.stringify(resource);
}

/** Whether a resource of a statement takes in more than one thing. */
function isWide(resource: unknown): boolean {
  return JSON.stringify(resource).includes('*');
}

/** Policy documents wherever they stand in a resource's properties; who may take a role is not one of them. */
function documentsIn(value: unknown): z.infer<typeof documentSchema>[] {
  if (typeof value !== 'object' || value === null) return [];
  const document = documentSchema.safeParse(value);
  if (document.success) return [document.data];
  return Object.entries(value)
    .filter(([key]) => key !== 'AssumeRolePolicyDocument')
    .flatMap(([, inner]) => documentsIn(inner));
}

/** Name of a resource without the hash that the CDK adds. */
function nameOf({ id }: Resource): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
