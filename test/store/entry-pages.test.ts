/** Pages of histories, in both stores. */
import { describe, expect, inject, it } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import { backOff } from '../../shared/platform/back-off.ts';
import { dynamodbEntryPages } from '../../shared/store/dynamodb/entry-pages.ts';
import type { EntryPages } from '../../shared/store/entry-pages.ts';
import { memoryEntryPages } from '../../shared/store/memory/memory-entry-pages.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';
import { postedInOrder, writesOf } from '../fixtures/ledger.ts';

type Opened = { readonly ledger: LedgerStore; readonly entries: EntryPages };

async function openMemory(): Promise<Opened> {
  const ledger = new MemoryStore();
  return Promise.resolve({ ledger, entries: memoryEntryPages(ledger) });
}

async function openDynamodb(): Promise<Opened> {
  const client = localClient(inject('endpoint'));
  const tables = await createTables(client);
  const entries = dynamodbEntryPages({ client, tables, backOff, nowEpochSeconds: () => 0 });
  return { ledger: storesOver(client, tables).ledger, entries };
}

describe.each([
  { store: 'memory', open: openMemory },
  { store: 'dynamodb', open: openDynamodb },
])('pages of a history in $store', ({ open }) => {
  it('go from the newest entry to the first', async () => {
    const { ledger, entries } = await open();
    for (const memberId of ['ann', 'bob']) {
      const ids = Array.from({ length: 7 }, (_, index) => `${memberId}-${String(index + 1)}`);
      for (const [index, posted] of postedInOrder(memberId, ids).entries()) {
        expect(await ledger.commit(writesOf(posted, index === 0 ? null : index))).toBe('committed');
      }
    }
    const seqs = async (before: number | undefined, limit: number, memberId = 'ann') =>
      (await entries.page(memberId, { before, limit })).map(({ seq, memberId: of }) => [of, seq]);
    expect(await seqs(undefined, 3)).toEqual([
      ['ann', 7],
      ['ann', 6],
      ['ann', 5],
    ]);
    expect(await seqs(5, 3)).toEqual([
      ['ann', 4],
      ['ann', 3],
      ['ann', 2],
    ]);
    expect(await seqs(2, 3)).toEqual([['ann', 1]]);
    expect(await seqs(1, 3)).toEqual([]);
    expect(await seqs(undefined, 100, 'bob')).toHaveLength(7);
    expect(await seqs(undefined, 100, 'nobody')).toEqual([]);
  });
});
