/** Periods, windows and bins that numbers are told by (metrics.md). */
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../shared/domain/calendar.ts';
import { binIndexOf, binOf, intervalBins, recencyBins, timesBins } from '../../shared/domain/statistics/bins.ts';
import { days, isComplete, mondayOf, months, weeks } from '../../shared/domain/statistics/periods.ts';
import { dayBefore, firstMonthOf, isWithin } from '../../shared/domain/statistics/windows.ts';
import { day } from './build.ts';

describe('a week', () => {
  it.each([
    // ISO 8601: a week belongs to the year of its Thursday.
    ['2026-03-02', '2026-03-02', '2026-W10'],
    ['2026-03-08', '2026-03-02', '2026-W10'],
    ['2026-03-09', '2026-03-09', '2026-W11'],
    ['2027-01-03', '2026-12-28', '2026-W53'],
    ['2027-01-04', '2027-01-04', '2027-W01'],
    ['2024-12-30', '2024-12-30', '2025-W01'],
    ['1970-01-01', '1969-12-29', '1970-W01'],
    ['1969-12-28', '1969-12-22', '1969-W52'],
  ])('of %s begins on %s and is %s', (of, monday, name) => {
    expect(formatDay(mondayOf(day(of)))).toBe(monday);
    expect(weeks.name(weeks.of(day(of)))).toBe(name);
  });
});

describe('a period', () => {
  it('has a name, a first day and a next one', () => {
    const on = day('1999-12-31');
    expect([days, weeks, months].map((kind) => kind.name(kind.of(on)))).toEqual(['1999-12-31', '1999-W52', '1999-12']);
    expect([days, weeks, months].map((kind) => formatDay(kind.firstDay(kind.of(on))))).toEqual([
      '1999-12-31',
      '1999-12-27',
      '1999-12-01',
    ]);
    expect([days, weeks, months].map((kind) => kind.name(kind.of(on) + kind.step))).toEqual([
      '2000-01-01',
      '2000-W01',
      '2000-01',
    ]);
  });

  it('is complete when its last day is over', () => {
    const complete = (kind: typeof days, asOf: string) => isComplete(kind, kind.of(day('2026-02-15')), day(asOf));
    expect([complete(days, '2026-02-14'), complete(days, '2026-02-15')]).toEqual([false, true]);
    expect([complete(weeks, '2026-02-14'), complete(weeks, '2026-02-15')]).toEqual([false, true]);
    expect([complete(months, '2026-02-27'), complete(months, '2026-02-28')]).toEqual([false, true]);
  });
});

describe('a window', () => {
  const asOf = day('2026-03-15');

  it('is the month of the report’s day, that and the eleven before, or everything', () => {
    const begins = (['month', '12m', 'all'] as const).map((window) => {
      const [first, before] = [firstMonthOf(window, asOf), dayBefore(window, asOf)];
      return [first === null ? null : months.name(first), before === null ? null : formatDay(before)];
    });
    expect(begins).toEqual([
      ['2026-03', '2026-02-28'],
      ['2025-04', '2025-03-31'],
      [null, null],
    ]);
  });

  it('holds the days from its first one on', () => {
    const within = (window: 'month' | '12m' | 'all', on: string) => isWithin(window, asOf, day(on));
    expect([within('month', '2026-02-28'), within('month', '2026-03-01')]).toEqual([false, true]);
    expect([within('12m', '2025-03-31'), within('12m', '2025-04-01')]).toEqual([false, true]);
    expect(within('all', '1900-01-01')).toBe(true);
  });
});

describe('bins', () => {
  it('of recency, of orders and of intervals are those of the table', () => {
    const names = (bins: typeof recencyBins) => bins.map(({ name }) => name);
    expect(names(recencyBins)).toEqual(['0-30', '31-60', '61-90', '91-180', '181-365', '366+']);
    expect(names(timesBins)).toEqual(['1', '2', '3', '4', '5+']);
    const some = [
      ...['1', '2', '3', '4', '5', '6', '7', '8-14', '15-21', '22-30'],
      '31-60',
      '61-90',
      '91-180',
      '181-365',
    ];
    expect(names(intervalBins)).toEqual([...some, '366+']);
  });

  it('hold the values up to their upper edge', () => {
    expect([0, 30, 31, 365, 366, 9999].map((value) => binOf(recencyBins, value))).toEqual([
      '0-30',
      '0-30',
      '31-60',
      '181-365',
      '366+',
      '366+',
    ]);
    expect([1, 4, 5, 6].map((value) => binIndexOf(timesBins, value))).toEqual([0, 3, 4, 4]);
  });
});
