/** The heads of all accounts, and what stands in one place of a history: what a root is made of and checked against. */
import { beforeEach, describe, expect, it } from 'vitest';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import { dynamodbHeads } from '../../shared/store/dynamodb/head-store.ts';
import type { Head, HeadStore } from '../../shared/store/head-store.ts';
import { memoryHeads } from '../../shared/store/memory/memory-heads.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';
import { all } from '../fixtures/all.ts';
import { emptyAccount, postedInOrder, writesOf } from '../fixtures/ledger.ts';

type Opened = { readonly ledger: LedgerStore; readonly heads: HeadStore };

async function openDynamodb() {
  const client = localClient(inject('endpoint'));
  const tables = await createTables(client);
  return { ...storesOver(client, tables), heads: dynamodbHeads({ client, tables }) };
}

async function openMemory(): Promise<Opened> {
  const ledger = new MemoryStore();
  return Promise.resolve({ ledger, heads: memoryHeads(ledger) });
}

async function headsOf({ heads }: Opened, parts: number): Promise<readonly Head[]> {
  const pages = await Promise.all(
    Array.from({ length: parts }, async (_, index) => all(heads.heads({ index, of: parts }))),
  );
  expect(pages.flat().flatMap(({ unreadable }) => unreadable)).toEqual([]);
  return pages
    .flat()
    .flatMap((page) => page.heads)
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
}

async function post(ledger: LedgerStore, memberId: string, purchaseIds: readonly string[]): Promise<Head> {
  let head: Head | undefined;
  for (const [index, one] of postedInOrder(memberId, purchaseIds).entries()) {
    expect(await ledger.commit(writesOf(one, index === 0 ? null : index))).toBe('committed');
    head = { memberId, seq: one.account.seq, head: one.account.head };
  }
  if (head === undefined) throw new TypeError('nothing was posted');
  return head;
}

describe.each([
  { store: 'memory', open: openMemory },
  { store: 'dynamodb', open: openDynamodb },
])('the $store store', ({ open }) => {
  let stores: Opened;
  beforeEach(async () => {
    stores = await open();
  });

  it('has no heads where there are no accounts, and none of an account without entries', async () => {
    expect(await headsOf(stores, 1)).toEqual([]);
    await stores.ledger.commit([{ write: 'account', account: emptyAccount('newcomer'), expected: null }]);
    expect(await headsOf(stores, 2)).toEqual([]);
  });

  it.each([1, 4])('has every head once, in %i parts', async (parts) => {
    const members = Array.from({ length: 30 }, (_, index) => `member-${String(index).padStart(2, '0')}`);
    const expected: Head[] = [];
    for (const memberId of members) expected.push(await post(stores.ledger, memberId, [`${memberId}-1`]));
    expect(await headsOf(stores, parts)).toEqual(expected);
  });

  it('says which entry is the newest', async () => {
    const head = await post(stores.ledger, 'ann', ['a1', 'a2', 'a3']);
    expect(head.seq).toBe(3);
    expect(await headsOf(stores, 1)).toEqual([head]);
  });

  it('has what stands in one place of a history', async () => {
    await post(stores.ledger, 'ann', ['a1', 'a2', 'a3']);
    await post(stores.ledger, 'bob', ['b1']);
    const at = async (memberId: string, seq: number) =>
      (await all(stores.ledger.records(memberId, seq))).map(({ entryId }) => entryId);
    expect(await at('ann', 2)).toEqual(['purchase:a2']);
    expect(await at('bob', 1)).toEqual(['purchase:b1']);
    expect(await at('ann', 4)).toEqual([]);
    expect(await at('nobody', 1)).toEqual([]);
  });
});

describe('the dynamodb store', () => {
  it('names the accounts that state no head, and goes on', async () => {
    const { client, tables, ledger, heads } = await openDynamodb();
    const head = await post(ledger, 'ann', ['a1']);
    const broken = {
      bad: { seq: 1 },
      worse: { head: head.head },
      worst: { seq: '1', head: head.head },
      odd: { seq: 1, head: 'x' },
    };
    for (const [memberId, attributes] of Object.entries(broken)) {
      await client.send(new PutCommand({ TableName: tables.accounts, Item: { memberId, version: 1, ...attributes } }));
    }
    const pages = await all(heads.heads({ index: 0, of: 1 }));
    expect(pages.flatMap((page) => page.heads)).toEqual([head]);
    expect(pages.flatMap(({ unreadable }) => unreadable).sort()).toEqual(Object.keys(broken).sort());
  });
});
