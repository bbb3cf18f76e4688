/** Versions of the programme: which of them decides about what. */
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../shared/domain/calendar.ts';
import { firstDayOf, programmeAt, programmeName, programmeOnDay } from '../../shared/domain/programme.ts';
import { day, instant, Ledger, programmeWith, sale, versionsOf } from './build.ts';

type Changes = NonNullable<Parameters<typeof programmeWith>[0]>;
const version = (number: number, effectiveFrom: string, changes: Changes = {}) =>
  programmeWith({ ...changes, version: number, effectiveFrom });
const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
  { id: 'gold', from: 300 },
];

describe('the version in force', () => {
  const one = version(1, '2026-01-01T00:00:00Z');
  const two = version(2, '2026-06-01T08:00:00Z');
  const three = version(3, '2026-06-01T08:00:00Z');
  const versions = versionsOf(one, two, three);

  it('is the newest that has begun, from its very instant on', () => {
    expect(programmeAt(versions, instant('2026-05-31T23:00:00Z'))).toBe(one);
    expect(programmeAt(versions, instant('2026-06-01T07:59:59.999Z'))).toBe(one);
    expect(programmeAt(versions, instant('2026-06-01T08:00:00Z'))).toBe(three);
  });

  it('before the first one is the first', () => {
    expect(programmeAt(versions, instant('1999-01-01T00:00:00Z'))).toBe(one);
    expect(programmeOnDay(versions, day('1999-01-01'))).toBe(one);
  });

  it('on a day is the one that was in force when it began', () => {
    expect(programmeOnDay(versions, day('2026-06-01'))).toBe(one);
    expect(programmeOnDay(versions, day('2026-06-02'))).toBe(three);
    const shanghai = versionsOf(
      version(1, '2026-01-01T00:00:00Z', { timeZone: 'Asia/Shanghai' }),
      version(2, '2026-05-31T16:00:00Z', { timeZone: 'Asia/Shanghai' }),
    );
    expect(programmeOnDay(shanghai, day('2026-05-31'))).toBe(shanghai[0]);
    expect(programmeOnDay(shanghai, day('2026-06-01'))).toBe(shanghai[1]);
  });

  it('begins with the first day that it begins', () => {
    expect(formatDay(firstDayOf(version(1, '2026-06-01T00:00:00Z')))).toBe('2026-06-01');
    expect(formatDay(firstDayOf(version(1, '2026-06-01T00:00:00.001Z')))).toBe('2026-06-02');
    expect(formatDay(firstDayOf(version(1, '2026-05-31T23:59:59Z')))).toBe('2026-06-01');
    expect(formatDay(firstDayOf(version(1, '2026-05-31T16:00:00Z', { timeZone: 'Asia/Shanghai' })))).toBe('2026-06-01');
  });

  it('is named by the entry that it decided', () => {
    expect(programmeName(two)).toBe('main@2');
    const ledger = new Ledger(one, two);
    expect(ledger.sell(sale('2026-05-01T00:00:00Z', { net: 100 }))[0]?.program).toBe('main@1');
    expect(ledger.sell(sale('2026-06-02T00:00:00Z', { net: 100 }))[0]?.program).toBe('main@2');
  });
});

describe('a sale', () => {
  it('is decided by the version of its own instant, also when it comes late', () => {
    const double = [{ id: 'base', kind: 'rate' as const, points: 2, perMinor: 100 }];
    const ledger = new Ledger(version(1, '2026-01-01T00:00:00Z'), version(2, '2026-06-01T00:00:00Z', { earn: double }));
    expect(ledger.sell(sale('2026-06-02T00:00:00Z', { net: 1000 }))[0]?.points).toBe(20n);
    expect(ledger.sell(sale('2026-05-02T00:00:00Z', { net: 1000 }))[0]?.points).toBe(10n);
  });

  it('that comes late reaches a level of the version of the newest posting, never a lower one', () => {
    const more = [...levels, { id: 'platinum', from: 400 }];
    const ledger = new Ledger(
      version(1, '2026-01-01T00:00:00Z', { tiers: { levels } }),
      version(2, '2026-06-01T00:00:00Z', { tiers: { levels: more } }),
    );
    ledger.sell(sale('2026-06-02T00:00:00Z', { net: 40_000 }));
    expect(ledger.account.standing.level).toBe('platinum');
    expect(ledger.sell(sale('2026-05-02T00:00:00Z', { net: 1000 }))).toHaveLength(1);
    expect(ledger.account.standing.level).toBe('platinum');
  });

  it('that comes late forgets no month that the version of the newest posting counts', () => {
    const ledger = new Ledger(
      version(1, '2026-01-01T00:00:00Z', { tiers: { levels, window: { months: 1 } } }),
      version(2, '2026-03-01T00:00:00Z', { tiers: { levels, window: { months: 12 } } }),
    );
    ledger.sell(sale('2026-03-02T00:00:00Z', { net: 5000 }));
    ledger.sell(sale('2026-06-02T00:00:00Z', { net: 1000 }));
    ledger.sell(sale('2026-02-02T00:00:00Z', { net: 1000 }));
    expect(ledger.account.progress.months.map(({ points }) => points)).toEqual([10n, 50n, 10n]);
  });
});

