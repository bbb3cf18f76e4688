/** Holds whose minutes are over: their points are given back (domain.md, "Redemption"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { monthOfDay } from '../../shared/domain/calendar.ts';
import { review } from '../../shared/domain/review.ts';
import { Books } from './books.ts';
import { day, draftsOf, instant, programmeWith } from './build.ts';
import { at, holder, posted } from './holder.ts';

describe('a hold whose minutes are over', () => {
  const zone = { timeZone: 'Asia/Shanghai' };
  const through = (books: Books, moment: string, on: string) =>
    draftsOf({ due: review(books.account, { day: day(on), at: instant(moment) }, books.versions), own: [] });

  it('is released with the very instant at which it ends, on the day that it is then in the programme’s zone', () => {
    const books = holder(zone);
    books.reserve('r', '2026-03-02T15:30:00Z', 12n, 30);
    expect(through(books, '2026-03-02T15:59:59.999Z', '2026-03-02')).toEqual([]);
    const due = through(books, '2026-03-02T16:00:00Z', '2026-03-03');
    expect(posted(due)).toEqual([['release:r', 0n, '2026-03-02T16:00:00Z', '2026-03-03']]);
    expect(due).toMatchObject([{ kind: 'release', requestId: 'r', program: 'main@1', debtPaid: 0n }]);
  });

  it('is released by the nightly pass on the day of its end and not on a later one', () => {
    const books = holder();
    books.reserve('r', '2026-03-02T23:30:00Z', 12n, 60);
    expect(books.review('2026-03-02')).toEqual([]);
    expect(posted(books.review('2026-03-05'))).toEqual([['release:r', 0n, '2026-03-03T00:30:00Z', '2026-03-03']]);
    expect(balanceOf(books.account)).toEqual({ available: 20n, pending: 0n, reserved: 0n, debt: 0n });
    expect(books.review('2026-03-05')).toEqual([]);
  });

  it('is not released before its end, be that the first instant of the next day', () => {
    const books = holder();
    books.reserve('r', '2026-03-02T23:00:00Z', 12n, 60);
    expect(books.review('2026-03-02')).toEqual([]);
    expect(posted(books.review('2026-03-03'))).toEqual([['release:r', 0n, '2026-03-03T00:00:00Z', '2026-03-03']]);
  });

  it('is released before whatever comes next, so that its points can be spent again', () => {
    const books = holder();
    books.reserve('r', at, 20n);
    expect(books.tryToRedeem('q', '2026-03-02T12:59:59.999Z', 20n)).toMatchObject({ refused: 'insufficient-points' });
    expect(posted(books.redeem('q', '2026-03-02T13:00:00Z', 20n)).map(([id]) => id)).toEqual(['release:r', 'redeem:q']);
  });

  it('is released after those that were made before it and end with it', () => {
    const books = holder();
    for (const id of ['r', 's', 't']) books.reserve(id, at, 1n);
    expect(posted(books.review('2026-03-02')).map(([id]) => id)).toEqual(['release:r', 'release:s', 'release:t']);
  });

  it('is released in its turn: the hold that ends first, and a day that begins before it', () => {
    const books = holder();
    books.reserve('late', '2026-03-31T22:00:00Z', 1n, 150);
    books.reserve('early', '2026-03-31T22:00:00Z', 2n, 60);
    books.reserve('midnight', '2026-03-31T22:00:00Z', 3n, 120);
    expect(posted(books.review('2026-04-01')).map(([id, points]) => [id, points])).toEqual([
      ['release:early', 0n],
      // A day that begins with the very end of a hold comes first, and then the points come back into a lot that is gone.
      ['expire:member:2026-04-01', -6n],
      ['release:midnight', 0n],
      ['expire:release:midnight', -3n],
      ['release:late', 0n],
      ['expire:release:late', -1n],
    ]);
    expect(balanceOf(books.account)).toMatchObject({ available: 10n, reserved: 0n });
    expect(books.entries.at(-1)).toMatchObject({
      lots: [{ points: 1n, credited: 0n, expiresOn: day('2026-04-01'), issued: monthOfDay(day('2026-03-01')) }],
    });
  });

  it('gives its points back to a lot that can be used on the day before it expires, and not on the day itself', () => {
    const until = (minutes: number) => {
      const books = holder();
      books.reserve('r', '2026-03-31T23:00:00Z', 10n, minutes);
      return posted(books.review('2026-03-31').concat(books.review('2026-04-01'))).map(([id, points]) => [id, points]);
    };
    expect(until(59)).toEqual([
      ['release:r', 0n],
      ['expire:member:2026-04-01', -10n],
    ]);
    expect(until(60)).toEqual([
      ['release:r', 0n],
      ['expire:release:r', -10n],
    ]);
  });

  it('pays a debt first', () => {
    const books = holder();
    books.reserve('r', at, 12n);
    books.adjust('a', at, -15n);
    expect(books.review('2026-03-02')).toMatchObject([{ kind: 'release', debtPaid: 7n }]);
    expect(balanceOf(books.account)).toEqual({ available: 5n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('that was over when its late request came is released on its own day', () => {
    const books = new Books(programmeWith({}));
    books.buy('p1', '2026-01-01T12:00:00Z', 1000);
    books.buy('p2', '2026-01-19T12:00:00Z', 1000);
    books.reserve('r', '2026-01-11T12:00:00Z', 5n, 1440);
    books.buy('p3', '2026-01-20T12:00:00Z', 1000);
    const release = books.entries.find(({ kind }) => kind === 'release');
    expect(release).toMatchObject({ occurredAt: instant('2026-01-12T12:00:00Z'), day: day('2026-01-12') });
  });

  it('that was over when its late request came is left alone by a review of a day before the newest posting', () => {
    const books = holder();
    books.bring('j', '2026-03-10T12:00:00Z', { points: 5n });
    books.reserve('r', at, 20n);
    expect(books.review('2026-03-09')).toEqual([]);
    expect(posted(books.review('2026-03-10')).map(([id]) => id)).toEqual(['release:r']);
  });

  it('that was over when its late request came is released by what comes with the newest posting’s own instant', () => {
    const books = holder();
    books.bring('j', '2026-03-10T12:00:00Z', { points: 5n });
    books.reserve('r', at, 20n);
    expect(posted(books.redeem('q', '2026-03-10T12:00:00Z', 25n)).map(([id]) => id)).toEqual(['release:r', 'redeem:q']);
  });
});
