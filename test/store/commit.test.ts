/** What `commit` promises: every write says what it expects to find, and all of the writes are done or none. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { refusal } from '../../shared/contracts/refusals.ts';
import { heldKeys, writesAtMost } from '../../shared/store/store.ts';
import type { Held, Receipt, Rejection, Write } from '../../shared/store/store.ts';
import { emptyAccount, hold, owning, posted, postedInOrder, waiting, writesOf } from '../fixtures/ledger.ts';
import { all } from '../fixtures/all.ts';
import { applied, consentsOf, profileOf } from './people.ts';
import { bothStores } from './both-stores.ts';

const profile = profileOf('ann');
const rejection: Rejection = {
  id: 'delivery',
  refusal: refusal('over-return', { field: 'data.net', rule: 'at most what is left' }),
  detailType: 'purchase.returned',
  eventId: 'event',
  receivedAt: '2026-03-01T04:00:00Z',
  sealedEvent: 'sealed',
};

const replacing = (before: Held, held: Held): Write => ({
  write: 'held',
  held: { ...held, revision: before.revision + 1 },
  expected: before.revision,
});

describe.each(bothStores)('commit in the $store store', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  const commit = async (...writes: readonly Write[]) => stores.ledger.commit(writes);
  const read = async (entryId: string) =>
    (await stores.ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  const readAccount = async (memberId: string) =>
    (await stores.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId);

  describe('an entry', () => {
    const first = posted(emptyAccount('ann'), { purchaseId: 'p1' });

    it('takes a place that is free', async () => {
      expect(await commit({ write: 'entry', record: first.record })).toBe('committed');
      expect(await read('purchase:p1')).toMatchObject({ found: 'entry', entry: { memberId: 'ann', seq: 1 } });
    });

    it('takes no place that another entry has, whoever its member is', async () => {
      const other = posted(emptyAccount('bob'), { purchaseId: 'p1', net: 500 });
      await commit({ write: 'entry', record: first.record });
      expect(await commit({ write: 'entry', record: other.record })).toBe('conflict');
      expect(await commit({ write: 'entry', record: first.record })).toBe('conflict');
      expect(await all(stores.ledger.history('bob'))).toEqual([]);
      expect(await all(stores.ledger.records('ann'))).toEqual([first.record]);
    });

    it('takes no place that a purchase waits in which it was not told of', async () => {
      await commit(hold(waiting('purchase:p1')));
      expect(await commit({ write: 'entry', record: first.record })).toBe('conflict');
      expect(await read('purchase:p1')).toMatchObject({ found: 'held' });
    });

    it('takes the place of the purchase that was read there', async () => {
      const held = waiting('purchase:p1');
      await commit(hold(held));
      expect(await commit({ write: 'entry', record: first.record, replaces: held })).toBe('committed');
      expect(await all(stores.ledger.records('ann'))).toEqual([first.record]);
      expect(await read('purchase:p1')).toMatchObject({ found: 'entry' });
    });

    it.each([
      { is: 'nothing', there: [] },
      { is: 'another delivery', there: [waiting('purchase:p1'), waiting('purchase:p1', { delivery: 'another' })] },
      { is: 'another identity', there: [waiting('purchase:p1'), waiting('purchase:p1', { identity: 'key' })] },
    ])('takes no place where $is waits by now', async ({ there }) => {
      const [before, after] = there;
      if (before !== undefined) await commit(hold(before));
      if (before !== undefined && after !== undefined) await commit(replacing(before, after));
      const write: Write = { write: 'entry', record: first.record, replaces: waiting('purchase:p1') };
      expect(await commit(write)).toBe('conflict');
      expect(await all(stores.ledger.records('ann'))).toEqual([]);
    });

    it('takes no place of a purchase that another entry has taken', async () => {
      await commit({ write: 'entry', record: first.record });
      const write: Write = { write: 'entry', record: first.record, replaces: waiting('purchase:p1') };
      expect(await commit(write)).toBe('conflict');
      expect(await all(stores.ledger.records('ann'))).toEqual([first.record]);
    });
  });

  describe('an account', () => {
    const account = emptyAccount('ann');
    const put = async (expected: number | null) => commit({ write: 'account', account, expected });

    it('is new only where there is none', async () => {
      expect(await put(null)).toBe('committed');
      expect(await put(null)).toBe('conflict');
      expect(await readAccount('ann')).toMatchObject({ account, version: 1 });
    });

    it('is put on the version that was read, and on no other', async () => {
      expect(await put(1)).toBe('conflict');
      expect(await readAccount('ann')).toBeUndefined();
      await put(null);
      expect(await put(1)).toBe('committed');
      expect(await put(1)).toBe('conflict');
      expect(await put(3)).toBe('conflict');
      expect(await put(2)).toBe('committed');
      expect((await readAccount('ann'))?.version).toBe(3);
    });
  });

  describe('the place of an event that waits for an identity', () => {
    const placed = (entryId: string, occurredAt: string, identity = 'key') => ({ identity, occurredAt, entryId });

    it('is listed there oldest first, and in the order of ids where they are equally old', async () => {
      const [second, third, fourth] = ['import:b', 'purchase:c', 'purchase:d'] as const;
      const later = placed('purchase:a', '2026-03-01T04:00:00.001Z');
      const before = placed('purchase:z', '2025-12-31T23:59:59Z');
      // Not as JavaScript sorts: the first is of two UTF-16 units, below the one of the second.
      const [astral, last] = ['purchase:\u{10000}', 'purchase:\uffff'] as const;
      const same = [third, astral, second, last, fourth].map((entryId) => placed(entryId, '2026-03-01T04:00:00Z'));
      for (const place of [later, ...same, before]) await commit({ write: 'parked', place });
      await commit({ write: 'parked', place: placed('purchase:other', '2020-01-01T00:00:00Z', 'another key') });
      const inOrder = ['purchase:z', second, third, fourth, last, astral, 'purchase:a'];
      expect(await stores.members.parked('key')).toEqual(inOrder);
      expect(await stores.members.parked('nobody')).toEqual([]);
    });

    it('is listed once however often it is parked, and no more when it is unparked', async () => {
      const place = placed('purchase:a', '2026-03-01T04:00:00Z');
      await commit({ write: 'parked', place });
      await commit({ write: 'parked', place });
      expect(await stores.members.parked('key')).toEqual(['purchase:a']);
      expect(await commit({ write: 'unparked', place })).toBe('committed');
      expect(await commit({ write: 'unparked', place })).toBe('committed');
      expect(await stores.members.parked('key')).toEqual([]);
    });
  });

  it('tells what became of an event, the last word counting', async () => {
    const receipt = (outcome: Receipt['outcome']): Write => {
      return { write: 'receipt', receipt: { correlationId: '1', outcome, entryId: 'purchase:p1' } };
    };
    expect(await commit(receipt('parked'))).toBe('committed');
    expect(await commit(receipt('applied'))).toBe('committed');
    expect(await stores.intake.receipts(['1'])).toEqual(
      new Map([['1', { correlationId: '1', outcome: 'applied', entryId: 'purchase:p1' }]]),
    );
  });

  it('keeps a refusal with what settles the event that waited, once', async () => {
    expect(await commit({ write: 'rejection', rejection })).toBe('committed');
    expect(await commit({ write: 'rejection', rejection })).toBe('committed');
    expect(await all(stores.intake.rejections())).toEqual([rejection]);
    expect(await stores.intake.rejectionsOf(['delivery', 'none'])).toEqual(new Map([['delivery', rejection]]));
  });

  it('does all of the writes or none, wherever the one stands that does not hold', async () => {
    const { record, account } = posted(emptyAccount('ann'), { purchaseId: 'p1' });
    const place = { identity: 'other key', occurredAt: '2026-03-01T04:00:00Z', entryId: 'purchase:p2' };
    const writes: Write[] = [
      { write: 'entry', record },
      hold(waiting('purchase:p2', { identity: 'other key' })),
      hold({ key: heldKeys.use('q1'), revision: 1, holds: 'use', purchaseId: 'p1' }),
      { write: 'parked', place },
      { write: 'account', account, expected: null },
      owning('key', 'ann'),
      { write: 'identity-free', identity: 'other key', erasedAt: null },
      { write: 'profile', profile, expected: null },
      { write: 'applied', applied },
      { write: 'consents', record: consentsOf('ann') },
      { write: 'receipt', receipt: { correlationId: '1', outcome: 'applied' } },
      { write: 'rejection', rejection },
    ];
    await commit(owning('taken', 'bob'));
    const broken: Write = { write: 'identity-free', identity: 'taken', erasedAt: null };
    for (const at of writes.keys()) {
      expect(await commit(...writes.slice(0, at), broken, ...writes.slice(at))).toBe('conflict');
    }
    expect(await all(stores.ledger.keys())).toEqual([]);
    expect(await readAccount('ann')).toBeUndefined();
    expect(await stores.members.owners(['key', 'other key'], 'strong')).toEqual(new Map());
    expect(await stores.members.parked('other key')).toEqual([]);
    expect(await stores.members.profile('ann')).toBeUndefined();
    expect(await stores.members.applied(applied.key)).toBeUndefined();
    expect(await stores.members.consents('ann')).toEqual([]);
    expect(await stores.intake.receipts(['1'])).toEqual(new Map());
    expect(await all(stores.intake.rejections())).toEqual([]);
    expect(await commit(...writes)).toBe('committed');
  });

  describe('what no transaction can hold', () => {
    it('throws, because deciding again would not help: too many writes', async () => {
      const many = postedInOrder(
        'ann',
        Array.from({ length: writesAtMost }, (_, index) => `p${String(index)}`),
      );
      const entries = many.map(({ record }): Write => ({ write: 'entry', record }));
      const account: Write = { write: 'account', account: emptyAccount('ann'), expected: null };
      await expect(commit(...entries, account)).rejects.toThrow();
      expect(await readAccount('ann')).toBeUndefined();
      expect(await all(stores.ledger.history('ann'))).toEqual([]);
      expect(await commit(...entries.slice(1), account)).toBe('committed');
      expect(await all(stores.ledger.history('ann'))).toHaveLength(writesAtMost - 1);
    });

    it('throws: no write at all', async () => {
      await expect(commit()).rejects.toThrow();
    });

    it('throws: one item twice', async () => {
      const sale = posted(emptyAccount('ann'), { purchaseId: 'p1' });
      const [entry, account] = writesOf(sale, null);
      if (entry === undefined || account === undefined) throw new TypeError('a sale has two writes');
      const place = { identity: 'key', occurredAt: '2026-03-01T04:00:00Z', entryId: 'purchase:p1' };
      const free: Write = { write: 'identity-free', identity: 'key', erasedAt: null };
      await expect(commit(entry, entry)).rejects.toThrow();
      await expect(commit(entry, hold(waiting('purchase:p1')))).rejects.toThrow();
      await expect(commit(account, account)).rejects.toThrow();
      await expect(commit(free, owning('key', 'ann'))).rejects.toThrow();
      await expect(commit({ write: 'parked', place }, { write: 'unparked', place })).rejects.toThrow();
      expect(await read('purchase:p1')).toBeUndefined();
    });
  });
});