describe('a review', () => {
  const twoYears = { levels, review: { afterMonths: 24 } };
  const oneYear = { levels, review: { afterMonths: 12 } };
  const sold = (first: Changes['tiers'], second: Changes['tiers'], from = '2027-06-01T00:00:00Z') => {
    const ledger = new Ledger(
      version(1, '2026-01-01T00:00:00Z', { tiers: first ?? {} }),
      version(2, from, { tiers: second ?? {} }),
    );
    ledger.sell(sale('2026-02-10T12:00:00Z', { net: 30_000 }));
    return ledger;
  };
  const ids = (ledger: Ledger, through: string) =>
    ledger.review(through).map(({ entryId, program }) => `${entryId} by ${program}`);

  it('is by the version in force on its day, however late it is run', () => {
    expect(ids(sold(oneYear, twoYears), '2028-12-31')).toEqual([
      'expire:member:2027-02-10 by main@1',
      'tier:member:2027-02-10 by main@1',
    ]);
    const daily = sold(oneYear, twoYears);
    daily.review('2027-02-10');
    expect(daily.account.standing.since).toBe(day('2027-02-10'));
    expect(ids(daily, '2029-02-09')).toEqual([]);
    expect(ids(daily, '2029-02-10')).toEqual(['tier:member:2029-02-10 by main@2']);
  });

  it('is by the version in force on its day, also where nothing else is due on that day', () => {
    const levelsAlone = (first: Changes['tiers'], second: Changes['tiers']) => {
      const points = { expiry: { policy: 'never' as const } };
      const ledger = new Ledger(
        version(1, '2026-01-01T00:00:00Z', { points, tiers: first ?? {} }),
        version(2, '2027-06-01T00:00:00Z', { points, tiers: second ?? {} }),
      );
      ledger.sell(sale('2026-02-10T12:00:00Z', { net: 30_000 }));
      return ids(ledger, '2028-12-31');
    };
    expect(levelsAlone(oneYear, twoYears)).toEqual(['tier:member:2027-02-10 by main@1']);
    expect(levelsAlone(twoYears, oneYear)).toEqual(['tier:member:2027-06-01 by main@2']);
  });

  it('of a day before the first version is by that, and on its day', () => {
    const points = { expiry: { policy: 'never' as const } };
    const ledger = new Ledger(version(1, '2026-06-01T00:00:00Z', { points, tiers: oneYear }));
    ledger.sell(sale('2020-02-10T12:00:00Z', { net: 30_000 }));
    expect(ids(ledger, '2021-02-10')).toEqual(['tier:member:2021-02-10 by main@1']);
  });

  it('ends nothing with inactivity by a version that knows none, nor without an act that one knew', () => {
    const inactivity = { points: { expiry: { policy: 'inactivity' as const, months: 12 } }, tiers: oneYear };
    const never = { points: { expiry: { policy: 'never' as const } }, tiers: oneYear };
    const lived = (first: Changes, second: Changes) => {
      const ledger = new Ledger(version(1, '2026-01-01T00:00:00Z', first), version(2, '2026-06-01T00:00:00Z', second));
      ledger.sell(sale('2026-02-10T12:00:00Z', { net: 30_000 }));
      return ids(ledger, '2027-12-31');
    };
    expect(lived(inactivity, never)).toEqual(['tier:member:2027-02-10 by main@2']);
    expect(lived(never, inactivity)).toEqual(['tier:member:2027-02-10 by main@2']);
    expect(lived(inactivity, inactivity)[0]).toBe('expire:member:2027-02-10 by main@2');
  });

  it('that a new version would have made before it began is made on its first day', () => {
    const ledger = sold(twoYears, oneYear);
    expect(ids(ledger, '2027-05-31')).toEqual(['expire:member:2027-02-10 by main@1']);
    expect(ids(ledger, '2028-12-31')).toEqual(['tier:member:2027-06-01 by main@2']);
    expect(ledger.account.standing).toEqual({ level: 'ordinary', since: day('2027-06-01'), before: [] });
  });

  it('that an old version did not make keeps nothing else from becoming due', () => {
    const ledger = sold({ levels, review: { drop: 'never' } }, { levels }, '2030-01-01T00:00:00Z');
    ledger.sell(sale('2029-12-31T12:00:00Z', { net: 1000 }));
    expect(ids(ledger, '2031-12-31')).toEqual([
      'tier:member:2030-01-01 by main@2',
      'expire:member:2030-12-31 by main@2',
    ]);
  });

  it('of a level that a late judgement confirms is not made again on the same day', () => {
    const ledger = sold({ levels, review: { drop: 'never' } }, { levels, review: { afterMonths: 1, graceDays: 5 } });
    ledger.sell(sale('2027-05-15T12:00:00Z', { net: 30_000 }));
    expect(ids(ledger, '2027-06-30')).toEqual(['tier:member:2027-06-01 by main@2']);
    expect(ledger.account.standing).toEqual({ level: 'gold', since: day('2027-05-27'), before: [] });
    expect(ids(ledger, '2027-07-02')).toEqual(['tier:member:2027-07-02 by main@2']);
  });

  it('by a version that was published for days that are posted already comes on the next day', () => {
    const first = version(1, '2026-01-01T00:00:00Z', { tiers: twoYears });
    const ledger = new Ledger(first);
    ledger.sell(sale('2026-02-10T12:00:00Z', { net: 30_000 }));
    ledger.sell(sale('2027-09-01T12:00:00Z', { net: 1000 }));
    const after = new Ledger(first, version(2, '2027-03-01T00:00:00Z', { tiers: oneYear }));
    after.account = ledger.account;
    expect(ids(after, '2027-09-01')).toEqual([]);
    expect(ids(after, '2027-12-31')).toEqual(['tier:member:2027-09-02 by main@2']);
  });
});
