/** Points on hold: spent, given back, or released when their minutes are over (domain.md, "Redemption"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay, monthOfDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { review } from '../../shared/domain/review.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { Books, cause } from './books.ts';
import { day, draftsOf, instant, Ledger, programmeWith, sale } from './build.ts';

const at = '2026-03-02T12:00:00Z';
const unknown = {
  refused: 'unknown-reservation',
  field: 'data.requestId',
  rule: 'an open reservation of the member, before its hold is over',
};

/** A member with ten points until 1 April and ten for ever. */
function holder(points: Parameters<typeof programmeWith>[0] = {}): Books {
  const books = new Books(programmeWith(points));
  books.bring('i', '2026-03-01T12:00:00Z', { points: 10n, until: '2026-04-01' }, { points: 10n });
  return books;
}
const posted = (drafts: readonly EntryDraft[]) =>
  drafts.map(({ entryId, points, occurredAt, day: on }) => [entryId, points, formatInstant(occurredAt), formatDay(on)]);

describe('a hold', () => {
  it('takes points out of what is available, and leaves them the member’s', () => {
    const books = holder();
    expect(books.reserve('r', at, 12n, 30)).toMatchObject([
      {
        kind: 'reserve',
        entryId: 'reserve:r',
        cause,
        points: 0n,
        requestId: 'r',
        until: instant('2026-03-02T12:30:00Z'),
        taken: [
          { points: 10n, expiresOn: day('2026-04-01') },
          { points: 2n, expiresOn: null },
        ],
      },
    ]);
    expect(balanceOf(books.account)).toEqual({ available: 8n, pending: 0n, reserved: 12n, debt: 0n });
    expect(books.account.sums.redeemed).toBe(0n);
    expect(books.account.reservations).toMatchObject([{ requestId: 'r', on: day('2026-03-02') }]);
  });

  it('needs the points, like a redemption', () => {
    expect(holder().tryToReserve('r', at, 21n)).toEqual({
      refused: 'insufficient-points',
      field: 'data.points',
      rule: 'at most the points that are available',
    });
    const books = holder();
    books.reserve('r', at, 15n);
    expect(books.tryToRedeem('q', at, 6n)).toMatchObject({ refused: 'insufficient-points' });
  });

  it('is refused beside twenty that are open', () => {
    const books = holder();
    for (let count = 0; count < 19; count += 1) books.reserve(`r${String(count)}`, at, 1n);
    expect(books.reserve('r19', at, 1n)).toHaveLength(1);
    // The points are looked at first.
    expect(books.tryToReserve('r20', at, 1n)).toMatchObject({ refused: 'insufficient-points' });
    books.adjust('a', at, 1n);
    expect(books.tryToReserve('r20', at, 1n)).toEqual({
      refused: 'too-many-reservations',
      field: 'data.hold',
      rule: 'at most 20 open reservations',
    });
    books.cancel('r3', at);
    expect(books.reserve('r20', at, 1n)).toHaveLength(1);
  });

  it('ends with the last instant that can be written down, however long it was to be', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'never' } } }));
    ledger.sell(sale('9999-12-31T10:00:00Z', { net: 1000 }));
    const books = new Books(programmeWith());
    books.account = ledger.account;
    const ends = [10, 60 * 24 * 366].map((minutes) => {
      const decision = books.tryToReserve('q', '9999-12-31T11:00:00Z', 5n, minutes);
      return 'refused' in decision
        ? []
        : decision.own.map(({ draft }) => draft.kind === 'reserve' && formatInstant(draft.until));
    });
    expect(ends).toEqual([['9999-12-31T11:10:00Z'], ['9999-12-31T23:59:59.999Z']]);
  });
});

describe('a commit', () => {
  it('spends exactly what is held, and only then it counts as redeemed', () => {
    const books = holder();
    books.reserve('r', at, 12n);
    books.reserve('s', at, 3n);
    const held = books.account.reservations[0]?.lots;
    expect(books.commit('r', '2026-03-02T12:59:59.999Z')).toMatchObject([
      { kind: 'commit', entryId: 'commit:r', cause, points: -12n, taken: held, requestId: 'r' },
    ]);
    expect(balanceOf(books.account)).toEqual({ available: 5n, pending: 0n, reserved: 3n, debt: 0n });
    expect(books.account.sums.redeemed).toBe(12n);
    expect(books.account.reservations.map(({ requestId }) => requestId)).toEqual(['s']);
  });

  it('spends what has expired meanwhile: the points had left their lot', () => {
    const books = holder();
    books.reserve('r', '2026-03-31T23:30:00Z', 10n);
    expect(books.commit('r', '2026-04-01T00:10:00Z')).toMatchObject([{ kind: 'commit', points: -10n }]);
    expect(books.account.sums.expired).toBe(0n);
  });
});

