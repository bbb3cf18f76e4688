import { ScanCommand, TransactWriteCommand, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { byMemberIndex } from '../../config/names.ts';
import { parseEntry } from '../../contracts/entry-record.ts';
import { birthdayOf } from '../../domain/birthday.ts';
import type { Birthday } from '../../domain/birthday.ts';
import type { Entry } from '../../domain/entry.ts';
import type { LedgerStore, StoredRecord, VersionedAccount } from '../store.ts';
import { parseAccount } from './account-item.ts';
import { batchGet } from './batch-get.ts';
import type { Connection } from './connection.ts';
import { memberKeys } from './keys.ts';
import { isEntryItem, parseLedgerItem } from './ledger-item.ts';
import { parseProfile } from './profile-item.ts';
import { partOf } from './transaction.ts';

/** Reasons that mean: somebody else was faster. Every other reason is a bug or a limit and is thrown. */
const lostRace = new Set(['ConditionalCheckFailed', 'TransactionConflict', 'None']);

function isLostRace(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const reasons = error.CancellationReasons ?? [];
  return reasons.length > 0 && reasons.every(({ Code }) => lostRace.has(Code ?? 'None'));
}

/** The account of an item; undefined when it is none, which harms nobody else's. */
function readAccount(item: StoredRecord): VersionedAccount | undefined {
  try {
    return parseAccount(item);
  } catch {
    return undefined;
  }
}

const historyPage = 100;

async function* recordsOf(
  { client, tables, backOff }: Connection,
  memberId: string,
  seq?: number,
): AsyncGenerator<StoredRecord> {
  const place = seq === undefined ? undefined : { name: { '#seq': byMemberIndex.sort }, value: { ':seq': seq } };
  const pages = paginateQuery(
    { client, pageSize: historyPage },
    {
      TableName: tables.ledger,
      IndexName: byMemberIndex.name,
      KeyConditionExpression: `#member = :member${place === undefined ? '' : ' AND #seq = :seq'}`,
      ExpressionAttributeNames: { '#member': byMemberIndex.key, ...place?.name },
      ExpressionAttributeValues: { ':member': memberId, ...place?.value },
    },
  );
  for await (const { Items: places = [] } of pages) {
    const keys = places.map(({ entryId }) => ({ entryId: String(entryId) }));
    const found = await batchGet(client, [{ table: tables.ledger, keys, consistent: true }], backOff);
    const byId = new Map((found.get(tables.ledger) ?? []).map((item) => [item['entryId'], item]));
    for (const { entryId } of keys) {
      const item = byId.get(entryId);
      if (item !== undefined) yield item;
    }
  }
}

async function* historyOf(connection: Connection, memberId: string): AsyncGenerator<Entry> {
  for await (const record of recordsOf(connection, memberId)) yield parseEntry(record);
}

async function* keysOf({ client, tables }: Connection): AsyncGenerator<{ memberId: string | null; entryId: string }> {
  const pages = paginateScan(
    { client },
    { TableName: tables.ledger, ProjectionExpression: 'entryId, memberId', ConsistentRead: true },
  );
  for await (const { Items: items = [] } of pages) {
    for (const item of items) {
      const memberId = isEntryItem(item) ? String(item['memberId']) : null;
      yield { memberId, entryId: String(item['entryId']) };
    }
  }
}

function birthdaysIn(items: readonly StoredRecord[]): ReadonlyMap<string, Birthday | null> {
  return new Map(items.map(parseProfile).map((profile) => [profile.memberId, birthdayOf(profile) ?? null]));
}

/** The ledger on DynamoDB (architecture: two tables, one index, one transaction for everything that changes together). */
export function dynamodbLedger(connection: Connection): LedgerStore {
  const { client, tables, backOff } = connection;
  return {
    async read({ memberIds, entryIds, birthdaysOf }) {
      const ids = [...new Set(entryIds)];
      const members = [...new Set(memberIds)];
      const found = await batchGet(
        client,
        [
          { table: tables.accounts, keys: members.map((memberId) => ({ memberId })), consistent: true },
          { table: tables.ledger, keys: ids.map((entryId) => ({ entryId })), consistent: true },
          {
            table: tables.members,
            keys: (birthdaysOf?.memberIds ?? []).map(memberKeys.profile),
            consistent: birthdaysOf?.consistency === 'strong',
          },
        ],
        backOff,
      );
      const accounts = (found.get(tables.accounts) ?? []).map(parseAccount);
      const items = (found.get(tables.ledger) ?? []).map(parseLedgerItem);
      return {
        accounts: new Map(accounts.map((account) => [account.account.memberId, account])),
        items: new Map(items.map((item) => [item.found === 'entry' ? item.entry.entryId : item.held.key, item])),
        ...(birthdaysOf === undefined ? {} : { birthdays: birthdaysIn(found.get(tables.members) ?? []) }),
      };
    },
    async commit(writes) {
      try {
        await client.send(
          new TransactWriteCommand({ TransactItems: writes.map((write) => partOf(write, connection)) }),
        );
        return 'committed';
      } catch (error) {
        if (isLostRace(error)) return 'conflict';
        throw error;
      }
    },
    history: (memberId) => historyOf(connection, memberId),
    records: (memberId, seq) => recordsOf(connection, memberId, seq),
    keys: () => keysOf(connection),
    async scanAccounts(startKey, part) {
      const { Items: items = [], LastEvaluatedKey: last } = await client.send(
        new ScanCommand({
          TableName: tables.accounts,
          ...(startKey === undefined ? {} : { ExclusiveStartKey: { memberId: startKey } }),
          ...(part === undefined ? {} : { Segment: part.index, TotalSegments: part.of }),
        }),
      );
      const nextKey = last === undefined ? undefined : String(last['memberId']);
      const unreadable: string[] = [];
      const accounts = items.flatMap((item) => {
        const account = readAccount(item);
        if (account === undefined) unreadable.push(String(item['memberId']));
        return account ?? [];
      });
      return { accounts, ...(unreadable.length === 0 ? {} : { unreadable }), nextKey };
    },
  };
}
