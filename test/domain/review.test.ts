import { describe, expect, it } from 'vitest';
import { balanceOf, newAccount } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { endOfDay, review } from '../../shared/domain/review.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { Books } from './books.ts';
import { day, Ledger, programmeWith, sale, versionsOf } from './build.ts';

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
  { id: 'gold', from: 300 },
];
const show = (drafts: readonly EntryDraft[]) =>
  drafts.map(({ entryId, points, occurredAt }) => `${entryId} ${points} at ${formatInstant(occurredAt)}`);

describe('a review', () => {
  it('of an account without entries finds nothing', () => {
    const account = newAccount('member', { on: day('2026-01-01'), channel: 'web' });
    const versions = versionsOf(programmeWith());
    expect(review(account, endOfDay(day('2099-01-01'), versions), versions)).toEqual([]);
  });

  it('lets lots expire on their day, one entry for each, at the day’s first instant in the programme’s zone', () => {
    const ledger = new Ledger(
      programmeWith({ timeZone: 'Asia/Shanghai', points: { expiry: { policy: 'after', days: 10 } } }),
    );
    ledger.sell(sale('2026-03-01T15:59:59Z', { net: 1000 }));
    ledger.sell(sale('2026-03-01T16:00:00Z', { net: 2000 }));
    ledger.sell(sale('2026-03-02T15:00:00Z', { net: 4000 }));
    expect(ledger.review('2026-03-10')).toEqual([]);
    expect(show(ledger.review('2026-03-20'))).toEqual([
      'expire:member:2026-03-11 -10 at 2026-03-10T16:00:00Z',
      'expire:member:2026-03-12 -60 at 2026-03-11T16:00:00Z',
    ]);
    expect(ledger.account.available).toEqual([]);
    expect(ledger.review('2026-03-20')).toEqual([]);
  });

  it('records what was ever credited to a lot that expires', () => {
    const ledger = new Ledger(
      programmeWith({ points: { expiry: { policy: 'after', months: 1, roundUpTo: 'month' } } }),
    );
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 1000 }));
    ledger.sell(sale('2026-03-20T12:00:00Z', { net: 500 }));
    expect(ledger.review('2026-05-01')).toMatchObject([
      { kind: 'expire', lots: [{ points: 15n, credited: 15n, expiresOn: day('2026-05-01') }] },
    ]);
  });

  it('names no lot that was empty when its day came', () => {
    const books = new Books(programmeWith());
    books.bring('i', '2026-03-01T12:00:00Z', { points: 4n, until: '2026-04-01' }, { points: 5n, until: '2026-04-02' });
    books.redeem('q', '2026-03-01T12:00:00Z', 4n);
    expect(books.review('2026-04-10')).toMatchObject([
      { entryId: 'expire:member:2026-04-02', lots: [{ points: 5n, credited: 5n, expiresOn: day('2026-04-02') }] },
    ]);
  });

  it('ends all points with inactivity on their day, the pending ones too, and none on a day before', () => {
    const books = new Books(
      programmeWith({
        points: { pendingDays: 60, expiry: { policy: 'inactivity', months: 2 } },
        tiers: { levels, review: { afterMonths: 1 } },
      }),
    );
    books.bring('i', '2026-02-10T12:00:00Z', { points: 100n });
    books.buy('p', '2026-03-01T12:00:00Z', 10_000);
    expect(balanceOf(books.account)).toMatchObject({ available: 100n, pending: 100n });
    expect(show(books.review('2026-04-30'))).toEqual([
      'tier:member:2026-04-01 0 at 2026-04-01T00:00:00Z',
      'mature:member:2026-04-30 0 at 2026-04-30T00:00:00Z',
    ]);
    const other = new Books(programmeWith({ points: { expiry: { policy: 'inactivity', months: 2 } } }));
    const lots = [{ points: 7n }, { points: 7n, from: '2026-12-01' }];
    other.bring('i', '2026-03-01T12:00:00Z', ...lots);
    expect(show(other.review('2026-12-31'))).toEqual(['expire:member:2026-05-01 -14 at 2026-05-01T00:00:00Z']);
    expect(balanceOf(other.account)).toMatchObject({ available: 0n, pending: 0n });
  });

  it('lets points become available on their day, one entry for all of the day', () => {
    const ledger = new Ledger(programmeWith({ points: { pendingDays: 14, expiry: { policy: 'after', days: 30 } } }));
    ledger.sell(sale('2026-03-01T10:00:00Z', { net: 1000 }));
    ledger.sell(sale('2026-03-01T11:00:00Z', { net: 500 }));
    ledger.sell(sale('2026-03-02T11:00:00Z', { net: 300 }));
    expect(ledger.account.available).toEqual([]);
    expect(ledger.review('2026-03-14')).toEqual([]);
    const drafts = ledger.review('2026-03-16');
    expect(show(drafts)).toEqual([
      'mature:member:2026-03-15 0 at 2026-03-15T00:00:00Z',
      'mature:member:2026-03-16 0 at 2026-03-16T00:00:00Z',
    ]);
    // The life is counted from the available day.
    expect(drafts[0]).toMatchObject({ lots: [{ points: 15n, expiresOn: day('2026-04-14') }] });
    expect(ledger.account.pending).toEqual([]);
    expect(ledger.account.available.map(({ points, availableOn }) => [points, formatDay(availableOn)])).toEqual([
      [15n, '2026-03-15'],
      [3n, '2026-03-16'],
    ]);
  });

  it('posts what falls on one day in an order: what matures, what expires, what the level comes to', () => {
    const ledger = new Ledger(
      programmeWith({
        points: { pendingDays: 30, expiry: { policy: 'after', days: 1 } },
        tiers: { levels, review: { afterMonths: 1 } },
      }),
    );
    // Available on 31 March and gone on 1 April; and available on 1 April.
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 10_000 }));
    ledger.sell(sale('2026-03-02T12:00:00Z', { net: 1000 }));
    expect(show(ledger.review('2026-04-02'))).toEqual([
      'mature:member:2026-03-31 0 at 2026-03-31T00:00:00Z',
      'mature:member:2026-04-01 0 at 2026-04-01T00:00:00Z',
      'expire:member:2026-04-01 -100 at 2026-04-01T00:00:00Z',
      'tier:member:2026-04-01 0 at 2026-04-01T00:00:00Z',
      'expire:member:2026-04-02 -10 at 2026-04-02T00:00:00Z',
    ]);
  });

  it('for a day before the newest posting posts nothing', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 1 } } }));
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 1000 }));
    expect(ledger.review('2026-02-28')).toEqual([]);
    ledger.sell(sale('2026-03-02T12:00:00Z', { net: 1000 }));
    expect(ledger.review('2026-03-01')).toEqual([]);
    expect(ledger.review('2026-03-02')).toEqual([]);
  });

  it('happens in the posting of a sale, too: what is due comes first', () => {
    const ledger = new Ledger(
      programmeWith({
        points: { pendingDays: 2, expiry: { policy: 'after', days: 5 } },
        tiers: {
          levels: [...levels.slice(0, 1), { id: 'silver', from: 100, multiplier: '2' }],
          review: { afterMonths: 1 },
          window: { months: 1 },
        },
      }),
    );
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 10_000 }, 'p1'));
    const drafts = ledger.sell(sale('2026-05-20T12:00:00Z', { net: 1000 }, 'p2'));
    expect(drafts.map(({ entryId, points }) => [entryId, points])).toEqual([
      ['mature:member:2026-03-03', 0n],
      ['expire:member:2026-03-08', -100n],
      ['tier:member:2026-04-01', 0n],
      ['tier:member:2026-05-01', 0n],
      // At the level that was left when it came.
      ['purchase:p2', 10n],
    ]);
  });

  it('on a day that the zone leaves out happens with the next day’s first instant, once', () => {
    const ledger = new Ledger(
      programmeWith({ timeZone: 'Pacific/Apia', points: { expiry: { policy: 'after', days: 1 } } }),
    );
    ledger.sell(sale('2011-12-30T09:00:00Z', { net: 1000 }));
    expect(ledger.review('2011-12-29')).toEqual([]);
    expect(show(ledger.review('2011-12-30'))).toEqual(['expire:member:2011-12-30 -10 at 2011-12-30T10:00:00Z']);
    expect(ledger.review('2011-12-31')).toEqual([]);
  });

  it('on a day without midnight happens at its first hour', () => {
    const ledger = new Ledger(
      programmeWith({ timeZone: 'America/Santiago', points: { expiry: { policy: 'after', days: 1 } } }),
    );
    ledger.sell(sale('2026-09-05T12:00:00-04:00', { net: 1000 }));
    expect(show(ledger.review('2026-09-06'))).toEqual(['expire:member:2026-09-06 -10 at 2026-09-06T04:00:00Z']);
  });
});

