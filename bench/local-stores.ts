/** Stores over empty tables of their own on a local AWS: for what is measured, and for the tests of the stores. */
import { randomUUID } from 'node:crypto';
import { CreateTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localClientSettings } from '../cli/local/stage-connection.ts';
import { byMemberIndex, intakeTtlAttribute, tables as shapes } from '../shared/config/names.ts';
import type { TableId } from '../shared/config/names.ts';
import { backOff } from '../shared/platform/back-off.ts';
import { documentClient } from '../shared/platform/document-client.ts';
import type { CampaignStore } from '../shared/store/campaign-store.ts';
import type { CouponStore } from '../shared/store/coupon-store.ts';
import { dynamodbCampaigns } from '../shared/store/dynamodb/campaign-store.ts';
import { dynamodbCoupons } from '../shared/store/dynamodb/coupon-store.ts';
import { dynamodbIntake } from '../shared/store/dynamodb/intake-store.ts';
import { dynamodbLedger } from '../shared/store/dynamodb/ledger-store.ts';
import { dynamodbMembers } from '../shared/store/dynamodb/member-store.ts';
import { dynamodbMessages } from '../shared/store/dynamodb/message-store.ts';
import { dynamodbOutbox } from '../shared/store/dynamodb/outbox-store.ts';
import { dynamodbSettings } from '../shared/store/dynamodb/settings-store.ts';
import type { Tables } from '../shared/store/dynamodb/tables.ts';
import type { MessageList, MessageStore } from '../shared/store/message-store.ts';
import type { MemberStore, ProfileList } from '../shared/store/member-store.ts';
import type { OutboxStore, SentMessages } from '../shared/store/outbox-store.ts';
import type { IntakeStore, LedgerStore, SettingsStore } from '../shared/store/store.ts';

export type Stores = {
  readonly ledger: LedgerStore;
  readonly members: MemberStore & ProfileList;
  readonly settings: SettingsStore;
  readonly intake: IntakeStore;
  readonly messages: MessageStore & MessageList;
  readonly campaigns: CampaignStore;
  readonly outbox: OutboxStore & SentMessages;
  readonly coupons: CouponStore;
};
export type LocalStores = Stores & { readonly client: DynamoDBDocumentClient; readonly tables: Tables };

async function createTable(client: DynamoDBDocumentClient, id: TableId, name: string): Promise<void> {
  const shape: { readonly key: string; readonly sort?: string } = shapes[id];
  const strings = [shape.key, ...(shape.sort === undefined ? [] : [shape.sort])];
  const indexed = id === 'ledger';
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: strings.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: [
        ...[...strings, ...(indexed ? [byMemberIndex.key] : [])].map((key) => {
          return { AttributeName: key, AttributeType: 'S' as const };
        }),
        ...(indexed ? [{ AttributeName: byMemberIndex.sort, AttributeType: 'N' as const }] : []),
      ],
      ...(indexed
        ? {
            GlobalSecondaryIndexes: [
              {
                IndexName: byMemberIndex.name,
                KeySchema: [
                  { AttributeName: byMemberIndex.key, KeyType: 'HASH' as const },
                  { AttributeName: byMemberIndex.sort, KeyType: 'RANGE' as const },
                ],
                Projection: { ProjectionType: 'KEYS_ONLY' as const },
              },
            ],
          }
        : {}),
    }),
  );
  if (id !== 'intake') return;
  const TimeToLiveSpecification = { AttributeName: intakeTtlAttribute, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
}

export const tableIds = [
  'accounts',
  'ledger',
  'members',
  'settings',
  'intake',
  'snapshots',
  'messages',
  'campaigns',
  'rewards',
] as const satisfies readonly TableId[];

/** Creates tables with the keys and the index that infra/stacks/data.ts gives them, under names of their own. */
export async function createTables(client: DynamoDBDocumentClient): Promise<Tables> {
  const prefix = randomUUID();
  const nameOf = (id: TableId) => `${prefix}-${shapes[id].name}`;
  const tables: Tables = {
    accounts: nameOf('accounts'),
    ledger: nameOf('ledger'),
    members: nameOf('members'),
    settings: nameOf('settings'),
    intake: nameOf('intake'),
    snapshots: nameOf('snapshots'),
    messages: nameOf('messages'),
    campaigns: nameOf('campaigns'),
    rewards: nameOf('rewards'),
  };
  await Promise.all(tableIds.map(async (id) => createTable(client, id, tables[id])));
  return tables;
}

/** A client for the local AWS at an endpoint, as the functions have one: with the SDK's own retries. */
export function localClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return documentClient({ ...localClientSettings(endpoint), ...config });
}

/** The stores of a deployment over the given tables. */
export function storesOver(client: DynamoDBDocumentClient, tables: Tables): LocalStores {
  const nowEpochSeconds = () => Math.floor(Date.now() / 1000);
  const connection = { client, tables, backOff, nowEpochSeconds };
  return {
    client,
    tables,
    ledger: dynamodbLedger(connection),
    members: dynamodbMembers(connection),
    settings: dynamodbSettings(connection),
    intake: dynamodbIntake(connection),
    messages: dynamodbMessages(connection),
    campaigns: dynamodbCampaigns(connection),
    outbox: dynamodbOutbox(connection),
    coupons: dynamodbCoupons(connection),
  };
}
