/** Birthdays as conditions of rules: the day of the year, never the year of birth. */
import { addDays, civilFromDay, dayFromCivil, daysInMonth, parseDay, weekdayOf, weekdays } from './calendar.ts';
import type { CivilDate, Day } from './calendar.ts';
import type { Person } from './person.ts';

export type Birthday = Pick<CivilDate, 'month' | 'day'>;

/** How far around a birthday a rule holds: on the day, in its ISO week, or in its month. */
export const birthdaySpans = ['day', 'week', 'month'] as const;
export type BirthdaySpan = (typeof birthdaySpans)[number];

/** @param text `YYYY-MM-DD`, or `--MM-DD` of somebody who does not tell the year */
export function parseBirthday(text: string): Birthday | undefined {
  // A leap year, which has every day that there is.
  const date = parseDay(text.replace(/^--/, '2000-'));
  if (date === undefined) return undefined;
  const { month, day } = civilFromDay(date);
  return { month, day };
}

/** The birthday that somebody told of, if they did. */
export function birthdayOf({ facts }: Pick<Person, 'facts'>): Birthday | undefined {
  const told = facts['birthday']?.value;
  return typeof told === 'string' ? parseBirthday(told) : undefined;
}

/** The day of a birthday in a year. 29 February is 28 February in the years that have none (contracts.md). */
function birthdayIn(year: number, { month, day }: Birthday): Day {
  return dayFromCivil({ year, month, day: Math.min(day, daysInMonth(year, month)) });
}

function isBirthday(birthday: Birthday, on: Day): boolean {
  return birthdayIn(civilFromDay(on).year, birthday) === on;
}

/**
 * The year whose birthday, or other day that comes back, is the nearest to a day; of two as near the one that is to come.
 * So a greeting some days early and one some days late are of the same birthday.
 */
export function yearOfNearest(birthday: Birthday, day: Day): number {
  const { year } = civilFromDay(day);
  const distance = (of: number) => Math.abs(birthdayIn(of, birthday) - day);
  return [year + 1, year, year - 1].reduce((best, of) => (distance(of) < distance(best) ? of : best));
}

/** Whole years of age on a day; undefined where the year of birth is not known, or the day is before it. */
export function ageOn({ facts }: Pick<Person, 'facts'>, day: Day): number | undefined {
  const told = facts['birthday']?.value;
  const born = typeof told === 'string' ? parseDay(told) : undefined;
  if (born === undefined || born > day) return undefined;
  const [birth, { year }] = [civilFromDay(born), civilFromDay(day)];
  return year - birth.year - (birthdayIn(year, birth) > day ? 1 : 0);
}

/** Whether a business day is the birthday, or in the ISO week (from Monday) or the month that has it. */
export function isAround(birthday: Birthday, span: BirthdaySpan, on: Day): boolean {
  switch (span) {
    case 'day':
      return isBirthday(birthday, on);
    case 'week': {
      const monday = addDays(on, -weekdays.indexOf(weekdayOf(on)));
      return weekdays.some((_, index) => isBirthday(birthday, addDays(monday, index)));
    }
    case 'month':
      return civilFromDay(on).month === birthday.month;
  }
}
