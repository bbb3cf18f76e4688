/**
 * Calendar arithmetic on whole days (proleptic Gregorian), without a clock and without time zones.
 *
 * A `Day` is the number of days since 1970-01-01, a `Month` the number of months since January of year 0: both are
 * small integers that compare, subtract and store cheaply. `zone.ts` turns instants into days.
 */
declare const dayBrand: unique symbol;
declare const monthBrand: unique symbol;
export type Day = number & { readonly [dayBrand]: true };
export type Month = number & { readonly [monthBrand]: true };

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export const periods = ['day', 'month', 'quarter', 'year'] as const;
export type Period = (typeof periods)[number];

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

function isDay(value: number): value is Day {
  return Number.isSafeInteger(value);
}

function isMonth(value: number): value is Month {
  return Number.isSafeInteger(value);
}

/** @throws RangeError when the number is no integer. */
export function dayOf(value: number): Day {
  if (!isDay(value)) throw new RangeError(`not a day number: ${String(value)}`);
  return value;
}

/** @throws RangeError when the number is no integer. */
export function monthOf(value: number): Month {
  if (!isMonth(value)) throw new RangeError(`not a month number: ${String(value)}`);
  return value;
}

/** Day number of a civil date that exists; Howard Hinnant's `days_from_civil`. */
export function dayFromCivil({ year, month, day }: CivilDate): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return dayOf(era * 146_097 + dayOfEra - 719_468);
}

/** Civil date of a day number; Howard Hinnant's `civil_from_days`. */
export function civilFromDay(value: Day): CivilDate {
  const shifted = value + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function parseDate(text: string, date: RegExp): Day | undefined {
  const match = date.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayFromCivil({ year, month, day });
}

/** Day of `YYYY-MM-DD`, or undefined when the text is no date that exists. */
export function parseDay(text: string): Day | undefined {
  return parseDate(text, /^(\d{4})-(\d{2})-(\d{2})$/);
}

/** Day of whatever `formatDay` writes: our own records may reach past the year 9999, where long lives of points end. */
export function parseFormattedDay(text: string): Day | undefined {
  return parseDay(text) ?? parseDate(text, /^([+-]\d{6})-(\d{2})-(\d{2})$/);
}

/** `YYYY-MM-DD`; a year that four digits do not hold has a sign and six, as ISO 8601 expands it. */
export function formatDay(value: Day): string {
  const { year, month, day } = civilFromDay(value);
  const digits = String(Math.abs(year));
  const written =
    year >= 0 && year <= 9999 ? digits.padStart(4, '0') : `${year < 0 ? '-' : '+'}${digits.padStart(6, '0')}`;
  return `${written}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function addDays(value: Day, days: number): Day {
  return dayOf(value + days);
}

/** Not `addDays` of −days: of none that is −0, which is no small integer, and neither is any day counted from it. */
export function subtractDays(value: Day, days: number): Day {
  return dayOf(value - days);
}

/** Month arithmetic clamps: 31 January + 1 month is the last day of February (domain.md, lots). */
export function addMonths(value: Day, months: number): Day {
  const { year, month, day } = civilFromDay(value);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  return dayFromCivil({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/** The first day after the period that contains the day: for `day` the next day, for `month` the next month's first. */
export function firstDayAfter(period: Period, value: Day): Day {
  if (period === 'day') return addDays(value, 1);
  const { year, month } = civilFromDay(value);
  if (period === 'year') return dayFromCivil({ year: year + 1, month: 1, day: 1 });
  const last = period === 'month' ? month : Math.ceil(month / 3) * 3;
  return last === 12
    ? dayFromCivil({ year: year + 1, month: 1, day: 1 })
    : dayFromCivil({ year, month: last + 1, day: 1 });
}

export function weekdayOf(value: Day): Weekday {
  // Day 0, 1970-01-01, was a Thursday.
  return weekdays[(((value + 3) % 7) + 7) % 7] ?? 'mon';
}

export function monthOfDay(value: Day): Month {
  const { year, month } = civilFromDay(value);
  return monthOf(year * 12 + month - 1);
}

export function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}
