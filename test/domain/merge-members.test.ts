/** What becomes of two accounts whose members are one person. */
import { describe, expect, it } from 'vitest';
import { balanceOf, held, moved } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft, MergeDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { decideMerge } from '../../shared/domain/merge-members.ts';
import { Books, cause } from './books.ts';
import { day, draftsOf, instant, programmeWith } from './build.ts';

const programme = programmeWith({
  points: { expiry: { policy: 'after', months: 12, roundUpTo: 'day' }, transfers: true },
  tiers: {
    levels: [
      { id: 'ordinary', from: 0 },
      { id: 'silver', from: 100 },
      { id: 'gold', from: 300 },
    ],
    window: { months: 12 },
    review: { afterMonths: 12, graceDays: 0, drop: 'to-earned' },
  },
});

function booksOf(memberId: string, of = programme): Books {
  const books = new Books(of);
  books.account = { ...books.account, memberId };
  return books;
}

type Merged = { readonly own: readonly EntryDraft[]; readonly merge: MergeDraft; readonly account: Account };

/** Merges the second's books into the first's, which hold all afterwards. */
function merge(kept: Books, removed: Books, at: string): Merged {
  const both = { kept: kept.account, removed: removed.account };
  const request = { requestId: 'm', occurredAt: instant(at) };
  const decided = decideMerge(both, request, cause, kept.versions);
  kept.post(decided.kept);
  removed.post(decided.removed);
  const own = draftsOf(decided.kept);
  const found = own.find(({ kind }) => kind === 'merge');
  if (found?.kind !== 'merge') throw new TypeError('a merge posts one');
  return { own, merge: found, account: kept.account };
}

const lotsOf = ({ available }: Account) =>
  available.map(({ points, credited, expiresOn }) => [
    points,
    credited,
    expiresOn === null ? null : formatDay(expiresOn),
  ]);

