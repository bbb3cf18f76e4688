/** Points on hold: spent or given back (domain.md, "Redemption"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { monthOfDay } from '../../shared/domain/calendar.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { Books, cause } from './books.ts';
import { day, instant, Ledger, programmeWith, sale } from './build.ts';
import { at, holder, posted } from './holder.ts';

const unknown = {
  refused: 'unknown-reservation',
  field: 'data.requestId',
  rule: 'an open reservation of the member, before its hold is over',
};

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
