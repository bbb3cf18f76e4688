/** Calendar periods that numbers are told by (metrics.md): days, ISO weeks and months in the programme's zone. */
import {
  addDays,
  civilFromDay,
  dayFromCivil,
  dayOf,
  formatDay,
  monthOf,
  monthOfDay,
  subtractDays,
} from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';

export function firstDayOfMonth(month: Month): Day {
  return dayFromCivil({ year: Math.floor(month / 12), month: (((month % 12) + 12) % 12) + 1, day: 1 });
}

/** The Monday of the day's week. */
export function mondayOf(day: Day): Day {
  // Day 0, 1970-01-01, was a Thursday.
  return subtractDays(day, (((day + 3) % 7) + 7) % 7);
}

/** A kind of period: each is known by a number that counts up by `step` from one to the next. */
export type PeriodKind = {
  readonly of: (day: Day) => number;
  readonly step: number;
  readonly firstDay: (period: number) => Day;
  readonly name: (period: number) => string;
};

/** `1997-01`. */
function monthName(month: number): string {
  return formatDay(firstDayOfMonth(monthOf(month))).slice(0, -3);
}

/** `1997-W01`: a week belongs to the year of its Thursday (ISO 8601). */
function weekName(monday: number): string {
  const thursday = dayOf(monday + 3);
  const { year } = civilFromDay(thursday);
  const week = Math.floor((thursday - dayFromCivil({ year, month: 1, day: 1 })) / 7) + 1;
  return `${formatDay(thursday).slice(0, -6)}-W${String(week).padStart(2, '0')}`;
}

export const days: PeriodKind = {
  of: (day) => day,
  step: 1,
  firstDay: dayOf,
  name: (period) => formatDay(dayOf(period)),
};
/** Weeks are known by the day number of their Monday. */
export const weeks: PeriodKind = { of: mondayOf, step: 7, firstDay: dayOf, name: weekName };
export const months: PeriodKind = {
  of: monthOfDay,
  step: 1,
  firstDay: (period) => firstDayOfMonth(monthOf(period)),
  name: monthName,
};

/** Whether a period is over at the end of a day. */
export function isComplete(kind: PeriodKind, period: number, asOf: Day): boolean {
  return kind.firstDay(period + kind.step) <= addDays(asOf, 1);
}
