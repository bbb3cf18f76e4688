/** Whatever happened to members who turn out to be one person, before they are merged and after it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf, held, isMember, moved, newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { Month } from '../../shared/domain/calendar.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { sumOfPoints } from '../../shared/domain/lots.ts';
import { endOfDay, review } from '../../shared/domain/review.ts';
import { businessDay } from '../../shared/domain/zone.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { runs } from '../property-runs.ts';
import type { Books } from './books.ts';
import { day, programmeWith, readBack, sealAll } from './build.ts';
import { anyMerge, anyStep, liveThrough, MergedLives } from './merged-lives.ts';

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
  { id: 'gold', from: 250 },
];
const programmes = [
  programmeWith({
    points: { expiry: { policy: 'after', months: 6, roundUpTo: 'month' }, pendingDays: 10 },
    tiers: { levels, window: { months: 6 }, review: { afterMonths: 6, graceDays: 5, drop: 'one-level' } },
  }),
  programmeWith({
    timeZone: 'Asia/Shanghai',
    points: { expiry: { policy: 'inactivity', months: 4, acts: ['purchase'] }, overdraw: 'clamp' },
    tiers: { levels, window: { lifetime: true } },
  }),
  programmeWith({
    points: { expiry: { policy: 'after', months: 12, roundUpTo: 'day' } },
    tiers: { levels, window: { calendar: 'year' }, review: { afterMonths: 12, graceDays: 0, drop: 'to-earned' } },
  }),
];
const digests = digestsWith(Buffer.from('a key of tests'));

const sumOf = (all: readonly Books[], of: (account: Account) => bigint) =>
  all.reduce((sum, { account }) => sum + of(account), 0n);
const heldBy = (account: Account) => held(balanceOf(account));

function check(all: readonly Books[]): void {
  for (const { account, versions } of all) {
    expect(heldBy(account)).toBe(moved(account.sums));
    for (const lot of [...account.available, ...account.pending]) expect(lot.points).toBeGreaterThanOrEqual(0n);
    expect(account.debt).toBeGreaterThanOrEqual(0n);
    if (isMember(account)) continue;
    expect([heldBy(account), account.debt, account.orders, account.netMinor]).toEqual([0n, 0n, 0, 0n]);
    expect(review(account, endOfDay(day('2040-01-01'), versions), versions)).toEqual([]);
  }
}

/** The account rebuilt from the entries as they are stored. */
function rebuilt({ account: { memberId, enrolment }, entries: drafts }: Books): Account {
  const entries = sealAll(digests, newAccount(memberId, enrolment), drafts).map(readBack);
  return entries.reduce(evolve, newAccount(memberId, enrolment));
}

describe('a merge', () => {
  it('loses and makes nothing, whatever came before it and comes after, and the entries alone tell both accounts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...programmes),
        fc.array(anyStep(), { maxLength: 50, size: 'max' }),
        fc.array(anyMerge, { minLength: 1, maxLength: 3 }),
        (programme, steps, merges) => {
          const lives = new MergedLives(programme, 3);
          const { books } = lives;
          let before = { held: 0n, earned: 0n, net: 0n, orders: 0n };
          const totals = () => ({
            held: sumOf(books, heldBy),
            earned: sumOf(books, ({ sums }) => sums.earned),
            net: sumOf(books, ({ netMinor }) => netMinor),
            orders: sumOf(books, ({ orders }) => BigInt(orders)),
          });
          liveThrough(lives, steps, merges, (wasMerge) => {
            check(books);
            const after = totals();
            if (wasMerge) {
              // What expired first is due and no part of it.
              expect({ ...after, held: 0n }).toEqual({ ...before, held: 0n });
            }
            before = after;
          });
          for (const one of books) expect(rebuilt(one)).toEqual(one.account);
        },
      ),
      { numRuns: runs(120) },
    );
  });

  it('leaves nothing due and no debt beside points', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...programmes),
        fc.array(anyStep(), { maxLength: 40, size: 'max' }),
        anyMerge,
        (programme, steps, merge) => {
          const lives = new MergedLives(programme, 3);
          liveThrough(lives, steps, []);
          if (!lives.merge(merge)) return;
          const books = lives.books.find(({ entries }) => entries.some(({ kind }) => kind === 'merge'));
          if (books === undefined) throw new TypeError('somebody was kept');
          const { account, versions } = books;
          const at = account.newestAt;
          if (at === null) throw new TypeError('a merge is a posting');
          expect(review(account, { day: businessDay(at, programme.timeZone), at }, versions)).toEqual([]);
          if (account.debt > 0n) expect(sumOfPoints([...account.available, ...account.pending])).toBe(0n);
        },
      ),
      { numRuns: runs(120) },
    );
  });
});

/**
 * What one member who did all of it would have. Since when the points of a lot are available may differ where it was empty
 * for a time, and so may the months of issue that are told to have expired: they are shares of lots.
 */
function comparable(account: Account) {
  const { available, pending, debt, sums, purchases, returns, orders, netMinor, firstPurchaseOn, progress } = account;
  const { days, months, visits, broken } = account.statistics;
  const lots = [...available, ...pending].map(({ points, credited, issued, expiresOn }) => {
    return { points, credited, issued, expiresOn };
  });
  const brokenIn = new Map<Month, bigint>();
  for (const { expired, points } of broken) brokenIn.set(expired, (brokenIn.get(expired) ?? 0n) + points);
  return {
    lots,
    debt,
    sums,
    purchases,
    returns,
    orders,
    netMinor,
    firstPurchaseOn,
    progress,
    days,
    months,
    visits,
    broken: Object.fromEntries(brokenIn),
  };
}

it('gives the account of one member who bought and brought back all of it', () => {
  const programme = programmeWith({
    points: { expiry: { policy: 'after', months: 12, roundUpTo: 'month' }, pendingDays: 7 },
    tiers: { levels: [{ id: 'ordinary', from: 0 }], window: { months: 12 } },
  });
  const steps = fc.array(anyStep(['sale', 'late', 'full', 'part', 'review']), { maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(steps, fc.array(anyMerge, { minLength: 1, maxLength: 2 }), (all, some) => {
      // In the end they are one.
      const last = [1, 2].map((removed) => ({ after: all.length, kept: 0, removed, back: 0 }));
      const lives = new MergedLives(programme, 3, 300);
      const one = new MergedLives(programme, 1, 300);
      liveThrough(lives, all, [...some.filter(({ after }) => after < all.length), ...last]);
      liveThrough(one, all, []);
      const books = lives.books.find(({ account }) => isMember(account));
      const alone = one.books[0];
      if (books === undefined || alone === undefined) throw new TypeError('somebody is left');
      // The last is of the same day for both: so far back as it looks, all is known.
      for (const of of [books, alone]) of.buy('last', `${formatLater(lives.today)}T10:00:00Z`, 500);
      expect(comparable(books.account)).toEqual(comparable(alone.account));
    }),
    { numRuns: runs(150) },
  );
});

/** A day on which all that was pending is available. */
function formatLater(today: string): string {
  return new Date(Date.parse(today) + 20 * 86_400_000).toISOString().slice(0, 10);
}
