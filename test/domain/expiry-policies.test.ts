import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../shared/domain/calendar.ts';
import { expiresOn } from '../../shared/domain/expiry.ts';
import type { ExpiryPolicy } from '../../shared/domain/expiry.ts';

function day(text: string) {
  const found = parseDay(text);
  if (found === undefined) throw new Error(`no such day: ${text}`);
  return found;
}

function ends(policy: ExpiryPolicy, availableOn: string): string | null {
  const end = expiresOn(policy, day(availableOn));
  return end === null ? null : formatDay(end);
}

describe('points that end with a period', () => {
  it.each([
    ['month', 0, '2018-07-05', '2018-08-01'],
    ['month', 0, '2018-07-31', '2018-08-01'],
    ['month', 2, '2018-11-30', '2019-02-01'],
    ['quarter', 0, '2018-07-05', '2018-10-01'],
    ['quarter', 1, '2018-12-31', '2019-04-01'],
    ['year', 0, '2018-07-05', '2019-01-01'],
    ['year', 1, '2018-01-01', '2020-01-01'],
  ] as const)('end of %s, plus %i: available on %s, gone on %s', (period, plus, from, to) => {
    expect(ends({ policy: 'endOf', period, plus }, from)).toBe(to);
  });
});

describe('points that end on a fixed day', () => {
  it('a full date is that day, also when it has passed', () => {
    const policy = { policy: 'fixed', on: day('2027-04-01') } as const;
    expect(ends(policy, '2026-01-01')).toBe('2027-04-01');
    expect(ends(policy, '2028-01-01')).toBe('2027-04-01');
  });

  it.each([
    ['2026-03-31', '2026-04-01'],
    // "The first such month-day after the available day": not that day itself.
    ['2026-04-01', '2027-04-01'],
    ['2026-12-31', '2027-04-01'],
  ])('1 April: available on %s, gone on %s', (from, to) => {
    expect(ends({ policy: 'fixed', on: { month: 4, day: 1 } }, from)).toBe(to);
  });

  it('29 February is the 28th in other years', () => {
    const policy = { policy: 'fixed', on: { month: 2, day: 29 } } as const;
    expect(ends(policy, '2026-01-01')).toBe('2026-02-28');
    expect(ends(policy, '2028-01-01')).toBe('2028-02-29');
    expect(ends(policy, '2026-02-28')).toBe('2027-02-28');
  });
});

describe('points that never end, or with inactivity', () => {
  it('have no day of their own', () => {
    expect(ends({ policy: 'never' }, '2026-01-01')).toBeNull();
    expect(ends({ policy: 'inactivity', months: 12, acts: ['purchase'] }, '2026-01-01')).toBeNull();
  });
});