describe('two accounts that become one', () => {
  it('hold what both held, the lots of one day as one', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2026-02-01T10:00:00Z', 1000);
    removed.buy('b', '2026-02-01T11:00:00Z', 2000);
    removed.buy('c', '2026-02-02T11:00:00Z', 3000);
    const { account, merge: entry } = merge(kept, removed, '2026-03-01T10:00:00Z');
    expect(lotsOf(account)).toEqual([
      [30n, 30n, '2027-02-01'],
      [30n, 30n, '2027-02-02'],
    ]);
    expect(entry.points).toBe(50n);
    expect(account.sums.earned).toBe(60n);
    expect([account.purchases, account.orders, account.netMinor]).toEqual([3, 3, 6000n]);
    expect(held(balanceOf(account))).toBe(moved(account.sums));
  });

  it('close the other one, which says where it went', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2026-02-01T10:00:00Z', 1000);
    removed.buy('b', '2026-02-01T11:00:00Z', 2000);
    merge(kept, removed, '2026-03-01T10:00:00Z');
    const { account } = removed;
    expect(account.left).toEqual({ how: 'merged', on: day('2026-03-01'), into: 'kept', seq: 2 });
    expect(kept.entries[1]?.kind).toBe('merge');
    expect([held(balanceOf(account)), moved(account.sums), account.orders, account.netMinor]).toEqual([0n, 0n, 0, 0n]);
    expect(removed.review('2030-01-01')).toEqual([]);
  });

  it('post what is due on both sides first', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2025-02-01T10:00:00Z', 1000);
    removed.buy('b', '2025-02-01T11:00:00Z', 2000);
    merge(kept, removed, '2026-03-01T10:00:00Z');
    expect(kept.entries.map(({ entryId }) => entryId)).toEqual(['purchase:a', 'expire:kept:2026-02-01', 'merge:m']);
    expect(removed.entries.map(({ entryId }) => entryId)).toEqual([
      'purchase:b',
      'expire:removed:2026-02-01',
      'merge-removed:m',
    ]);
  });

  it('are as new as the newest posting of both when the merge comes late', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2025-02-01T10:00:00Z', 1000);
    removed.buy('b', '2026-03-01T11:00:00Z', 2000);
    const { merge: entry, account } = merge(kept, removed, '2025-06-01T10:00:00Z');
    expect(formatDay(entry.day)).toBe('2026-03-01');
    expect(lotsOf(account)).toEqual([[20n, 20n, '2027-03-01']]);
    expect(account.sums.expired).toBe(10n);
  });

  it('pay what one owes with the points of the other, the earliest to end first', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    const sold = kept.buy('a', '2026-02-01T10:00:00Z', 5000);
    kept.redeem('r', '2026-02-02T10:00:00Z', 50n);
    kept.giveBack(sold, '2026-02-03T10:00:00Z');
    removed.buy('b', '2026-02-01T11:00:00Z', 3000);
    removed.buy('c', '2026-02-05T11:00:00Z', 3000);
    expect(kept.account.debt).toBe(50n);
    const { account, merge: entry } = merge(kept, removed, '2026-03-01T10:00:00Z');
    expect(entry.taken.map(({ points, expiresOn }) => [points, expiresOn])).toEqual([
      [30n, day('2027-02-01')],
      [20n, day('2027-02-05')],
    ]);
    expect(balanceOf(account)).toEqual({ available: 10n, pending: 0n, reserved: 0n, debt: 0n });
    expect(held(balanceOf(account))).toBe(moved(account.sums));
  });

  it('keep more holds than one member may have, and settle them by their requests', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    for (const books of [kept, removed]) {
      books.buy(`${books.account.memberId}-a`, '2026-02-01T10:00:00Z', 5000);
      for (let hold = 0; hold < 15; hold += 1) {
        books.reserve(`${books.account.memberId}-${String(hold)}`, '2026-02-02T10:00:00Z', 1n, 10_000);
      }
    }
    merge(kept, removed, '2026-02-03T10:00:00Z');
    expect(kept.account.reservations).toHaveLength(30);
    expect(kept.tryToReserve('more', '2026-02-03T11:00:00Z', 1n)).toMatchObject({ refused: 'too-many-reservations' });
    kept.cancel('removed-3', '2026-02-03T11:00:00Z');
    kept.commit('removed-4', '2026-02-03T11:00:00Z');
    expect(balanceOf(kept.account)).toEqual({ available: 71n, pending: 0n, reserved: 28n, debt: 0n });
  });
});

describe('the level after a merge', () => {
  it('is the higher of both with its own days', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2026-02-01T10:00:00Z', 10_000);
    removed.buy('b', '2026-01-10T11:00:00Z', 30_000);
    const { account } = merge(kept, removed, '2026-03-01T10:00:00Z');
    expect(account.standing).toEqual({
      level: 'gold',
      since: day('2026-01-10'),
      before: [{ level: 'silver', since: day('2026-02-01') }],
    });
    expect(account.statistics.levels.at(-1)?.level).toBe('gold');
  });

  it('rises at once to what the progress of both supports', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2026-02-01T10:00:00Z', 15_000);
    removed.buy('b', '2026-02-10T11:00:00Z', 15_000);
    const { account, own } = merge(kept, removed, '2026-03-01T10:00:00Z');
    expect(own.map(({ entryId }) => entryId)).toEqual(['merge:m', 'tier:merge:m']);
    expect(account.standing.level).toBe('gold');
    expect(account.standing.since).toBe(day('2026-03-01'));
  });

  it('rests on a floor only where neither holds it in their own right', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    const assign = (level: string) => ({
      ...booksOf('kept').account,
      newestAt: instant('2026-01-05T00:00:00Z'),
      standing: { level, since: day('2026-01-05'), before: [] },
      floor: { level, until: day('2026-06-01'), carries: true },
    });
    kept.account = assign('gold');
    removed.buy('b', '2026-02-10T11:00:00Z', 15_000);
    const lower = merge(kept, removed, '2026-03-01T10:00:00Z').account;
    expect(lower.floor).toEqual({ level: 'gold', until: day('2026-06-01'), carries: true });
    expect(lower.standing.before).toEqual([{ level: 'silver', since: day('2026-02-10') }]);
    const [held_, own] = [booksOf('kept'), booksOf('removed')];
    held_.account = assign('silver');
    own.buy('b', '2026-02-10T11:00:00Z', 15_000);
    const same = merge(held_, own, '2026-03-01T10:00:00Z').account;
    expect(same.floor).toEqual({ level: 'silver', until: day('2026-06-01'), carries: false });
    expect(same.standing).toEqual({ level: 'silver', since: day('2026-02-10'), before: [] });
  });
});

