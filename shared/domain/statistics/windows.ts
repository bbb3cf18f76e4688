/** The windows that numbers over a window can be asked for. All end with the report's day and consist of whole months. */
import { addDays, monthOf, monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import { firstDayOfMonth } from './periods.ts';

/** `month` is the month of the report's day, `12m` that one and the eleven before it, `all` everything so far. */
export const windowNames = ['month', '12m', 'all'] as const;
export type WindowName = (typeof windowNames)[number];

/** Months that a number of twelve months looks at, the last one among them. */
export const yearOfMonths = 12;

/** The first month of a window; null where it has none. */
export function firstMonthOf(window: WindowName, asOf: Day): Month | null {
  switch (window) {
    case 'month':
      return monthOfDay(asOf);
    case '12m':
      return monthOf(monthOfDay(asOf) - (yearOfMonths - 1));
    case 'all':
      return null;
  }
}

/** The last day before a window; null where nothing is before it. */
export function dayBefore(window: WindowName, asOf: Day): Day | null {
  const first = firstMonthOf(window, asOf);
  return first === null ? null : addDays(firstDayOfMonth(first), -1);
}

/** Whether a day, which is not after the report's, lies in the window. */
export function isWithin(window: WindowName, asOf: Day, day: Day): boolean {
  const before = dayBefore(window, asOf);
  return before === null || day > before;
}
