import { describe, expect, it } from 'vitest';
import { formatDay } from '../../shared/domain/calendar.ts';
import { expiresOn } from '../../shared/domain/expiry.ts';
import { day } from './build.ts';

const after = (
  life: { months: number } | { days: number },
  roundUpTo: 'day' | 'month' | 'quarter' | 'year',
  from: string,
) => {
  const end = expiresOn({ policy: 'after', life, roundUpTo }, day(from));
  return end === null ? null : formatDay(end);
};

describe('points that live so long after their available day', () => {
  it.each([
    ['2026-07-06', 'day', '2027-07-06'],
    ['2026-07-06', 'month', '2027-08-01'],
    ['2026-07-01', 'month', '2027-08-01'],
    ['2026-07-31', 'month', '2027-08-01'],
    ['2026-07-06', 'quarter', '2027-10-01'],
    ['2026-12-31', 'quarter', '2028-01-01'],
    ['2026-07-06', 'year', '2028-01-01'],
    ['2026-01-01', 'year', '2028-01-01'],
    ['2028-02-29', 'day', '2029-02-28'],
    ['2028-02-29', 'month', '2029-03-01'],
  ] as const)('12 months after %s, up to the %s: cannot be used from %s', (from, roundUpTo, expected) => {
    expect(after({ months: 12 }, roundUpTo, from)).toBe(expected);
  });

  it('12 months after 6 July 2020, and after 1 July 2020 too, are usable to 31 July 2021', () => {
    expect(after({ months: 12 }, 'month', '2020-07-06')).toBe('2021-08-01');
    expect(after({ months: 12 }, 'month', '2020-07-01')).toBe('2021-08-01');
  });

  it('clamp: a month after 31 January is the last of February', () => {
    expect(after({ months: 1 }, 'day', '2026-01-31')).toBe('2026-02-28');
    expect(after({ months: 1 }, 'day', '2028-01-31')).toBe('2028-02-29');
    expect(after({ months: 1 }, 'month', '2026-01-31')).toBe('2026-03-01');
  });

  it.each([
    [1, 'day', '2026-03-03'],
    [30, 'day', '2026-04-01'],
    [29, 'month', '2026-04-01'],
    [30, 'month', '2026-05-01'],
    [30, 'quarter', '2026-07-01'],
    [366, 'year', '2028-01-01'],
  ] as const)('%i days after 2 March 2026, up to the %s: cannot be used from %s', (days, roundUpTo, expected) => {
    expect(after({ days }, roundUpTo, '2026-03-02')).toBe(expected);
  });
});
