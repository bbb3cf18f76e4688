/** The same accounts as items of a table on a local AWS: written there directly, and read by the store of a deployment. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StoredRecord } from '../../shared/store/store.ts';
import { createTables, localClient, storesOver } from '../local-stores.ts';
import { meterOn } from '../meter.ts';
import { generateMembers, itemAt } from './generated-members.ts';

/** What one call may write. */
const itemsAtOnce = 25;

export type MeasuredTable = {
  readonly accounts: number;
  readonly calls: number;
  readonly readUnits: number;
};

async function writeAll(client: DynamoDBDocumentClient, table: string, items: readonly StoredRecord[]): Promise<void> {
  const PutRequests = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: PutRequests } }));
  if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('a local table takes what it is given');
}

/** @throws Error when the scan does not find every account, or one that it cannot read */
export async function measureTable(
  endpoint: string,
  accounts: number,
  progress: (done: number) => void = () => undefined,
): Promise<MeasuredTable> {
  const members = await generateMembers();
  const writer = localClient(endpoint);
  const tables = await createTables(writer);
  for (let at = 0; at < accounts; at += itemsAtOnce) {
    const count = Math.min(itemsAtOnce, accounts - at);
    const items = Array.from({ length: count }, (_, index) => itemAt(members, at + index));
    await writeAll(writer, tables.accounts, items);
    if (at % 10_000 === 0) progress(at);
  }
  const client = localClient(endpoint);
  const meter = meterOn(client, tables);
  const { ledger } = storesOver(client, tables);
  let found = 0;
  let startKey: string | undefined;
  do {
    const page = await ledger.scanAccounts(startKey);
    if (page.unreadable !== undefined) throw new Error('every account is one');
    found += page.accounts.length;
    startKey = page.nextKey;
  } while (startKey !== undefined);
  if (found !== accounts) throw new Error(`${String(found)} of ${String(accounts)} accounts were found`);
  const { calls, readUnits } = meter.total();
  return { accounts, calls, readUnits };
}