describe('a commit or a cancel', () => {
  it.each(['commit', 'cancel'] as const)('by %s needs an open hold of that request, before its end', (how) => {
    const books = holder();
    books.reserve('r', at, 10n);
    expect(books.tryToSettle(how, 'other', at)).toEqual(unknown);
    expect(books.tryToSettle(how, 'r', '2026-03-02T13:00:00Z')).toEqual(unknown);
    expect(books.tryToSettle(how, 'r', '2026-03-02T12:59:59.999Z')).toMatchObject({
      own: [{ draft: { requestId: 'r' } }],
    });
    books.commit('r', at);
    expect(books.tryToSettle(how, 'r', at)).toEqual(unknown);
  });

  it('that comes late is refused at the end of the hold, too, which nobody has released yet', () => {
    const books = holder();
    books.bring('j', '2026-03-02T15:00:00Z', { points: 5n });
    books.reserve('r', at, 10n);
    expect(books.tryToSettle('commit', 'r', '2026-03-02T13:00:00Z')).toEqual(unknown);
    expect(books.commit('r', '2026-03-02T12:59:00Z')).toMatchObject([{ points: -10n }]);
  });
});

describe('a cancel', () => {
  it('gives the points back to the very lots they left, which does not count as restored', () => {
    const books = holder();
    const before = books.account;
    books.reserve('r', at, 12n);
    expect(books.cancel('r', '2026-03-02T12:10:00Z')).toMatchObject([
      { kind: 'cancel', entryId: 'cancel:r', cause, points: 0n, requestId: 'r', debtPaid: 0n },
    ]);
    expect(books.account.available).toEqual(before.available);
    expect(books.account.sums).toEqual(before.sums);
    expect(books.account.reservations).toEqual([]);
  });

  it('lets points expire at once whose lot has expired meanwhile, and those alone', () => {
    const books = holder();
    books.reserve('r', '2026-03-31T23:30:00Z', 12n);
    expect(posted(books.cancel('r', '2026-04-01T00:10:00Z'))).toEqual([
      ['cancel:r', 0n, '2026-04-01T00:10:00Z', '2026-04-01'],
      ['expire:cancel:r', -10n, '2026-04-01T00:10:00Z', '2026-04-01'],
    ]);
    // What a lot was ever credited is known from before: points that come back do not add to it.
    const march = monthOfDay(day('2026-03-01'));
    expect(books.entries.at(-1)).toMatchObject({
      // Nothing more is known of their issue than the day since which they were available.
      lots: [{ points: 10n, credited: 0n, expiresOn: day('2026-04-01'), issued: march }],
    });
    expect(balanceOf(books.account)).toEqual({ available: 10n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('pays a debt first', () => {
    const books = holder();
    books.reserve('r', at, 12n);
    books.adjust('a', at, -15n);
    expect(books.account.debt).toBe(7n);
    expect(books.cancel('r', at)).toMatchObject([{ debtPaid: 7n, lots: [{ points: 3n }, { points: 2n }] }]);
    expect(balanceOf(books.account)).toEqual({ available: 5n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('of points that ended with inactivity while they were held lets them go, and not those held since', () => {
    const expiry = { policy: 'inactivity', months: 1 } as const;
    const books = new Books(programmeWith({ points: { expiry } }));
    books.bring('i', '2026-03-02T12:00:00Z', { points: 10n });
    books.reserve('r', '2026-04-01T12:00:00Z', 4n, 14_400);
    expect(books.review('2026-04-02')).toMatchObject([{ kind: 'expire', points: -6n, lapsed: true }]);
    books.adjust('a', '2026-04-02T10:00:00Z', 5n);
    books.reserve('s', '2026-04-02T12:00:00Z', 5n, 14_400);
    expect(books.cancel('s', '2026-04-03T12:00:00Z')).toHaveLength(1);
    expect(posted(books.cancel('r', '2026-04-03T12:00:00Z')).map(([id, points]) => [id, points])).toEqual([
      ['cancel:r', 0n],
      ['expire:cancel:r', -4n],
    ]);
    expect(books.entries.at(-1)).toMatchObject({ lots: [{ points: 4n, credited: 0n, issued: null }] });
    expect(balanceOf(books.account).available).toBe(5n);
  });
});

it('points that a late request holds after others had ended with inactivity come back alive: they were there on arrival', () => {
  const expiry = { policy: 'inactivity', months: 1 } as const;
  const lapsed = () => {
    const books = new Books(programmeWith({ points: { expiry } }));
    books.bring('i', '2026-03-02T12:00:00Z', { points: 10n });
    books.adjust('a', '2026-04-05T12:00:00Z', 5n);
    expect(books.account.lapsedOn).toBe(day('2026-04-02'));
    books.reserve('r', '2026-03-20T12:00:00Z', 4n, 43_200);
    return books;
  };
  const cancelled = lapsed();
  expect(posted(cancelled.cancel('r', '2026-04-06T12:00:00Z')).map(([id]) => id)).toEqual(['cancel:r']);
  expect(balanceOf(cancelled.account).available).toBe(5n);
  const released = lapsed();
  expect(posted(released.review('2026-04-30')).map(([id]) => id)).toEqual(['release:r']);
  expect(balanceOf(released.account).available).toBe(5n);
});

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
