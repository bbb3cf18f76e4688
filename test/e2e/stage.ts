/** The stage that the set-up of this project has deployed: its stores, its tables as they lie there, its queues. */
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { queueLength } from '../../cli/queue-lengths.ts';
import { localClientSettings } from '../../cli/local/stage-connection.ts';
import { identityKeySecretName, resourceName, tableName } from '../../shared/config/names.ts';
import type { queueNames, TableId } from '../../shared/config/names.ts';
import { documentClient } from '../../shared/platform/document-client.ts';
import { readSecretKeys } from '../../shared/platform/secret-keys.ts';
import type { SecretKeys } from '../../shared/platform/secret-keys.ts';
import { openStores } from '../../shared/runtime/engine.ts';
import { tablesOf } from '../../shared/store/dynamodb/tables.ts';
import { eventually } from './eventually.ts';

export const endpoint = inject('endpoint');
export const clients = localClientSettings(endpoint);
export const stores = openStores(tablesOf('local'), clients);
export const rawTables = documentClient(clients);
export const sqs = new SQSClient(clients);

export type QueueName = (typeof queueNames)[keyof typeof queueNames];
export type Item = Readonly<Record<string, unknown>>;

/** Every item of a table as it lies there, in an order that stays the same. */
export async function rawItems(table: TableId): Promise<readonly Item[]> {
  const found: (readonly [string, Item])[] = [];
  const scan = { TableName: tableName('local', table), ConsistentRead: true };
  for await (const { Items: items = [] } of paginateScan({ client: rawTables }, scan)) {
    found.push(...items.map((item): [string, Item] => [keyOf(item), item]));
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** Whatever an item is found by, as one text. */
function keyOf({ memberId, entryId, key, sort }: Item): string {
  return JSON.stringify(key === undefined ? (entryId ?? memberId) : [key, sort]);
}

/** All that a replay is about; what became of single events (the table `intake`) is not in it. */
export async function books() {
  const [accounts, ledger, members] = await Promise.all([
    rawItems('accounts'),
    rawItems('ledger'),
    rawItems('members'),
  ]);
  return { accounts, ledger, members };
}

export async function queueUrl(queue: QueueName): Promise<string> {
  const { QueueUrl: url } = await sqs.send(new GetQueueUrlCommand({ QueueName: resourceName('local', queue) }));
  if (url === undefined) throw new Error(`the stage has no queue ${queue}`);
  return url;
}

/** Messages in a queue, those that a function is at work on included. */
export async function messagesIn(queue: QueueName): Promise<number> {
  return queueLength(sqs, await queueUrl(queue));
}

/** Waits until a function has done all that lies in its queue. */
export async function allDone(queue: QueueName): Promise<void> {
  await eventually(`the end of what lies in ${queue}`, async () =>
    (await messagesIn(queue)) === 0 ? true : undefined,
  );
}

/** The keys that the deployed functions work with. */
export async function secretKeys(): Promise<SecretKeys> {
  return readSecretKeys(identityKeySecretName('local'), clients);
}