describe('a level under review', () => {
  const ledgerWith = (given: object, on = '2026-01-31') => {
    const ledger = new Ledger(programmeWith({ tiers: { levels, ...given } }));
    ledger.sell(sale(`${on}T12:00:00Z`, { net: 30_000 }));
    return ledger;
  };
  const changes = (drafts: readonly EntryDraft[]) =>
    drafts.flatMap((draft) =>
      draft.kind === 'tier'
        ? [
            `${draft.entryId}: ${draft.tier.from} to ${draft.tier.to} since ${formatDay(draft.tier.since)}, ${draft.tier.reason}`,
          ]
        : [],
    );

  it('is kept until its review day, and confirmed by an entry where it is supported', () => {
    // January counts through the end of January a year later.
    const ledger = ledgerWith({});
    expect(changes(ledger.review('2027-01-30'))).toEqual([]);
    expect(changes(ledger.review('2027-01-31'))).toEqual([
      'tier:member:2027-01-31: gold to gold since 2027-01-31, confirmed',
    ]);
  });

  it('falls on its review day to what is supported', () => {
    const ledger = ledgerWith({ review: { afterMonths: 13 } });
    ledger.sell(sale('2026-06-15T12:00:00Z', { net: 10_000 }));
    expect(changes(ledger.review('2027-12-31'))).toEqual([
      'tier:member:2027-02-28: gold to silver since 2027-02-28, not-supported',
    ]);
    expect(changes(ledger.review('2028-12-31'))).toEqual([
      'tier:member:2028-03-28: silver to ordinary since 2028-03-28, not-supported',
    ]);
  });

  it('falls one level at a time where the programme says so', () => {
    const ledger = ledgerWith({ review: { afterMonths: 14, drop: 'one-level' } });
    expect(changes(ledger.review('2030-12-31'))).toEqual([
      'tier:member:2027-03-31: gold to silver since 2027-03-31, not-supported',
      'tier:member:2028-05-31: silver to ordinary since 2028-05-31, not-supported',
    ]);
  });

  it('never falls where the programme says so', () => {
    const ledger = ledgerWith({ review: { drop: 'never' } });
    expect(changes(ledger.review('2040-12-31'))).toEqual([]);
    expect(ledger.account.standing).toEqual({ level: 'gold', since: day('2026-01-31'), before: [] });
  });

  it('is judged when the days of grace are over, by the better of two windows', () => {
    const given = { window: { months: 11 }, review: { graceDays: 30 } };
    // Nothing is left of the window on 31 January 2027, nor on 2 March.
    const lost = ledgerWith(given);
    expect(changes(lost.review('2027-03-01'))).toEqual([]);
    expect(changes(lost.review('2027-03-02'))).toEqual([
      'tier:member:2027-03-02: gold to ordinary since 2027-03-02, not-supported',
    ]);
    // Saved in the days of grace: confirmed from the review day, so the next judgement is a year after that one.
    const saved = ledgerWith(given);
    saved.sell(sale('2027-02-20T12:00:00Z', { net: 30_000 }));
    expect(changes(saved.review('2027-03-02'))).toEqual([
      'tier:member:2027-03-02: gold to gold since 2027-01-31, confirmed',
    ]);
    expect(changes(saved.review('2028-03-01'))).toEqual([
      'tier:member:2028-03-01: gold to gold since 2028-01-31, confirmed',
    ]);
  });

  it('that rises in the days of grace counts from the rise', () => {
    const ledger = new Ledger(programmeWith({ tiers: { levels, window: { months: 1 }, review: { graceDays: 30 } } }));
    ledger.sell(sale('2026-01-31T12:00:00Z', { net: 10_000 }));
    expect(changes(ledger.sell(sale('2027-02-20T12:00:00Z', { net: 30_000 }, 'p2')))).toEqual([
      'tier:purchase:p2: silver to gold since 2027-02-20, reached',
    ]);
    expect(changes(ledger.review('2028-03-20'))).toEqual([]);
    expect(changes(ledger.review('2028-03-21'))).toEqual([
      'tier:member:2028-03-21: gold to ordinary since 2028-03-21, not-supported',
    ]);
  });

  it('is judged before the sale of the same day, and rises again with it', () => {
    const ledger = ledgerWith({ window: { months: 1 } });
    expect(changes(ledger.sell(sale('2027-01-31T12:00:00Z', { net: 10_000 }, 'p2')))).toEqual([
      'tier:member:2027-01-31: gold to ordinary since 2027-01-31, not-supported',
      'tier:purchase:p2: ordinary to silver since 2027-01-31, reached',
    ]);
  });
});
