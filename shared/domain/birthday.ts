/** Birthdays as conditions of rules: the day of the year, never the year of birth. */
import { addDays, civilFromDay, daysInMonth, parseDay, weekdayOf, weekdays } from './calendar.ts';
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

/** 29 February is 28 February in the years that have none (contracts.md). */
function isBirthday({ month, day }: Birthday, on: Day): boolean {
  const date = civilFromDay(on);
  return date.month === month && date.day === Math.min(day, daysInMonth(date.year, month));
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
