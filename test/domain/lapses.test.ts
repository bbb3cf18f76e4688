/** What inactivity and empty lots do around returns, holds and restores: each case was once wrong. */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay, monthOfDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { Books, amountOf } from './books.ts';
import { day, programmeWith } from './build.ts';

const inactive = () => new Books(programmeWith({ points: { expiry: { policy: 'inactivity', months: 1 } } }));
const taken = (drafts: readonly EntryDraft[]) => drafts.find(({ kind }) => kind === 'return')?.points;

describe('points that ended with inactivity', () => {
  it('count as returned first when they ended with their own late posting', () => {
    const books = inactive();
    books.buy('p2', '2026-03-28T12:00:00Z', 1000);
    const late = books.buy('p1', '2026-02-25T12:00:00Z', 1000);
    expect(books.entries.map(({ kind }) => kind)).toEqual(['earn', 'earn', 'expire']);
    expect(taken(books.giveBack(late, '2026-03-28T13:00:00Z'))).toBe(0n);
    expect(balanceOf(books.account).available).toBe(10n);
  });

  it('do not take those with them that come after the end: the first of them counts as an act', () => {
    const programme = programmeWith({ points: { expiry: { policy: 'inactivity', months: 1 }, valueOfPointMinor: 1 } });
    const books = new Books(programme);
    books.buy('p1', '2026-01-16T12:00:00Z', 1000);
    const paid = books.buy('p2', '2026-01-17T12:00:00Z', 1000, { redeem: 6n });
    books.giveBack(paid, '2026-02-18T12:00:00Z');
    expect(books.account.lapsedOn).toBe(day('2026-02-17'));
    expect(books.account.available).toMatchObject([{ points: 6n, expiresOn: day('2026-03-20') }]);
    books.adjust('a', '2026-02-20T12:00:00Z', 1n);
    expect(balanceOf(books.account).available).toBe(7n);
    expect(books.account.lastActOn).toBe(day('2026-02-18'));
  });

  it('need no points to end: the next credit counts as an act whether or not there were any', () => {
    const books = inactive();
    books.buy('p1', '2026-01-16T12:00:00Z', 0);
    books.adjust('a', '2026-03-01T12:00:00Z', 5n);
    books.adjust('b', '2026-03-20T12:00:00Z', 5n);
    expect(balanceOf(books.account).available).toBe(10n);
    expect(books.account.lastActOn).toBe(day('2026-03-01'));
  });

  it('ended on the very day on which the next credit comes, which counts as an act then', () => {
    const actAfter = (on: string) => {
      const books = inactive();
      books.buy('p1', '2026-01-16T12:00:00Z', 0);
      books.adjust('a', `${on}T12:00:00Z`, 5n);
      return books.account.lastActOn;
    };
    expect(actAfter('2026-02-15')).toBe(day('2026-01-16'));
    expect(actAfter('2026-02-16')).toBe(day('2026-02-16'));
  });

  it('are kept by no credit that brings nothing: a sale without points, a hold that is given up', () => {
    const expiry = { policy: 'inactivity' as const, months: 1, acts: ['earning' as const] };
    const books = new Books(programmeWith({ points: { expiry } }));
    books.buy('p1', '2026-01-16T12:00:00Z', 0);
    expect(books.account.lastActOn).toBeNull();
    books.buy('p2', '2026-01-17T12:00:00Z', 1000);
    books.reserve('r', '2026-01-18T12:00:00Z', 4n, 86_400);
    books.review('2026-02-17');
    books.cancel('r', '2026-02-18T12:00:00Z');
    expect(books.account).toMatchObject({ lastActOn: null, available: [] });
  });

  it('leave the first day of the points that live as it is', () => {
    const books = inactive();
    books.buy('p1', '2026-01-16T12:00:00Z', 1000);
    books.reserve('r', '2026-02-12T12:00:00Z', 4n, 14_400);
    books.buy('p2', '2026-02-17T12:00:00Z', 1000);
    books.cancel('r', '2026-02-17T13:00:00Z');
    expect(books.account.available).toMatchObject([{ points: 10n, availableOn: day('2026-02-17') }]);
  });
});

it('what a pending lot was credited counts for its day, even when a return emptied it', () => {
  const points = { expiry: { policy: 'endOf', period: 'month' }, pendingDays: 5 } as const;
  const books = new Books(programmeWith({ points }));
  const c = books.buy('c', '2026-01-01T12:00:00Z', 10_000);
  books.redeem('r', '2026-01-07T12:00:00Z', 100n);
  const a = books.buy('a', '2026-01-07T12:00:00Z', 10_000);
  books.giveBack(c, '2026-01-08T12:00:00Z');
  const d = books.buy('d', '2026-01-09T12:00:00Z', 5000);
  // 250 were credited to the lot of 1 February, and 50 of them expired.
  expect(taken(books.giveBack(a, '2026-02-10T12:00:00Z'))).toBe(-80n);
  expect(taken(books.giveBack(d, '2026-02-10T12:00:00Z'))).toBe(-40n);
});

