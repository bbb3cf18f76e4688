/** What the ledger's stores answer: accounts and items at once, histories, keys and accounts page by page. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { formatEntry } from '../../shared/contracts/entry-record.ts';
import type { Account } from '../../shared/domain/account.ts';
import { dayOf, monthOfDay } from '../../shared/domain/calendar.ts';
import { issuedIn } from '../../shared/domain/issued.ts';
import { nobody } from '../../shared/domain/person.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { heldKeys } from '../../shared/store/store.ts';
import type { Part } from '../../shared/store/head-store.ts';
import type { Write } from '../../shared/store/store.ts';
import { emptyAccount, hold, posted, postedInOrder, waiting, writesOf, owning } from '../fixtures/ledger.ts';
import type { Posted } from '../fixtures/ledger.ts';
import { all } from '../fixtures/all.ts';
import { bothStores } from './both-stores.ts';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index)}`);

describe.each(bothStores)('the $store store', ({ open }) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  const commit = async (writes: readonly Write[]) => {
    for (let at = 0; at < writes.length; at += 100) {
      expect(await stores.ledger.commit(writes.slice(at, at + 100))).toBe('committed');
    }
  };
  const entriesOf = (sales: readonly Posted[]) => sales.map(({ record }): Write => ({ write: 'entry', record }));

  describe('read', () => {
    it('knows nothing of what is not there', async () => {
      const nothing = { accounts: new Map(), items: new Map() };
      expect(await stores.ledger.read({ memberIds: ['ann'], entryIds: ['purchase:p1'] })).toEqual(nothing);
      expect(await stores.ledger.read({ memberIds: [], entryIds: [] })).toEqual(nothing);
    });

    it('answers with the accounts and the items that are there, however often they are asked for', async () => {
      const ofAnn = posted(emptyAccount('ann'), { purchaseId: 'p1' });
      const ofBob = posted(emptyAccount('bob'), { purchaseId: 'p3' });
      const held = waiting('purchase:p2');
      await commit([...writesOf(ofAnn, null), ...writesOf(ofBob, null), hold(held)]);
      const { accounts, items } = await stores.ledger.read({
        memberIds: ['bob', 'ann', 'nobody', 'bob'],
        entryIds: ['purchase:p1', 'purchase:p2', 'purchase:p4', 'purchase:p1'],
      });
      expect(new Map([...accounts].map(([id, { account, version }]) => [id, { account, version }]))).toEqual(
        new Map([
          ['ann', { account: ofAnn.account, version: 1 }],
          ['bob', { account: ofBob.account, version: 1 }],
        ]),
      );
      expect([...items.keys()].sort()).toEqual(['purchase:p1', 'purchase:p2']);
      expect(items.get('purchase:p2')).toEqual({ found: 'held', held });
      const found = items.get('purchase:p1');
      expect(found?.found === 'entry' ? formatEntry(found.entry) : found).toEqual(ofAnn.record);
    });

    it('answers with nothing but what is asked for', async () => {
      await commit(writesOf(posted(emptyAccount('ann'), { purchaseId: 'p1' }), null));
      const item = await stores.ledger.read({ memberIds: [], entryIds: ['purchase:p1'] });
      expect([item.accounts.size, item.items.size]).toEqual([0, 1]);
      const account = await stores.ledger.read({ memberIds: ['ann'], entryIds: [] });
      expect([account.accounts.size, account.items.size]).toEqual([1, 0]);
    });

    it('answers with birthdays where they are asked for, and says of whom nothing was found', async () => {
      const profileOf = (memberId: string, value: string | null): Write => {
        const facts = { birthday: { value, at: instantOf(0) } };
        return { write: 'profile', profile: { ...nobody, facts, memberId, version: 1 }, expected: null };
      };
      await commit([profileOf('ann', '2004-02-29'), profileOf('bob', '--12-31'), profileOf('cem', null)]);
      const memberIds = ['ann', 'bob', 'cem', 'nobody'];
      for (const consistency of ['eventual', 'strong'] as const) {
        const birthdaysOf = { memberIds, consistency };
        const { birthdays } = await stores.ledger.read({ memberIds: ['ann'], entryIds: [], birthdaysOf });
        expect(birthdays).toEqual(
          new Map([
            ['ann', { month: 2, day: 29 }],
            ['bob', { month: 12, day: 31 }],
            ['cem', null],
          ]),
        );
      }
    });

    it('takes more accounts than one call of DynamoDB', async () => {
      const ids = numbered('member-', 150);
      await commit(ids.map((id): Write => ({ write: 'account', account: emptyAccount(id), expected: null })));
      const { accounts } = await stores.ledger.read({ memberIds: ids, entryIds: ['purchase:p1'] });
      expect([...accounts.keys()].sort()).toEqual(ids.sort());
    });

    it('takes more ids than one call of DynamoDB', async () => {
      const ids = numbered('p', 150);
      await commit(entriesOf(postedInOrder('ann', ids)));
      const entryIds = ids.map((id) => `purchase:${id}`);
      const { items } = await stores.ledger.read({ memberIds: ['ann'], entryIds });
      expect(items.size).toBe(150);
    });
  });

  describe('a history', () => {
    it('has the entries of one member in the order of their seq, beyond a page', async () => {
      const sales = postedInOrder('ann', numbered('p', 230));
      const others = postedInOrder('bob', numbered('q', 3));
      // As they come, other members' among them, and not in the order of their ids.
      await commit([...entriesOf(sales.slice(0, 90)), ...entriesOf(others), ...entriesOf(sales.slice(90))]);
      await commit([hold(waiting('purchase:w'))]);
      const entries = await all(stores.ledger.history('ann'));
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 230 }, (_, index) => index + 1));
      expect(entries.map(formatEntry)).toEqual(sales.map(({ record }) => record));
      expect(await all(stores.ledger.records('bob'))).toEqual(others.map(({ record }) => record));
    });

    it('of nobody is empty', async () => {
      expect(await all(stores.ledger.history('nobody'))).toEqual([]);
      expect(await all(stores.ledger.records('nobody'))).toEqual([]);
    });
  });

  it('lists the key of every item, with the owner of an entry and none of what is held', async () => {
    expect(await all(stores.ledger.keys())).toEqual([]);
    const taken = waiting('purchase:p1');
    await commit([
      hold(taken),
      hold(waiting('purchase:p4')),
      hold({ key: heldKeys.use('q1'), revision: 1, holds: 'use', purchaseId: 'p1' }),
    ]);
    const [first, ...others] = postedInOrder('ann', ['p1', 'p2']);
    if (first === undefined) throw new TypeError('there is a first sale');
    await commit([{ write: 'entry', record: first.record, replaces: taken }, ...entriesOf(others)]);
    await commit(entriesOf(postedInOrder('bob', ['p3'])));
    const keys = await all(stores.ledger.keys());
    expect(keys.sort((a, b) => (a.entryId < b.entryId ? -1 : 1))).toEqual([
      { memberId: 'ann', entryId: 'purchase:p1' },
      { memberId: 'ann', entryId: 'purchase:p2' },
      { memberId: 'bob', entryId: 'purchase:p3' },
      { memberId: null, entryId: 'purchase:p4' },
      { memberId: null, entryId: 'use:q1' },
    ]);
  });

  describe('the scan of accounts', () => {
    /** The most that an account holds, so that few of them are more than a page. */
    const large = (memberId: string): Account => ({
      ...emptyAccount(memberId),
      available: Array.from({ length: 400 }, (_, index) => ({
        points: 1_000_000n + BigInt(index),
        credited: 2_000_000n,
        issued: issuedIn(monthOfDay(dayOf(20_000 + index)), 2_000_000n),
        availableOn: dayOf(20_000 + index),
        expiresOn: dayOf(20_366 + 2 * index),
      })),
    });

    it('ends at once where there are none', async () => {
      expect(await stores.ledger.scanAccounts()).toEqual({ accounts: [], nextKey: undefined });
    });

    it('sees every account once, a page at a time', async () => {
      const ids = numbered('member-', 1100);
      await commit(ids.map((id): Write => ({ write: 'account', account: large(id), expected: null })));
      const seen: string[] = [];
      let pages = 0;
      for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
        const page = await stores.ledger.scanAccounts(startKey);
        for (const { account, version } of page.accounts) {
          expect({ version, lots: account.available.length }).toEqual({ version: 1, lots: 400 });
          seen.push(account.memberId);
        }
        startKey = page.nextKey;
        pages += 1;
      }
      expect(pages).toBeGreaterThan(1);
      expect(seen.sort()).toEqual(ids.sort());
    });

    /** Ids of the accounts of a part, at most so many of each page, each page begun behind the last of them. */
    async function seenIn(part: Part, ofEachPage = Infinity): Promise<string[]> {
      const seen: string[] = [];
      for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
        const { accounts, nextKey } = await stores.ledger.scanAccounts(startKey, part);
        const taken = accounts.slice(0, ofEachPage).map(({ account }) => account.memberId);
        seen.push(...taken);
        startKey = taken.length < accounts.length ? taken.at(-1) : nextKey;
      }
      return seen;
    }

    it('has parts that hold every account once, all together', async () => {
      const ids = numbered('member-', 1100);
      await commit(ids.map((id): Write => ({ write: 'account', account: large(id), expected: null })));
      for (const of of [1, 4]) {
        const parts = await Promise.all(Array.from({ length: of }, async (_, index) => seenIn({ index, of })));
        for (const part of parts) expect(part.length).toBeGreaterThan(0);
        expect(parts.flat().sort()).toEqual([...ids].sort());
      }
    });

    it('goes on behind any account of its part, and sees what it would have seen', async () => {
      const ids = numbered('member-', 60);
      await commit(ids.map((id): Write => ({ write: 'account', account: emptyAccount(id), expected: null })));
      for (const index of [0, 1]) {
        const whole = await seenIn({ index, of: 2 });
        expect(await seenIn({ index, of: 2 }, 7)).toEqual(whole);
      }
    });
  });

  it('finds the owners of more identities than one call of DynamoDB', async () => {
    const identities = numbered('key-', 150);
    await commit(identities.map((identity) => owning(identity, `of ${identity}`)));
    const owners = await stores.members.owners([...identities, ...identities, 'nobody'], 'strong');
    expect(owners).toEqual(
      new Map(identities.map((identity) => [identity, { memberId: `of ${identity}`, erasedAt: null }])),
    );
    expect(await stores.members.owners([], 'eventual')).toEqual(new Map());
  });
});
