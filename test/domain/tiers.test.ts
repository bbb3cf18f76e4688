import { describe, expect, it } from 'vitest';
import type { Account } from '../../shared/domain/account.ts';
import { newAccount } from '../../shared/domain/account.ts';
import { formatDay, monthOfDay } from '../../shared/domain/calendar.ts';
import type { Tiers } from '../../shared/domain/programme.ts';
import {
  judge,
  judgementDay,
  levelAt,
  levelIndex,
  monthsKeptFrom,
  qualifyingAmount,
  reviewDay,
  supportedIndex,
} from '../../shared/domain/tiers.ts';
import { day, Ledger, programmeWith, sale } from './build.ts';

type Given = NonNullable<NonNullable<Parameters<typeof programmeWith>[0]>['tiers']>;

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
  { id: 'gold', from: 300 },
  { id: 'diamond', from: 1000 },
];
const tiersOf = (given: Given = {}): Tiers => programmeWith({ tiers: { levels, ...given } }).tiers;
const ledgerWith = (given: Given = {}) => new Ledger(programmeWith({ tiers: { levels, ...given } }));

function accountWith(progress: Readonly<Record<string, number>>, level: string | null, since: string | null): Account {
  const months = Object.entries(progress).map(([on, points]) => ({
    month: monthOfDay(day(on)),
    points: BigInt(points),
  }));
  const total = months.reduce((sum, { points }) => sum + points, 0n);
  const account = newAccount('member', { on: day('2025-01-01'), channel: null });
  const standing = { level, since: since === null ? null : day(since), before: [] };
  return { ...account, progress: { total, months }, standing };
}

describe('the points that count', () => {
  const account = accountWith({ '2025-03-01': 100, '2025-09-01': 50, '2026-03-01': 7 }, null, null);

  it('are those of a month through the end of the N-th month after it', () => {
    const counts = (months: number, on: string) =>
      qualifyingAmount(account.progress, tiersOf({ window: { months } }), day(on));
    expect(counts(12, '2026-03-31')).toBe(157n);
    expect(counts(12, '2026-04-01')).toBe(57n);
    expect(counts(12, '2026-09-30')).toBe(57n);
    expect(counts(12, '2026-10-01')).toBe(7n);
    expect(counts(1, '2026-04-30')).toBe(7n);
    expect(counts(1, '2026-05-01')).toBe(0n);
    // What lies ahead of the day does not count for it.
    expect(counts(12, '2026-02-28')).toBe(150n);
  });

  it('are all of them in a lifetime', () => {
    expect(qualifyingAmount(account.progress, tiersOf({ window: { lifetime: true } }), day('2099-01-01'))).toBe(157n);
  });

  it('of a month that went below zero are none', () => {
    const { progress } = accountWith({ '2025-03-01': 100, '2025-09-01': -30 }, null, null);
    expect(qualifyingAmount(progress, tiersOf(), day('2025-10-01'))).toBe(100n);
    expect(qualifyingAmount(progress, tiersOf({ window: { lifetime: true } }), day('2025-10-01'))).toBe(100n);
  });
});

describe('a level', () => {
  it('is supported from its points on', () => {
    const at = (points: bigint) => levelAt(supportedIndex(points, tiersOf()), tiersOf()).id;
    expect([0n, 99n, 100n, 299n, 300n, 999n, 1000n, 10n ** 30n].map(at)).toEqual([
      'ordinary',
      'ordinary',
      'silver',
      'silver',
      'gold',
      'gold',
      'diamond',
      'diamond',
    ]);
  });

  it('is the first where none was reached, or where the programme has it no more', () => {
    expect(levelIndex({ level: null }, tiersOf())).toBe(0);
    expect(levelIndex({ level: 'gold' }, tiersOf())).toBe(2);
    expect(levelIndex({ level: 'platinum' }, tiersOf())).toBe(0);
    expect(levelAt(9, tiersOf()).id).toBe('ordinary');
  });
});

