/** Late events: older than the account's newest posting (domain.md, "What is due comes first"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay, monthOfDay } from '../../shared/domain/calendar.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { day, instant, Ledger, programmeWith, sale } from './build.ts';

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100, multiplier: '2' },
];

describe('a late sale', () => {
  it('gets the lot of its own date', () => {
    const ledger = new Ledger(programmeWith());
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 1000 }));
    const drafts = ledger.sell(sale('2026-03-01T12:00:00Z', { net: 500 }, 'late'));
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({
      day: day('2026-03-01'),
      occurredAt: instant('2026-03-01T12:00:00Z'),
      lots: [{ points: 5n, availableOn: day('2026-03-01'), expiresOn: day('2027-03-01'), pending: false }],
    });
    expect(ledger.account.available.map(({ expiresOn }) => expiresOn)).toEqual([day('2027-03-01'), day('2027-06-01')]);
    expect(ledger.account.firstPurchaseOn).toBe(day('2026-03-01'));
    expect(ledger.account.newestAt).toBe(instant('2026-06-01T12:00:00Z'));
  });

  it('makes the lot that it joins available since its own day', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', months: 1, roundUpTo: 'year' } } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 1000 }));
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 500 }));
    const issued = [
      { month: monthOfDay(day('2026-03-01')), points: 5n },
      { month: monthOfDay(day('2026-06-01')), points: 10n },
    ];
    expect(ledger.account.available).toEqual([
      { points: 15n, credited: 15n, issued, availableOn: day('2026-03-01'), expiresOn: day('2027-01-01') },
    ]);
  });

  it('has points available at once, without a further entry, if their day has come by the newest posting', () => {
    const ledger = new Ledger(programmeWith({ points: { pendingDays: 10 } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 1000 }));
    expect(ledger.sell(sale('2026-05-22T23:00:00Z', { net: 500 }))).toHaveLength(1);
    expect(balanceOf(ledger.account)).toMatchObject({ available: 5n, pending: 10n });
    ledger.sell(sale('2026-05-23T00:00:00Z', { net: 300 }));
    expect(balanceOf(ledger.account)).toMatchObject({ available: 5n, pending: 13n });
    expect(ledger.review('2026-06-02').map(({ entryId }) => entryId)).toEqual(['mature:member:2026-06-02']);
  });

  it('whose points would have expired by then is posted together with their expiry', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 30 } } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 1000 }));
    const drafts = ledger.sell(sale('2026-05-02T12:00:00Z', { net: 500 }, 'late'));
    expect(drafts.map(({ entryId, points, occurredAt }) => [entryId, points, formatInstant(occurredAt)])).toEqual([
      ['purchase:late', 5n, '2026-05-02T12:00:00Z'],
      ['expire:purchase:late', -5n, '2026-06-01T00:00:00Z'],
    ]);
    expect(drafts[1]).toMatchObject({ lots: [{ points: 5n, credited: 5n, expiresOn: day('2026-06-01') }] });
    expect(balanceOf(ledger.account)).toMatchObject({ available: 10n });
    // A day later the points would have been usable.
    expect(ledger.sell(sale('2026-05-03T12:00:00Z', { net: 500 }))).toHaveLength(1);
    expect(balanceOf(ledger.account)).toMatchObject({ available: 15n });
  });

  it('that expires at once leaves the lots of others alone', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 30 } } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 1000 }));
    ledger.sell(sale('2026-05-01T12:00:00Z', { net: 500 }, 'one'));
    ledger.sell(sale('2026-05-01T12:00:00Z', { net: 700 }, 'two'));
    expect(ledger.account.sums).toMatchObject({ earned: 22n, expired: 12n });
    expect(ledger.account.available.map(({ points }) => points)).toEqual([10n]);
  });

  it('that earns nothing expires nothing', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 30 } } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 1000 }));
    expect(ledger.sell(sale('2025-05-01T12:00:00Z', { net: 50 }))).toHaveLength(1);
  });

  it('is judged with the level as on arrival', () => {
    const ledger = new Ledger(programmeWith({ tiers: { levels } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 10_000 }));
    expect(ledger.sell(sale('2026-03-01T12:00:00Z', { net: 1000 }))[0]?.points).toBe(20n);
  });

  it('changes the level as of the newest posting’s day', () => {
    const ledger = new Ledger(programmeWith({ tiers: { levels } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 6000 }));
    const [, rise] = ledger.sell(sale('2026-03-01T12:00:00Z', { net: 4000 }, 'late'));
    expect(rise).toMatchObject({
      entryId: 'tier:purchase:late',
      day: day('2026-06-01'),
      occurredAt: instant('2026-06-01T12:00:00Z'),
      tier: { since: day('2026-06-01'), reason: 'reached' },
    });
  });

  it('of a month that is out of the window changes no level', () => {
    const ledger = new Ledger(programmeWith({ tiers: { levels, window: { months: 3 } } }));
    ledger.sell(sale('2026-06-01T12:00:00Z', { net: 6000 }));
    expect(ledger.sell(sale('2026-02-28T12:00:00Z', { net: 40_000 }))).toHaveLength(1);
    expect(ledger.account.progress.months).toHaveLength(1);
    expect(ledger.account.progress.total).toBe(460n);
    // March counts through the end of June.
    expect(ledger.sell(sale('2026-03-01T12:00:00Z', { net: 4000 }))).toHaveLength(2);
  });

  it('is one that is older than an entry of a review, too', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 30 } } }));
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 1000 }));
    ledger.review('2026-05-01');
    expect(ledger.account.newestAt).toBe(instant('2026-03-31T00:00:00Z'));
    const drafts = ledger.sell(sale('2026-03-01T23:59:59Z', { net: 500 }, 'late'));
    expect(drafts.map(({ entryId, day: on }) => [entryId, formatDay(on)])).toEqual([
      ['purchase:late', '2026-03-01'],
      ['expire:purchase:late', '2026-03-31'],
    ]);
    // At the newest posting's own instant nothing is late.
    ledger.sell(sale('2026-03-31T00:00:00Z', { net: 500 }, 'on time'));
    expect(ledger.account.newestAt).toBe(instant('2026-03-31T00:00:00Z'));
    expect(balanceOf(ledger.account).available).toBe(5n);
  });

  it('lets nothing become due: that is left to what comes next in time', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 30 } } }));
    ledger.sell(sale('2026-03-01T12:00:00Z', { net: 1000 }));
    ledger.sell(sale('2026-03-20T12:00:00Z', { net: 1000 }));
    expect(ledger.sell(sale('2026-03-19T12:00:00Z', { net: 1000 }))).toHaveLength(1);
    expect(ledger.review('2026-03-31').map(({ entryId }) => entryId)).toEqual(['expire:member:2026-03-31']);
  });
});