describe('returns after a merge', () => {
  it('take back from the lot of the sale, less what expired in either ledger', () => {
    const [kept, removed] = [booksOf('kept'), booksOf('removed')];
    kept.buy('a', '2025-02-01T10:00:00Z', 1000);
    const old = removed.buy('b', '2025-02-10T10:00:00Z', 2000);
    const later = removed.buy('c', '2025-04-01T10:00:00Z', 4000);
    removed.review('2026-02-15');
    merge(kept, removed, '2026-03-01T10:00:00Z');
    kept.review('2026-04-05');
    kept.buy('d', '2026-04-06T10:00:00Z', 9000);
    const expiries = [...kept.entries, ...removed.entries];
    for (const sold of [old, later]) {
      const drafts = kept.giveBack(sold, '2026-04-07T10:00:00Z', undefined, { closed: [removed.account], expiries });
      expect(drafts.find(({ kind }) => kind === 'return')).toMatchObject({ taken: [], debtMade: 0n, points: 0n });
    }
    expect(kept.account.debt).toBe(0n);
  });

  it('of points that ended with inactivity take nothing, and only of those', () => {
    const inactive = programmeWith({
      points: { expiry: { policy: 'inactivity', months: 6, acts: ['purchase'] } },
    });
    const [kept, removed] = [booksOf('kept', inactive), booksOf('removed', inactive)];
    const lapsed = removed.buy('b', '2025-01-10T10:00:00Z', 2000);
    removed.review('2025-08-01');
    const alive = kept.buy('a', '2025-07-05T10:00:00Z', 1000);
    const fresh = removed.buy('c', '2025-09-01T10:00:00Z', 4000);
    merge(kept, removed, '2025-10-01T10:00:00Z');
    const expiries = [...kept.entries, ...removed.entries];
    const closed = [removed.account];
    const taken = (drafts: readonly EntryDraft[]) => drafts.find(({ kind }) => kind === 'return')?.points;
    expect(taken(kept.giveBack(lapsed, '2025-10-02T10:00:00Z', undefined, { closed, expiries }))).toBe(0n);
    expect(taken(kept.giveBack(fresh, '2025-10-02T10:00:00Z', undefined, { closed, expiries }))).toBe(-40n);
    expect(taken(kept.giveBack(alive, '2025-10-02T10:00:00Z'))).toBe(-10n);
  });
});

it('adds up the statistics of both, in the months in which it was', () => {
  const [kept, removed] = [booksOf('kept'), booksOf('removed')];
  kept.buy('a', '2026-02-01T10:00:00Z', 1000);
  removed.buy('b', '2026-02-01T11:00:00Z', 2000);
  removed.buy('c', '2026-01-05T11:00:00Z', 500);
  const { account } = merge(kept, removed, '2026-03-01T10:00:00Z');
  expect(account.statistics.days).toEqual([
    { day: day('2026-01-05'), orders: 1 },
    { day: day('2026-02-01'), orders: 2 },
  ]);
  expect(account.statistics.months.map(({ netMinor, flows }) => [netMinor, flows.earned])).toEqual([
    [500n, 5n],
    [3000n, 30n],
  ]);
  expect(account.firstPurchaseOn).toBe(day('2026-01-05'));
  expect(removed.entries.reduce(evolve, { ...booksOf('removed').account })).toEqual(removed.account);
});