describe('the review day', () => {
  const gold = { level: 'gold', since: day('2026-01-31') };
  const on = (given: Given, standing = gold) => {
    const found = reviewDay(standing, tiersOf(given));
    return found === null ? null : formatDay(found);
  };

  it('is so many months after the level was reached or last confirmed', () => {
    expect(on({})).toBe('2027-01-31');
    expect(on({ review: { afterMonths: 1 } })).toBe('2026-02-28');
    expect(on({ review: { afterMonths: 25 } })).toBe('2028-02-29');
  });

  it('is none where nothing can fall: the first level, a lifetime, a programme that never drops', () => {
    expect(on({}, { level: 'ordinary', since: day('2026-01-31') })).toBeNull();
    expect(reviewDay({ level: null, since: null }, tiersOf())).toBeNull();
    expect(on({ window: { lifetime: true } })).toBeNull();
    expect(on({ review: { drop: 'never' } })).toBeNull();
    expect(judgementDay(gold, tiersOf({ review: { drop: 'never' } }))).toBeNull();
  });

  it('is followed by the days of grace, and then the level is judged', () => {
    expect(judgementDay(gold, tiersOf({ review: { graceDays: 30 } }))).toBe(day('2027-03-02'));
    expect(judgementDay(gold, tiersOf())).toBe(day('2027-01-31'));
  });
});

describe('a judgement', () => {
  const judged = (account: Account, given: Given, on: string) => {
    const { level, since } = judge(account, tiersOf(given), day(on));
    return [level.id, formatDay(since)];
  };

  it('confirms a level that is supported, from the review day and not from the end of the grace', () => {
    const account = accountWith({ '2026-05-01': 300 }, 'gold', '2026-01-31');
    expect(judged(account, { review: { graceDays: 30 } }, '2027-03-02')).toEqual(['gold', '2027-01-31']);
  });

  it('takes the better of the windows of that day and of the review day', () => {
    // January 2026 counts to the end of January 2027: on the review day, and no more when the grace is over.
    const before = accountWith({ '2026-01-31': 300 }, 'gold', '2026-01-31');
    expect(judged(before, { review: { graceDays: 30 } }, '2027-03-02')).toEqual(['gold', '2027-01-31']);
    // Saved by what came in the days of grace.
    const after = accountWith({ '2027-02-15': 300 }, 'gold', '2026-01-31');
    expect(judged(after, { review: { graceDays: 30 } }, '2027-03-02')).toEqual(['gold', '2027-01-31']);
    // Neither window alone holds both.
    const both = accountWith({ '2026-01-31': 150, '2027-02-15': 150 }, 'gold', '2026-01-31');
    expect(judged(both, { review: { graceDays: 30 } }, '2027-03-02')).toEqual(['silver', '2027-03-02']);
  });

  it('lets fall to the level supported, or by one step, from the day it is made', () => {
    const account = accountWith({ '2026-05-01': 5 }, 'diamond', '2026-01-31');
    expect(judged(account, {}, '2027-01-31')).toEqual(['ordinary', '2027-01-31']);
    expect(judged(account, { review: { drop: 'one-level' } }, '2027-01-31')).toEqual(['gold', '2027-01-31']);
    const little = accountWith({ '2026-05-01': 100 }, 'diamond', '2026-01-31');
    expect(judged(little, {}, '2027-01-31')).toEqual(['silver', '2027-01-31']);
  });
});

describe('months that no window reaches any more', () => {
  it('are forgotten, but not in the days of grace', () => {
    const keptFrom = (given: Given, today: string) => monthsKeptFrom(tiersOf(given), day(today));
    const month = (text: string) => monthOfDay(day(text));
    expect(keptFrom({}, '2026-12-15')).toBe(month('2025-12-01'));
    expect(keptFrom({ window: { months: 3 } }, '2027-03-15')).toBe(month('2026-12-01'));
    expect(keptFrom({ review: { graceDays: 60 } }, '2027-03-15')).toBe(month('2026-01-01'));
    expect(keptFrom({ window: { lifetime: true } }, '2027-03-15')).toBe(month('2026-03-01'));
    // By calendar year the year just ended may still be judged.
    expect(keptFrom({ window: { calendar: 'year' } }, '2027-12-31')).toBe(month('2026-01-01'));
    expect(keptFrom({ window: { calendar: 'year' }, review: { graceDays: 10 } }, '2027-01-11')).toBe(
      month('2026-01-01'),
    );
    expect(keptFrom({ window: { calendar: 'year' }, review: { graceDays: 10 } }, '2027-01-10')).toBe(
      month('2025-01-01'),
    );
  });

  it('are so for an account that buys for years: it does not grow', () => {
    const ledger = ledgerWith();
    for (let year = 2010; year < 2030; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        ledger.sell(sale(`${year}-${String(month).padStart(2, '0')}-15T12:00:00Z`, { net: 1000 }));
        expect(ledger.account.progress.months.length).toBeLessThanOrEqual(13);
      }
    }
    expect(ledger.account.progress.total).toBe(2400n);
  });
});

