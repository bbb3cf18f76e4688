import { CfnOutput, Duration, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  byMemberIndex,
  identityKeySecretName,
  intakeTtlAttribute,
  manifestsBucketOutput,
  numbersBucketOutput,
  personalKeyAlias,
  rootsBucketOutput,
  type TableId,
} from '../../shared/config/names.ts';
import { AlarmsTopic } from '../constructs/alarms-topic.ts';
import { ArchivedBus } from '../constructs/archived-bus.ts';
import { DayNumbers } from '../constructs/day-numbers.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { tokensOf, type TokenIssuer } from '../constructs/machine-tokens.ts';
import { RunManifests } from '../constructs/run-manifests.ts';
import { SignedRoots } from '../constructs/signed-roots.ts';
import type { StageSettings } from '../stages.ts';

/** What must outlive every deployment: tables, bus, keys, roots, and the topic that people have subscribed to. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableId, Table>>;
  readonly bus: EventBus;
  /** Encrypts the tables with personal data, and the secret. */
  readonly personalKey: Key;
  /** Keys are derived from it; without it nobody is found by e-mail, phone or card again. */
  readonly identityKey: Secret;
  /** The roots of the days, and the key that signs them. */
  readonly roots: SignedRoots;
  /** The numbers of the days. */
  readonly numbers: DayNumbers;
  /** What was decided about every member of the audiences of campaigns. */
  readonly manifests: RunManifests;
  readonly alarmsTopic: Topic;
  /** Whose tokens the HTTP API takes. Its clients keep their ids and secrets whatever is deployed anew. */
  readonly tokens: TokenIssuer;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps) {
    super(scope, id, {
      ...props,
      description: 'Perennial: tables, bus, keys and roots',
      terminationProtection: settings.keepsData,
    });
    const removal = settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.personalKey = new Key(this, 'PersonalKey', {
      description: 'Personal data, refused events, and the secret that keys are derived from',
      alias: personalKeyAlias(settings.stage),
      enableKeyRotation: true,
      pendingWindow: Duration.days(settings.keepsData ? 30 : 7),
      removalPolicy: removal,
    });
    this.identityKey = new Secret(this, 'IdentityKey', {
      secretName: identityKeySecretName(settings.stage),
      description: 'Keys are derived from it: of the HMAC that identities are looked up by, and of refused events',
      // Under the key of personal data, by its ARN: given the key itself, the library would open the key's own policy
      // to Secrets Manager with wildcards, and the permissions of the account are enough.
      encryptionKey: Key.fromKeyArn(this, 'IdentityKeyEncryption', this.personalKey.keyArn),
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: removal,
    });
    Validations.of(this.identityKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Every look-up key of every member is a hash under this secret: rotating it by a timer would make every ' +
        'member unknown. Changing it is a migration that hashes all identities anew.',
    });
    this.tables = this.createTables(settings);
    this.bus = new ArchivedBus(this, 'Bus', settings).bus;
    this.roots = new SignedRoots(this, 'Roots', settings);
    this.numbers = new DayNumbers(this, 'Numbers', settings);
    this.manifests = new RunManifests(this, 'Manifests', { settings, personalKey: this.personalKey });
    this.alarmsTopic = new AlarmsTopic(this, 'Alarms', settings).topic;
    this.tokens = tokensOf(this, settings);
    this.printNames(settings);
  }

  private createTables(settings: StageSettings): Readonly<Record<TableId, Table>> {
    const { personalKey } = this;
    const ledger = new KeyedTable(this, 'Ledger', {
      settings,
      table: 'ledger',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    }).table;
    ledger.addGlobalSecondaryIndex({
      indexName: byMemberIndex.name,
      partitionKey: { name: byMemberIndex.key, type: AttributeType.STRING },
      sortKey: { name: byMemberIndex.sort, type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    return {
      accounts: new KeyedTable(this, 'Accounts', { settings, table: 'accounts' }).table,
      ledger,
      members: new KeyedTable(this, 'Members', {
        settings,
        table: 'members',
        personalKey,
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
      }).table,
      settings: new KeyedTable(this, 'Settings', { settings, table: 'settings' }).table,
      intake: new KeyedTable(this, 'Intake', {
        settings,
        table: 'intake',
        personalKey,
        stream: StreamViewType.NEW_IMAGE,
        timeToLiveAttribute: intakeTtlAttribute,
      }).table,
      snapshots: new KeyedTable(this, 'Snapshots', { settings, table: 'snapshots' }).table,
      messages: new KeyedTable(this, 'Messages', {
        settings,
        table: 'messages',
        // What is told of a message is told when it first appears.
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
      }).table,
      campaigns: new KeyedTable(this, 'Campaigns', {
        settings,
        table: 'campaigns',
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
      }).table,
      // Whoever reads the code of a coupon can use it.
      rewards: new KeyedTable(this, 'Rewards', { settings, table: 'rewards', personalKey }).table,
    };
  }

  private printNames(settings: StageSettings): void {
    const outputs = {
      AccountsTable: this.tables.accounts.tableName,
      LedgerTable: this.tables.ledger.tableName,
      MembersTable: this.tables.members.tableName,
      SettingsTable: this.tables.settings.tableName,
      IntakeTable: this.tables.intake.tableName,
      SnapshotsTable: this.tables.snapshots.tableName,
      MessagesTable: this.tables.messages.tableName,
      CampaignsTable: this.tables.campaigns.tableName,
      RewardsTable: this.tables.rewards.tableName,
      BusName: this.bus.eventBusName,
      IdentityKeySecret: identityKeySecretName(settings.stage),
      PersonalKey: this.personalKey.keyArn,
      [rootsBucketOutput]: this.roots.bucket.bucketName,
      RootsKey: this.roots.key.keyArn,
      [numbersBucketOutput]: this.numbers.bucket.bucketName,
      [manifestsBucketOutput]: this.manifests.bucket.bucketName,
      AlarmsTopic: this.alarmsTopic.topicArn,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `Output${name}`, { value, key: name });
  }
}
