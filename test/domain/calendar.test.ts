import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  civilFromDay,
  dayFromCivil,
  dayOf,
  daysInMonth,
  firstDayAfter,
  formatDay,
  later,
  monthOf,
  monthOfDay,
  parseDay,
  parseFormattedDay,
  weekdayOf,
} from '../../shared/domain/calendar.ts';
import { runs } from '../property-runs.ts';
import { day } from './build.ts';
import { dayAfter, plusDays, plusMonths } from './reference/dates.ts';

/** Days of the years 0001 to 9998, as texts. */
const anyDay = fc
  .integer({
    min: Date.parse('0001-01-01T00:00:00Z') / 86_400_000,
    max: Date.parse('9998-12-31T00:00:00Z') / 86_400_000,
  })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

describe('a day', () => {
  it('is the number of days since 1970-01-01', () => {
    expect(day('1970-01-01')).toBe(0);
    expect(day('1970-01-02')).toBe(1);
    expect(day('1969-12-31')).toBe(-1);
    expect(day('2000-03-01')).toBe(11_017);
  });

  it('is what the platform makes of the same date, and its text comes back', () => {
    fc.assert(
      fc.property(anyDay, (text) => {
        const value = day(text);
        expect(value).toBe(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
        expect(formatDay(value)).toBe(text);
        expect(dayFromCivil(civilFromDay(value))).toBe(value);
        expect(weekdayOf(value)).toBe(
          new Date(`${text}T00:00:00Z`)
            .toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' })
            .toLowerCase(),
        );
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '+002026-01-01',
    '--02-29',
    '',
  ])('is not made of %j', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });

  it('has a 29 February every fourth year, not every hundredth, but every four-hundredth', () => {
    expect([2024, 2025, 1900, 2000, 2100].map((year) => daysInMonth(year, 2))).toEqual([29, 28, 28, 29, 28]);
    expect([1, 3, 4, 6, 7, 8, 9, 10, 11, 12].map((month) => daysInMonth(2026, month))).toEqual([
      31, 31, 30, 30, 31, 31, 30, 31, 30, 31,
    ]);
  });

  it('beyond the years of four digits has a text that is read back, though no document may hold it', () => {
    const far = addDays(day('9999-12-31'), 1);
    expect(formatDay(far)).toBe('+010000-01-01');
    expect(parseFormattedDay('+010000-01-01')).toBe(far);
    expect(parseDay('+010000-01-01')).toBeUndefined();
    const early = addDays(day('0000-01-01'), -1);
    expect(formatDay(early)).toBe('-000001-12-31');
    expect(parseFormattedDay('-000001-12-31')).toBe(early);
    expect(parseFormattedDay('2026-02-03')).toBe(day('2026-02-03'));
    expect(parseFormattedDay('soon')).toBeUndefined();
  });

  it('is a whole number, and so is a month', () => {
    expect(() => dayOf(0.5)).toThrow(RangeError);
    expect(() => dayOf(Number.NaN)).toThrow(RangeError);
    expect(() => monthOf(1.5)).toThrow(RangeError);
    expect(monthOf(24_300)).toBe(24_300);
  });
});

describe('month arithmetic', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-10-31', 1, '2026-11-30'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -13, '2025-02-28'],
    ['2026-07-06', 12, '2027-07-06'],
    ['2026-07-06', 1200, '2126-07-06'],
  ])('clamps: %s and %i months is %s', (from, months, to) => {
    expect(formatDay(addMonths(day(from), months))).toBe(to);
  });

  it('is that of the platform with the last day of the month for what it has not', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10, max: 1200 }), (text, months) => {
        fc.pre(text > '0002-01-01' && text < '9800-01-01');
        expect(formatDay(addMonths(day(text), months))).toBe(plusMonths(text, months));
        expect(formatDay(addDays(day(text), months))).toBe(plusDays(text, months));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('numbers months so that they subtract', () => {
    expect(monthOfDay(day('2027-01-01')) - monthOfDay(day('2026-12-31'))).toBe(1);
    expect(monthOfDay(day('2026-01-31')) - monthOfDay(day('2026-01-01'))).toBe(0);
    expect(monthOfDay(day('2026-03-01'))).toBe(2026 * 12 + 2);
  });
});

describe('the first day after a period', () => {
  it.each([
    ['day', '2026-12-31', '2027-01-01'],
    ['month', '2026-07-06', '2026-08-01'],
    ['month', '2026-07-01', '2026-08-01'],
    ['month', '2026-12-31', '2027-01-01'],
    ['quarter', '2026-01-01', '2026-04-01'],
    ['quarter', '2026-03-31', '2026-04-01'],
    ['quarter', '2026-04-01', '2026-07-01'],
    ['quarter', '2026-10-01', '2027-01-01'],
    ['quarter', '2026-12-31', '2027-01-01'],
    ['year', '2026-01-01', '2027-01-01'],
    ['year', '2026-12-31', '2027-01-01'],
  ] as const)('of a %s that contains %s is %s', (period, within, after) => {
    expect(formatDay(firstDayAfter(period, day(within)))).toBe(after);
  });

  it('is that of the reference for every day', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('month' as const, 'quarter' as const, 'year' as const), (text, period) => {
        fc.pre(text > '0100-01-01');
        expect(formatDay(firstDayAfter(period, day(text)))).toBe(dayAfter(period, text));
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('the later of two days', () => {
  it('is the one with the higher number', () => {
    expect(later(day('2026-01-02'), day('2026-01-01'))).toBe(day('2026-01-02'));
    expect(later(day('2026-01-01'), day('2026-01-02'))).toBe(day('2026-01-02'));
  });
});
