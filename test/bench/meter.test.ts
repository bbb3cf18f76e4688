/** The meter against sums that are done by hand, from DynamoDB's own rules. */
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { createTables, localClient } from '../../bench/local-stores.ts';
import { meterOn } from '../../bench/meter.ts';
import type { Meter, Usage } from '../../bench/meter.ts';
import type { Tables } from '../../shared/store/dynamodb/tables.ts';

let client: DynamoDBDocumentClient;
let tables: Tables;
let meter: Meter;
beforeEach(async () => {
  client = localClient(inject('endpoint'));
  tables = await createTables(client);
  meter = meterOn(client, tables);
});

/** What the commands cost, one after the other. */
async function costs(...commands: readonly (() => Promise<unknown>)[]): Promise<Usage[]> {
  const usages: Usage[] = [];
  for (const command of commands) {
    const { calls, readUnits, writeUnits } = await meter.measure(command);
    usages.push({ calls, readUnits, writeUnits });
  }
  return usages;
}

const read = (readUnits: number) => ({ calls: 1, readUnits, writeUnits: 0 });
const write = (writeUnits: number) => ({ calls: 1, readUnits: 0, writeUnits });

/** An item of the accounts table of exactly so many bytes. */
const account = (memberId: string, bytes: number) => {
  return { memberId, x: 'x'.repeat(bytes - 'memberId'.length - memberId.length - 1) };
};
const entry = (entryId: string, bytes = 100) => ({ entryId, memberId: 'ann', seq: 1, x: 'x'.repeat(bytes) });

const put = (Item: Record<string, unknown>) => async () =>
  client.send(new PutCommand({ TableName: tables.accounts, Item }));
type Parts = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;
const transact =
  (...TransactItems: Parts) =>
  async () =>
    client.send(new TransactWriteCommand({ TransactItems }));
const putPart = (TableName: string, Item: Record<string, unknown>): Parts[number] => ({ Put: { TableName, Item } });

describe('writes', () => {
  it('cost a unit for each KB begun', async () => {
    const usages = await costs(put(account('a', 30)), put(account('b', 1024)), put(account('c', 1025)));
    expect(usages).toEqual([write(1), write(1), write(2)]);
  });

  it('are charged at the larger of the old and the new item', async () => {
    expect(await costs(put(account('a', 3000)), put(account('a', 30)), put(account('a', 30)))).toEqual([
      write(3),
      write(3),
      write(1),
    ]);
  });

  it('of single attributes are charged for the whole item, as it was or as it is', async () => {
    const update = (UpdateExpression: string, values?: Record<string, unknown>) => async () =>
      client.send(
        new UpdateCommand({
          TableName: tables.accounts,
          Key: { memberId: 'a' },
          UpdateExpression,
          ExpressionAttributeNames: Object.fromEntries(
            ['x', 'y'].flatMap((name) => (UpdateExpression.includes(`#${name}`) ? [[`#${name}`, name]] : [])),
          ),
          ExpressionAttributeValues: values,
        }),
      );
    const usages = await costs(
      update('SET #x = :x', { ':x': 'x'.repeat(1000) }),
      update('SET #x = :x, #y = :y', { ':x': 'x'.repeat(1000), ':y': 'y'.repeat(1100) }),
      update('SET #x = :x REMOVE #y', { ':x': 'x' }),
      update('SET #x = :x', { ':x': 'x'.repeat(1000) }),
    );
    expect(usages).toEqual([write(1), write(3), write(3), write(1)]);
    await expect(meter.measure(update('ADD #y :y', { ':y': 1 }))).rejects.toThrow('the meter does not know the update');
  });

  it('know the size of what was read and never written', async () => {
    await localClient(inject('endpoint')).send(
      new PutCommand({ TableName: tables.accounts, Item: account('a', 3000) }),
    );
    await client.send(new GetCommand({ TableName: tables.accounts, Key: { memberId: 'a' } }));
    expect(await costs(put(account('a', 30)))).toEqual([write(3)]);
  });

  it('cost twice as much in a transaction, condition checks and deletions too', async () => {
    const Key = { memberId: 'a' };
    const check = { TableName: tables.accounts, Key, ConditionExpression: 'attribute_exists(memberId)' };
    const absent = { ...check, Key: { memberId: 'z' }, ConditionExpression: 'attribute_not_exists(memberId)' };
    const usages = await costs(
      transact(putPart(tables.accounts, account('a', 1500)), putPart(tables.accounts, account('b', 30))),
      transact({ ConditionCheck: check }, { ConditionCheck: absent }),
      transact({ Delete: { TableName: tables.accounts, Key } }),
      transact(putPart(tables.accounts, account('a', 30))),
    );
    expect(usages).toEqual([write(6), write(6), write(4), write(2)]);
  });

  it('cost one more for each index item that comes or goes, outside of the transaction’s double', async () => {
    const waiting = { entryId: 'w', waiting: {} };
    const usages = await costs(
      transact(putPart(tables.ledger, entry('e'))),
      transact(putPart(tables.ledger, waiting)),
      transact(putPart(tables.ledger, entry('w'))),
      // The same keys with other content: nothing of it is in the index.
      transact(putPart(tables.ledger, entry('w', 50))),
      transact(putPart(tables.ledger, { ...entry('w'), seq: 2 })),
    );
    expect(usages).toEqual([write(3), write(2), write(3), write(2), write(4)]);
  });

  it('are told apart by table', async () => {
    await costs(put(account('a', 1500)), transact(putPart(tables.ledger, entry('e'))));
    const { accounts, ledger, intake } = tables;
    expect([meter.writtenTo(accounts), meter.writtenTo(ledger), meter.writtenTo(intake)]).toEqual([2, 3, 0]);
    expect(meter.writtenTo(accounts, ledger)).toBe(meter.total().writeUnits);
  });

  it('are charged when a condition refuses them, the index apart', async () => {
    await costs(put(account('a', 30)));
    const taken = { TableName: tables.accounts, Item: account('a', 1500) };
    const refused = { Put: { ...taken, ConditionExpression: 'attribute_not_exists(memberId)' } };
    const lost = transact(refused, putPart(tables.ledger, entry('e')));
    const [usage] = await costs(async () => expect(lost()).rejects.toThrow());
    expect(usage).toEqual(write(6));
  });
});