describe('a rise', () => {
  it('comes at once, in the same posting, and the sale that crosses the line is earned at the old level', () => {
    const twice = levels.map((level, index) => ({ ...level, multiplier: index === 0 ? '1' : '2' }));
    const ledger = ledgerWith({ levels: twice });
    const drafts = ledger.sell(sale('2026-03-02T12:00:00Z', { net: 10_000 }, 'p1'));
    expect(drafts.map(({ kind, entryId, points }) => [kind, entryId, points])).toEqual([
      ['earn', 'purchase:p1', 100n],
      ['tier', 'tier:purchase:p1', 0n],
    ]);
    expect(drafts[1]).toMatchObject({
      day: day('2026-03-02'),
      occurredAt: drafts[0]?.occurredAt,
      program: 'main@1',
      tier: { from: 'ordinary', to: 'silver', since: day('2026-03-02'), reason: 'reached' },
    });
    expect(ledger.sell(sale('2026-03-02T12:00:01Z', { net: 10_000 }, 'p2'))[0]?.points).toBe(200n);
  });

  it('may leave levels out', () => {
    const ledger = ledgerWith();
    expect(ledger.sell(sale('2026-03-02T12:00:00Z', { net: 99_999 })).at(-1)).toMatchObject({
      tier: { from: 'ordinary', to: 'gold' },
    });
  });

  it('counts points that are still pending', () => {
    const ledger = new Ledger(programmeWith({ points: { pendingDays: 30 }, tiers: { levels } }));
    ledger.sell(sale('2026-03-02T12:00:00Z', { net: 10_000 }));
    expect(ledger.account.standing.level).toBe('silver');
  });

  it('counts what was earned, not what is left of it', () => {
    const ledger = new Ledger(programmeWith({ points: { expiry: { policy: 'after', days: 1 } }, tiers: { levels } }));
    ledger.sell(sale('2026-03-02T12:00:00Z', { net: 6000 }));
    ledger.sell(sale('2026-03-12T12:00:00Z', { net: 4000 }));
    expect(ledger.account.standing.level).toBe('silver');
    expect(ledger.account.sums.expired).toBe(60n);
  });

  it('over a lifetime lasts for ever', () => {
    const ledger = ledgerWith({ window: { lifetime: true } });
    ledger.sell(sale('2010-03-02T12:00:00Z', { net: 6000 }));
    ledger.sell(sale('2020-03-02T12:00:00Z', { net: 4000 }));
    expect(ledger.account.standing).toEqual({ level: 'silver', since: day('2020-03-02'), before: [] });
    ledger.review('2099-01-01');
    expect(ledger.account.standing.level).toBe('silver');
    const months = [{ month: monthOfDay(day('2020-03-01')), points: 40n }];
    expect(ledger.account.progress).toEqual({ total: 100n, months });
  });

  it('in a rolling window needs the points within it', () => {
    const ledger = ledgerWith({ window: { months: 3 } });
    ledger.sell(sale('2026-01-01T12:00:00Z', { net: 6000 }));
    ledger.sell(sale('2026-05-01T12:00:00Z', { net: 4000 }));
    expect(ledger.account.standing.level).toBeNull();
    const other = ledgerWith({ window: { months: 3 } });
    other.sell(sale('2026-01-01T12:00:00Z', { net: 6000 }));
    other.sell(sale('2026-04-30T12:00:00Z', { net: 4000 }));
    expect(other.account.standing.level).toBe('silver');
  });
});
