/** Bytes of what the tables hold of a member and of each movement, index included: what storage is paid for. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { byMemberIndex } from '../shared/config/names.ts';
import { openEngine } from './bench-engine.ts';
import { memberWith } from './bench-members.ts';
import { itemBytes } from './item-size.ts';
import type { StoredItem } from './item-size.ts';
import { localClient } from './local-stores.ts';
import { saleMessage } from './reference-case.ts';

/** DynamoDB adds this much to every item, and to every item of an index ("Best practices for storing large items"). */
const overheadBytes = 100;

export type StoredSizes = {
  /** The account of a weekly shopper after a year. */
  readonly account: number;
  /** Profile, and the owner of one identity. */
  readonly person: number;
  /** A sale of the reference case, which has five lines. */
  readonly sale: number;
};

async function itemsOf(client: DynamoDBDocumentClient, table: string): Promise<readonly StoredItem[]> {
  const items: StoredItem[] = [];
  let from: StoredItem | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: from }));
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

const stored = (item: StoredItem) => itemBytes(item) + overheadBytes;

/** Bytes of each item of a table, with what DynamoDB adds. */
export async function measureItems(endpoint: string, table: string): Promise<readonly number[]> {
  return (await itemsOf(localClient(endpoint), table)).map(stored);
}

/** An entry with its item in the index, which has the keys alone. */
function entryBytes(item: StoredItem): number {
  const { entryId, [byMemberIndex.key]: memberId, [byMemberIndex.sort]: seq } = item;
  if (entryId === undefined || memberId === undefined || seq === undefined) throw new Error('an entry has its keys');
  return stored(item) + stored({ entryId, [byMemberIndex.key]: memberId, [byMemberIndex.sort]: seq });
}

export async function measureStored(endpoint: string): Promise<StoredSizes> {
  const engine = await openEngine(endpoint);
  const client = localClient(endpoint);
  const { memberId, today } = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
  await engine.apply([saleMessage({ name: 'reference', member: { memberId }, day: today })]);
  const [accounts, entries, people] = await Promise.all(
    [engine.tables.accounts, engine.tables.ledger, engine.tables.members].map((table) => itemsOf(client, table)),
  );
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const sale = entries?.find(({ entryId }) => entryId?.S?.startsWith('purchase:pos:reference') === true);
  if (sale === undefined) throw new Error('the sale was posted');
  return {
    account: sum((accounts ?? []).map(stored)),
    person: sum((people ?? []).map(stored)),
    sale: entryBytes(sale),
  };
}
