/** Of which months of issue the points are that expire: told by the account before the expiry and the expiry alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../shared/domain/account.ts';
import { monthOf, monthOfDay } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { addIssued, issuedIn, lessIssued, sharesOf } from '../../shared/domain/issued.ts';
import type { Issued } from '../../shared/domain/issued.ts';
import { sumOfPoints } from '../../shared/domain/lots.ts';
import { months } from '../../shared/domain/statistics/periods.ts';
import { brokenBy } from '../../shared/domain/vintages.ts';
import { day, Ledger, programmeWith, sale } from './build.ts';

const enrolment = { on: day('2020-01-01'), channel: null };

/** What broke, as `points of month in month`, told entry by entry. */
function brokenIn(entries: readonly Entry[]): string[] {
  let account = newAccount('member', enrolment);
  return entries.flatMap((entry) => {
    const before = account;
    account = evolve(account, entry);
    if (entry.kind !== 'expire') return [];
    return brokenBy(before, entry).map(({ issued, expired, points }) => {
      return `${String(points)} of ${months.name(issued)} in ${months.name(expired)}`;
    });
  });
}

describe('points that expire', () => {
  it('are shared among the months that were ever credited to their lot, the oldest first', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'endOf', period: 'year' } } }));
    for (const [at, net] of [
      ['2025-01-10', 100],
      ['2025-03-10', 200],
      ['2025-03-20', 100],
    ] as const) {
      ledger.sell(sale(`${at}T12:00:00Z`, { net }));
    }
    ledger.review('2026-02-01');
    expect(brokenIn(ledger.entries())).toEqual(['1 of 2025-01 in 2026-01', '3 of 2025-03 in 2026-01']);
  });

  it('are of the month in which they were earned, not of that in which they became available', () => {
    const ledger = new Ledger(
      programmeWith({ points: { expiry: { policy: 'after', months: 1, roundUpTo: 'month' }, pendingDays: 14 } }),
    );
    ledger.sell(sale('2025-01-25T12:00:00Z', { net: 500 }));
    ledger.review('2025-06-01');
    expect(brokenIn(ledger.entries())).toEqual(['5 of 2025-01 in 2025-04']);
  });

  it('at once are of the month of the sale that came late, and of no other sale of their lot', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'inactivity', months: 3 } } }));
    ledger.sell(sale('2025-01-10T12:00:00Z', { net: 100 }));
    ledger.review('2025-05-01');
    ledger.sell(sale('2025-06-10T12:00:00Z', { net: 400 }));
    ledger.sell(sale('2025-02-10T12:00:00Z', { net: 700 }));
    expect(ledger.account.available).toMatchObject([
      { issued: [{ month: monthOfDay(day('2025-06-10')), points: 4n }] },
    ]);
    ledger.review('2025-12-01');
    expect(brokenIn(ledger.entries())).toEqual([
      '1 of 2025-01 in 2025-04',
      '7 of 2025-02 in 2025-04',
      '4 of 2025-06 in 2025-09',
    ]);
  });

  it('with inactivity are of the months of each lot that has points, the pending ones too', () => {
    const ledger = new Ledger(
      programmeWith({ points: { expiry: { policy: 'inactivity', months: 1 }, pendingDays: 20 } }),
    );
    ledger.sell(sale('2025-01-01T12:00:00Z', { net: 100 }));
    ledger.sell(sale('2025-01-31T12:00:00Z', { net: 200 }));
    ledger.sell(sale('2025-02-10T12:00:00Z', { net: 400 }));
    ledger.review('2025-03-09');
    ledger.review('2025-04-01');
    expect(brokenIn(ledger.entries())).toEqual(['3 of 2025-01 in 2025-03', '4 of 2025-02 in 2025-03']);
  });

  it('never leave no list of months: points without a day are of none', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'never' } } }));
    ledger.sell(sale('2025-01-01T12:00:00Z', { net: 100 }));
    ledger.sell(sale('2025-02-01T12:00:00Z', { net: 100 }));
    expect(ledger.account.available).toMatchObject([{ issued: [{ month: null, points: 2n }] }]);
  });
});

const month = (index: number) => monthOf(24_000 + index);

describe('points by month of issue', () => {
  const some = fc
    .array(fc.tuple(fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }), fc.bigInt({ min: 0n, max: 50n })), {
      maxLength: 60,
    })
    .map((parts) => parts.map(([at, points]) => issuedIn(at === null ? null : month(at), points)));

  it('add up, in order, each month once, at most 24 and none beside them', () => {
    fc.assert(
      fc.property(some, (parts) => {
        const all = parts.reduce(addIssued, []);
        const keys = all.map((part) => part.month ?? Infinity);
        expect(keys.toSorted((a, b) => a - b)).toEqual(keys);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.filter((at) => at !== Infinity).length).toBeLessThanOrEqual(24);
        expect(sumOfPoints(all)).toBe(sumOfPoints(parts.flat()));
        expect(all.every(({ points }) => points > 0n)).toBe(true);
      }),
    );
  });

  it('count with the oldest month that is kept when they are older', () => {
    const years = Array.from({ length: 26 }, (_, index) => issuedIn(month(index), 1n)).reduce(addIssued, []);
    expect(years[0]).toEqual({ month: month(2), points: 3n });
    expect(years).toHaveLength(24);
  });

  it('are told apart for 24 months, and those of no month beside them', () => {
    const two = Array.from({ length: 24 }, (_, index) => issuedIn(month(index), 1n));
    const all = [...two, issuedIn(null, 5n)].reduce(addIssued, []);
    expect(all).toEqual([...two.flat(), { month: null, points: 5n }]);
    expect(issuedIn(month(1), 0n)).toEqual([]);
  });

  it('are taken off the oldest where their month is not told apart, or has too few', () => {
    const of = (...points: readonly bigint[]) => points.flatMap((one, index) => issuedIn(month(index), one));
    const all = [...of(5n, 7n), ...issuedIn(null, 3n)];
    expect(lessIssued(all, month(1), 4n)).toEqual([...of(5n, 3n), ...issuedIn(null, 3n)]);
    expect(lessIssued(all, null, 3n)).toEqual(of(5n, 7n));
    expect(lessIssued(all, month(9), 6n)).toEqual([...issuedIn(month(1), 6n), ...issuedIn(null, 3n)]);
    expect(lessIssued(all, month(1), 9n)).toEqual([...of(3n), ...issuedIn(null, 3n)]);
  });

  it('are taken off the month that they were credited to', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 40 }), fc.bigInt({ min: 1n, max: 50n }), (parts, at, points) => {
        const all = parts.reduce(addIssued, []);
        const more = addIssued(all, issuedIn(month(at), points));
        const less = lessIssued(more, month(at), points);
        expect(sumOfPoints(less)).toBe(sumOfPoints(all));
        if (all.length < 24) expect(less).toEqual(all);
      }),
    );
  });

  it('share what expires of them in proportion, the whole number exactly', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 100 }), (parts, percent) => {
        const all: Issued = parts.reduce(addIssued, []);
        const points = (sumOfPoints(all) * BigInt(percent)) / 100n;
        const shares = new Map(sharesOf(points, all).map((share) => [share.month, share.points]));
        expect([...shares.values()].reduce((sum, share) => sum + share, 0n)).toBe(points);
        for (const part of all) {
          const share = shares.get(part.month) ?? 0n;
          const exact = part.points * points;
          const whole = sumOfPoints(all);
          expect(share * whole > exact - whole && share * whole < exact + whole).toBe(true);
        }
      }),
    );
  });
});