describe('reads', () => {
  const key = (memberId: string) => ({ TableName: tables.accounts, Key: { memberId } });
  const get = (memberId: string, ConsistentRead: boolean) => async () =>
    client.send(new GetCommand({ ...key(memberId), ConsistentRead }));

  it('cost a unit for each 4 KB begun, eventually consistent ones half of it, missing items the least', async () => {
    await costs(put(account('a', 4096)), put(account('b', 4097)));
    const usages = await costs(get('a', true), get('b', true), get('b', false), get('z', true), get('z', false));
    expect(usages).toEqual([read(1), read(2), read(1), read(1), read(0.5)]);
  });

  it('are charged item by item in a batch', async () => {
    await costs(put(account('a', 30)), put(account('b', 5000)));
    const keys = (...ids: readonly string[]) => ids.map((memberId) => ({ memberId }));
    const batch = (ConsistentRead: boolean) => async () =>
      client.send(
        new BatchGetCommand({ RequestItems: { [tables.accounts]: { Keys: keys('a', 'b', 'z'), ConsistentRead } } }),
      );
    expect(await costs(batch(true), batch(false))).toEqual([read(4), read(2)]);
  });

  it('are charged for the sum of a query or a scan', async () => {
    await costs(put(account('a', 3000)), put(account('b', 3000)), put(account('c', 3000)));
    await costs(transact(putPart(tables.ledger, entry('e', 9000))));
    const scan = async () => client.send(new ScanCommand({ TableName: tables.accounts }));
    const query = async () =>
      client.send(
        new QueryCommand({
          TableName: tables.ledger,
          IndexName: 'by-member',
          KeyConditionExpression: 'memberId = :m',
          ExpressionAttributeValues: { ':m': 'ann' },
        }),
      );
    expect(await costs(scan, query)).toEqual([read(1.5), read(0.5)]);
  });

  it('are not guessed where only a part is seen', async () => {
    const filtered = { TableName: tables.accounts, FilterExpression: 'attribute_exists(x)' };
    await expect(client.send(new ScanCommand(filtered))).rejects.toThrow('what a filter leaves out');
  });
});
