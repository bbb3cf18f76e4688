/** What the ledger's table holds beside entries: it comes back as it was, and every write says what it expects to find. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { refusal } from '../../shared/contracts/refusals.ts';
import { rational } from '../../shared/domain/rational.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { heldKeys } from '../../shared/store/store.ts';
import type { Held, Write } from '../../shared/store/store.ts';
import { all } from '../fixtures/all.ts';
import { anyHeld, written } from '../fixtures/held.ts';
import { emptyAccount, hold, next, posted, waiting } from '../fixtures/ledger.ts';
import { runs } from '../property-runs.ts';
import { bothStores } from './both-stores.ts';

const guest = waiting('purchase:p1', { detail: '{"metadata":{"id":"é\\u0000"},"data":{"net":1}}' });
const kinds: readonly { readonly what: string; readonly held: Held }[] = [
  { what: 'a guest’s purchase', held: guest },
  {
    what: 'a stranger’s import',
    held: waiting('import:i1', { type: 'points.imported', identity: 'key', guest: false }),
  },
  { what: 'a purchase with the returns that came before it', held: { ...guest, returns: ['r2', 'r1'] } },
  {
    what: 'a return that waits for its sale',
    held: waiting('return:r1', { type: 'purchase.returned', guest: true }),
  },
  { what: 'returns whose sale has not come', held: { ...guest, event: null, returns: ['r1'] } },
  { what: 'a place that is free again', held: { ...guest, revision: 2, event: null } },
  {
    what: 'an answer: too few points',
    held: {
      key: 'redeem:q1',
      revision: 1,
      holds: 'refusal',
      owner: 'ann',
      content: 'content',
      delivery: 'delivery',
      occurredAt: '2026-11-21T09:30:00.001Z',
      refusal: refusal('insufficient-points', { field: 'data.points', rule: 'at most what there is' }),
    },
  },
  {
    what: 'an answer without a field',
    held: {
      key: 'redeem:q2',
      revision: 1,
      holds: 'refusal',
      owner: 'ann',
      content: 'c',
      delivery: 'd',
      refusal: refusal('insufficient-points'),
    },
  },
  {
    what: 'what has come back of a sale',
    held: {
      key: heldKeys.returns('p1'),
      revision: 7,
      holds: 'returns',
      returns: {
        lines: [
          { lineId: 'a', netMinor: 10n ** 30n, quantity: rational(1n, 3n) },
          { lineId: 'b', netMinor: 0n, quantity: rational(25n, 10n) },
        ],
        amountMinor: 2n ** 53n,
        full: true,
        undone: 2n ** 53n + 1n,
        settled: 5n,
        restored: 10n ** 20n,
      },
    },
  },
  {
    what: 'nothing that has come back',
    held: { key: heldKeys.returns('p2'), revision: 1, holds: 'returns', returns: nothingReturned },
  },
  {
    what: 'the purchase that a redemption paid for',
    held: { key: heldKeys.use('q1'), revision: 1, holds: 'use', purchaseId: 'p1' },
  },
];

describe.each(bothStores)('what is held in the $store store', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  const commit = async (...writes: readonly Write[]) => stores.ledger.commit(writes);
  const read = async (key: string): Promise<Held | undefined> => {
    const item = (await stores.ledger.read({ memberIds: [], entryIds: [key] })).items.get(key);
    return item?.found === 'held' ? item.held : undefined;
  };
  const put = async (held: Held, expected: number | null) => commit({ write: 'held', held, expected });

  it.each(kinds)('comes back as it was: $what', async ({ held }) => {
    expect(await commit(hold(held))).toBe('committed');
    const found = await read(held.key);
    expect(found && written(found)).toEqual(written(held));
  });

  it('comes back as it was, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeld, fc.uuid(), async (odd, key) => {
        const held = { ...odd, key };
        expect(await commit(hold(held))).toBe('committed');
        const found = await read(key);
        expect(found && written(found)).toEqual(written(held));
      }),
      { numRuns: runs(100) },
    );
  });

  it.each(kinds)('takes a place that is free, and only once: $what', async ({ held }) => {
    expect(await put(held, null)).toBe('committed');
    expect(await put(held, null)).toBe('conflict');
    expect(await put(next(held), null)).toBe('conflict');
    expect((await read(held.key))?.revision).toBe(held.revision);
  });

  it.each(kinds)('is replaced at the revision that was read, and at no other: $what', async ({ held }) => {
    const after = next(held);
    expect(await put(after, held.revision)).toBe('conflict');
    expect(await read(held.key)).toBeUndefined();
    await put(held, null);
    for (const wrong of [held.revision - 1, held.revision + 1, 0, -1]) {
      expect(await put(after, wrong)).toBe('conflict');
    }
    expect(await put(after, held.revision)).toBe('committed');
    expect(await put(after, held.revision)).toBe('conflict');
    expect((await read(held.key))?.revision).toBe(held.revision + 1);
  });

  it('gives its place to an entry that was told of it, and to no other', async () => {
    const { record } = posted(emptyAccount('ann'), { purchaseId: 'p1' });
    const claimed = next(guest, { returns: ['r1'] });
    await put(guest, null);
    await put(claimed, 1);
    expect(await commit({ write: 'entry', record })).toBe('conflict');
    expect(await commit({ write: 'entry', record, replaces: guest })).toBe('conflict');
    expect(await commit({ write: 'entry', record, replaces: next(claimed) })).toBe('conflict');
    expect(await all(stores.ledger.history('ann'))).toEqual([]);
    expect(await read('purchase:p1')).toEqual(claimed);
    expect(await commit({ write: 'entry', record, replaces: claimed })).toBe('committed');
    expect(await read('purchase:p1')).toBeUndefined();
    expect(await all(stores.ledger.records('ann'))).toEqual([record]);
  });

  it('takes no place of an entry', async () => {
    await commit({ write: 'entry', record: posted(emptyAccount('ann'), { purchaseId: 'p1' }).record });
    expect(await put(guest, null)).toBe('conflict');
    for (const expected of [0, 1, 2]) expect(await put(guest, expected)).toBe('conflict');
    expect(await all(stores.ledger.keys())).toEqual([{ memberId: 'ann', entryId: 'purchase:p1' }]);
  });

  it('stands in nobody’s history', async () => {
    for (const { held } of kinds) await put({ ...held, key: `${held.holds} ${held.key} ${held.revision}` }, null);
    expect(await all(stores.ledger.history('ann'))).toEqual([]);
    expect(await all(stores.ledger.records('ann'))).toEqual([]);
    expect((await stores.ledger.scanAccounts()).accounts).toEqual([]);
  });
});
