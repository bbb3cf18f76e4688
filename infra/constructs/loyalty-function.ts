import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import {
  environmentVariables,
  identityKeySecretName,
  metricNamespace,
  resourceName,
  serviceName,
  type TableId,
} from '../../shared/config/names.ts';
import { bundling, entryOf, type FunctionName } from '../bundles.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';

/** A table and exactly what a function may do with it. */
type TableGrant = {
  readonly table: Table;
  readonly actions: readonly `dynamodb:${string}`[];
};

/** What a function may do with tables, as `grants.ts` spells it out, with the tables themselves. */
export function granted(
  tables: Readonly<Record<TableId, Table>>,
  grants: Readonly<Partial<Record<TableId, TableGrant['actions']>>>,
): Readonly<Partial<Record<TableId, TableGrant>>> {
  const given: Partial<Record<TableId, TableGrant>> = {};
  for (const [id] of tableVariables) {
    const actions = grants[id];
    if (actions !== undefined) given[id] = { table: tables[id], actions };
  }
  return given;
}

export type LoyaltyFunctionProps = AlarmSettings & {
  readonly name: FunctionName;
  /** What it does, in a few words; shown in the console of AWS. */
  readonly description: string;
  readonly timeout: Duration;
  /** What it means for members and the shop that it fails or is held back; a sentence without its full stop. */
  readonly impact: string;
  /** The runbook of its errors; default: the one for every function. */
  readonly errorsRunbook?: string;
  /** Megabytes of memory; default: the stage's. */
  readonly memoryMegabytes?: number;
  /** Variables of its environment over those that the properties below give it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The tables it touches; it learns the names of these and of no others. */
  readonly tables?: Readonly<Partial<Record<TableId, TableGrant>>>;
  /** The secret that its keys are derived from. */
  readonly identityKey?: Secret;
  /** The bus it puts events on. */
  readonly publishesTo?: EventBus;
};

/** Which variable carries the name of which table. */
const tableVariables = [
  ['accounts', environmentVariables.accountsTable],
  ['ledger', environmentVariables.ledgerTable],
  ['members', environmentVariables.membersTable],
  ['settings', environmentVariables.settingsTable],
  ['intake', environmentVariables.intakeTable],
  ['messages', environmentVariables.messagesTable],
  ['snapshots', environmentVariables.snapshotsTable],
  ['campaigns', environmentVariables.campaignsTable],
  ['rewards', environmentVariables.rewardsTable],
] as const satisfies readonly (readonly [TableId, string])[];

const writing: ReadonlySet<string> = new Set([
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
]);

/** What DynamoDB asks of the key of a table that is only read, and of one that is written, spelled out. */
const keyActions = {
  reading: ['kms:Decrypt', 'kms:DescribeKey'],
  writing: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
} as const;

/**
 * A Lambda function of the engine: bundled from `functions/<name>/handler.ts`, with a role of its own that may do what
 * is written here and nothing else, its own log group, and alarms on errors and throttles.
 */
export class LoyaltyFunction extends Construct {
  readonly function: NodejsFunction;
  readonly timeout: Duration;
  readonly alarms: readonly ImpactAlarm[];
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: LoyaltyFunctionProps) {
    super(scope, id);
    const { settings } = props;
    const functionName = resourceName(settings.stage, props.name);
    this.timeout = props.timeout;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: settings.logRetention,
      // Not kept anywhere: one that outlives its stack is in the way of the next stack.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    this.function = new NodejsFunction(this, 'Function', {
      functionName,
      description: props.description,
      entry: entryOf(props.name),
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? settings.memoryMegabytes,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      environment: environmentOf(props),
      // A variable for the SDK's second version, which is not here.
      awsSdkConnectionReuse: false,
      bundling: bundling(settings),
    });
    this.grant(props);
    this.alarms = this.watch(props);
  }

  /** Allows the function these actions on these resources, over what its properties already say. */
  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Tells the function what is only known once it is there, for it stands in the environment. */
  tell(variable: string, value: string): void {
    this.function.addEnvironment(variable, value);
  }

  private grant(props: LoyaltyFunctionProps): void {
    // DynamoDB uses a customer-managed key in the name of the caller.
    const keys = new Map<IKey, Set<string>>();
    for (const { table, actions } of Object.values(props.tables ?? {})) {
      this.allow(actions, table.tableArn);
      if (table.encryptionKey === undefined) continue;
      const asked = keys.get(table.encryptionKey) ?? new Set<string>();
      const writes = actions.some((action) => writing.has(action));
      for (const action of writes ? keyActions.writing : keyActions.reading) asked.add(action);
      keys.set(table.encryptionKey, asked);
    }
    for (const [key, actions] of keys) this.allow([...actions].sort(), key.keyArn);
    if (props.identityKey !== undefined) {
      this.allow(['secretsmanager:GetSecretValue'], props.identityKey.secretArn);
      // Secrets Manager decrypts in the name of the caller, too.
      if (props.identityKey.encryptionKey !== undefined) {
        this.allow(['kms:Decrypt'], props.identityKey.encryptionKey.keyArn);
      }
    }
    if (props.publishesTo !== undefined) this.allow(['events:PutEvents'], props.publishesTo.eventBusArn);
  }

  private watch(props: LoyaltyFunctionProps): readonly ImpactAlarm[] {
    const { settings, alarmsTopic, name, impact } = props;
    const overFiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };
    return [
      new ImpactAlarm(this, 'Errors', {
        settings,
        alarmsTopic,
        name: `${name}-errors`,
        impact: `${impact}: ${name} fails.`,
        runbook: props.errorsRunbook ?? 'function-errors',
        metric: this.function.metricErrors(overFiveMinutes),
        threshold: 1,
      }),
      new ImpactAlarm(this, 'Throttles', {
        settings,
        alarmsTopic,
        name: `${name}-throttles`,
        impact: `${impact}: ${name} is held back.`,
        runbook: 'function-throttles',
        metric: this.function.metricThrottles(overFiveMinutes),
        threshold: 1,
        periods: 3,
      }),
    ];
  }
}

function environmentOf(props: LoyaltyFunctionProps): Record<string, string> {
  const environment: Record<string, string> = {
    POWERTOOLS_SERVICE_NAME: serviceName,
    POWERTOOLS_METRICS_NAMESPACE: metricNamespace,
    [environmentVariables.stage]: props.settings.stage,
    ...props.environment,
  };
  for (const [table, variable] of tableVariables) {
    const grant = props.tables?.[table];
    if (grant !== undefined) environment[variable] = grant.table.tableName;
  }
  if (props.identityKey !== undefined) {
    environment[environmentVariables.identityKeySecret] = identityKeySecretName(props.settings.stage);
  }
  if (props.publishesTo !== undefined) environment[environmentVariables.bus] = props.publishesTo.eventBusName;
  if (props.settings.sourceMaps) environment['NODE_OPTIONS'] = '--enable-source-maps';
  return environment;
}