describe('points of a day that is past, where points end with inactivity', () => {
  const kinds = (drafts: readonly EntryDraft[]) => drafts.map(({ kind, day: on }) => `${kind} ${formatDay(on)}`);
  /** What a sale of 2 March posts that comes after everything else. */
  const late = (books: Books) => {
    const before = books.entries.length;
    books.buy('late', '2026-03-02T12:00:00Z', 1000);
    return kinds(books.entries.slice(before));
  };

  it('ended with those that ended since', () => {
    const books = inactive();
    books.bring('i', '2026-02-20T12:00:00Z', { points: 1n });
    books.buy('p', '2026-03-25T12:00:00Z', 1000);
    expect(books.account.lapsedOn).toBe(day('2026-03-20'));
    expect(late(books)).toEqual(['earn 2026-03-02', 'expire 2026-03-20']);
    const issued = monthOfDay(day('2026-03-02'));
    expect(books.entries.at(-1)).toMatchObject({ points: -10n, lapsed: false, lots: [{ credited: 10n, issued }] });
    expect(balanceOf(books.account).available).toBe(10n);
    // On the day itself they were there when the others had ended.
    books.buy('later', '2026-03-20T12:00:00Z', 1000);
    expect(balanceOf(books.account).available).toBe(20n);
  });

  it('make no act of a sale before the day on which others ended, and one of a sale on it', () => {
    const lapsed = () => {
      const books = inactive();
      books.bring('i', '2026-02-20T12:00:00Z', { points: 1n });
      books.review('2026-03-31');
      expect(books.account).toMatchObject({ lapsedOn: day('2026-03-20'), lastActOn: null });
      return books;
    };
    const before = lapsed();
    before.buy('p', '2026-03-19T12:00:00Z', 1000);
    expect(before.account).toMatchObject({ lastActOn: null, available: [] });
    const onTheDay = lapsed();
    onTheDay.buy('p', '2026-03-20T12:00:00Z', 1000);
    expect(onTheDay.account).toMatchObject({ lastActOn: day('2026-03-20'), available: [{ points: 10n }] });
  });

  it('end with nothing else that ends on a day of its own', () => {
    const books = inactive();
    books.bring('i', '2026-03-02T12:00:00Z', { points: 1n, until: '2026-03-10' }, { points: 4n });
    expect(kinds(books.review('2026-03-31'))).toEqual(['expire 2026-03-10']);
    expect(books.account).toMatchObject({ lastActOn: day('2026-03-02'), available: [{ points: 4n }] });
  });

  it('have ended when their time is over by the newest posting and no sale that is known kept them', () => {
    const newest = (on: string) => {
      const books = inactive();
      books.buy('p', `${on}T12:00:00Z`, 1000);
      return late(books);
    };
    expect(newest('2026-04-01')).toEqual(['earn 2026-03-02']);
    // What is due on a day comes before the sale of that day.
    expect(newest('2026-04-02')).toEqual(['earn 2026-03-02', 'expire 2026-04-02']);
    expect(newest('2026-05-20')).toEqual(['earn 2026-03-02', 'expire 2026-04-02']);
  });

  it('live where an earlier sale kept them, and have ended where there was none at all', () => {
    const kept = inactive();
    kept.buy('p', '2026-03-20T12:00:00Z', 1000);
    kept.buy('q', '2026-04-10T12:00:00Z', 1000);
    expect(late(kept)).toEqual(['earn 2026-03-02']);
    // An act that comes late is not the newest.
    expect(kept.account.lastActOn).toBe(day('2026-04-10'));
    const none = inactive();
    none.bring('i', '2026-04-10T12:00:00Z', { points: 1n });
    expect(late(none)).toEqual(['earn 2026-03-02', 'expire 2026-04-02']);
  });
});

describe('a lifetime of progress', () => {
  const levels = [
    { id: 'ordinary', from: 0 },
    { id: 'silver', from: 100 },
    { id: 'gold', from: 1000 },
  ];
  const lifetime = () => new Books(programmeWith({ tiers: { window: { lifetime: true }, levels } }));

  it('falls back to no level that only returned sales had reached', () => {
    const books = lifetime();
    const first = books.buy('a', '2026-01-01T12:00:00Z', 12_000);
    const second = books.buy('b', '2026-01-02T12:00:00Z', 500_000);
    books.giveBack(first, '2026-01-03T12:00:00Z');
    books.giveBack(second, '2026-01-04T12:00:00Z');
    expect(books.account.progress.total).toBe(0n);
    expect(books.account.standing).toMatchObject({ level: 'ordinary' });
  });

  it('is never judged below zero in a month, however long ago that was', () => {
    const books = lifetime();
    books.buy('p1', '2026-01-31T12:00:00Z', 700);
    books.giveBackWithout('x', '2026-02-26T12:00:00Z', amountOf(1000n));
    books.buy('p2', '2026-03-04T12:00:00Z', 500);
    expect(books.account.progress.total).toBe(2n);
    // February is kept by itself to the end of the same month a year later.
    books.buy('p3', '2027-02-28T12:00:00Z', 0);
    expect(books.account.progress).toMatchObject({ total: 2n, months: [{ points: -10n }, { points: 5n }] });
    books.buy('p4', '2027-03-01T12:00:00Z', 0);
    expect(books.account.progress).toMatchObject({ total: 12n, months: [{ points: 5n }] });
    books.buy('p5', '2028-03-04T12:00:00Z', 0);
    expect(books.account.progress).toEqual({ total: 12n, months: [] });
  });
});
