import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { functionNames } from '../../shared/config/names.ts';
import { resourceName } from '../../shared/config/names.ts';
import { allowedWildcards } from './allowed-wildcards.ts';
import { functionsOf, queuesOf } from './expected-parts.ts';
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
  ['SendMessageBatch', ['sqs:SendMessage']],
  ['SendEmail', ['ses:SendEmail']],
  ['SendTextMessage', ['sms-voice:SendTextMessage']],
  ['Publish', ['sns:Publish']],
]);

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
    const allowed = allowedWildcards(stage);
    expect(found).toEqual(allowed.map(({ where, what }) => ({ where, what })));
    for (const { reason } of allowed) expect(reason.length).toBeGreaterThan(40);
  });

  it('come from policies of our own, never from those that AWS manages', () => {
    const roles = resourcesOf(stage, 'AWS::IAM::Role', { ManagedPolicyArns: z.optional(z.unknown()) });
    expect(roles.length).toBeGreaterThan(6);
    for (const { properties } of roles) expect(properties.ManagedPolicyArns).toBeUndefined();
  });

  it.each(functionsOf(stage))('of %s are these', (name) => {
    const own = ownStatements(stage, name);
    expect([...new Set(own.flatMap(({ Action }) => Action))].sort()).toEqual(
      [...new Set(expectedActions[name])].sort(),
    );
    for (const { Resource = [] } of own) expect(Resource.length).toBeGreaterThan(0);
  });

  it.each(functionsOf(stage))('of %s on each table are these', (name) => {
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
      ['EvaluateCampaignRoleDefaultPolicy', ['dynamodb:Query']],
    ]);
    expect(JSON.stringify(reaching)).toContain('/index/by-member"');
  });

  it('put messages into the queues of other channels, and what failed into a function’s own', () => {
    const sending = functionsOf(stage).map((name) => [name, queuesSentTo(stage, name)] as const);
    const all = queuesOf(stage).filter((name) => name.startsWith('send-') && !name.endsWith('-dlq'));
    const others = (channel: string) => all.filter((name) => name !== channel && name !== `${channel}-notices`);
    const expected: Readonly<Record<string, readonly string[]>> = {
      'publish-ledger': ['publish-ledger-failures'],
      'publish-rejections': ['publish-rejections-failures'],
      'publish-messages': ['publish-messages-failures'],
      'publish-members': ['publish-members-failures'],
      'dispatch-campaigns': all,
      'plan-occasion': all,
      'send-log': others('send-log'),
      'send-email': others('send-email'),
      'send-sms': others('send-sms'),
      'send-push': others('send-push'),
      'send-webhook': others('send-webhook'),
    };
    expect(all).toHaveLength(stage === 'local' ? 10 : 4);
    for (const [name, queues] of sending) expect(queues, name).toEqual([...(expected[name] ?? [])].sort());
  });

  it('reach no secret but that of the keys, and the webhook’s own', () => {
    const reading = functionsOf(stage).flatMap((name) => {
      const own = ownStatements(stage, name).filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'));
      const secrets = own.flatMap(({ Resource = [] }) => Resource.map((one) => JSON.stringify(one)));
      return secrets.map((secret) => [name, /ExportsOutputRef([A-Z]\w+?)[0-9A-F]{8}/.exec(secret)?.[1]] as const);
    });
    const ofWebhook = reading.filter(([, secret]) => secret === 'Webhook').map(([name]) => name);
    expect(ofWebhook).toEqual(stage === 'local' ? ['send-webhook'] : []);
    for (const [name, secret] of reading) expect(['IdentityKey', 'Webhook'], name).toContain(secret);
  });
});

describe('permissions of all functions', () => {
  it('cover everything that the code of functions can ask of AWS', () => {
    const folders = ['shared/store/dynamodb', 'shared/platform', 'shared/runtime', 'shared/channels', 'functions'];
    const granted = new Set(Object.values(expectedActions).flat());
    for (const command of commandsIn(folders)) {
      const needed = actionsOfCommand.get(command);
      expect(needed, `${command} is new here: grant it, and say which actions it needs`).toBeDefined();
      for (const action of needed ?? []) expect(granted.has(action), action).toBe(true);
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

/** Names within the stage of the queues that a function may put messages into. */
function queuesSentTo(stage: (typeof stages)[number], name: (typeof functionNames)[keyof typeof functionNames]) {
  const queues = resourcesOf(stage, 'AWS::SQS::Queue', { QueueName: z.string() });
  const names = new Map(
    queues.map(({ id, properties }) => [id, properties.QueueName.replace(resourceName(stage, ''), '')]),
  );
  const arn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
  return ownStatements(stage, name)
    .filter(({ Action }) => Action.includes('sqs:SendMessage'))
    .flatMap(({ Resource = [] }) => Resource.map((one) => names.get(arn.parse(one)['Fn::GetAtt'][0])))
    .sort();
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
