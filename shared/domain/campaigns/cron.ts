/**
 * Cron expressions of EventBridge Scheduler: minutes, hours, day of month, month, day of week, year
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based). Pure patterns of days and times
 * of day; `schedule.ts` puts them into a zone.
 */
import { civilFromDay, dayFromCivil, daysInMonth } from '../calendar.ts';
import type { CivilDate, Day } from '../calendar.ts';

/** The years that the scheduler knows. */
export const firstYear = 1970;
export const lastYear = 2199;

type Field = { readonly from: number; readonly to: number; readonly names?: readonly string[] };

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const fields = {
  minutes: { from: 0, to: 59 },
  hours: { from: 0, to: 23 },
  monthDays: { from: 1, to: 31 },
  months: { from: 1, to: 12, names: monthNames },
  weekdays: { from: 1, to: 7, names: weekdayNames },
  years: { from: firstYear, to: lastYear },
} as const satisfies Record<string, Field>;

/** Whether a day is among those of a field. */
type DayPattern = (date: CivilDate, day: Day) => boolean;

export type Cron = {
  /** Milliseconds since midnight, the earliest first; never empty. */
  readonly times: readonly number[];
  readonly isOn: (day: Day) => boolean;
  /** The only months and years on which it can be. */
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
};

function valueOf(text: string, { from, to, names }: Field): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + from : /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= from && value <= to ? value : undefined;
}

/** The values of one element of a list: `5`, `MON`, `1-5`, `*`, and with `/n` every n-th from there. */
function valuesOfElement(element: string, field: Field): readonly number[] | undefined {
  const [range = '', step, ...more] = element.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return undefined;
  const by = step === undefined ? 1 : Number(step);
  const [first = '', second, ...others] = range.split('-');
  if (others.length > 0) return undefined;
  const from = range === '*' ? field.from : valueOf(first, field);
  const single = step === undefined ? from : field.to;
  const to = range === '*' ? field.to : second === undefined ? single : valueOf(second, field);
  if (from === undefined || to === undefined || from > to) return undefined;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function valuesOf(text: string, field: Field): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const element of text.split(',')) {
    const of = valuesOfElement(element, field);
    if (of === undefined) return undefined;
    for (const value of of) values.add(value);
  }
  return values;
}

/** 1 for Sunday to 7 for Saturday. */
function weekdayNumber(day: Day): number {
  // Day 0, 1970-01-01, was a Thursday.
  return ((((day + 4) % 7) + 7) % 7) + 1;
}

/** The weekday next to a day of a month, in that month: what `15W` means. */
function nearestWeekday(year: number, month: number, wanted: number): number {
  const last = daysInMonth(year, month);
  const weekday = weekdayNumber(dayFromCivil({ year, month, day: wanted }));
  if (weekday === 7) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 1) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}

function monthDayPattern(text: string): DayPattern | undefined {
  if (text === '?') return () => true;
  if (text === 'L') return ({ year, month, day }) => day === daysInMonth(year, month);
  const weekday = /^(\d{1,2})W$/.exec(text);
  if (weekday !== null) {
    const wanted = valueOf(weekday[1] ?? '', fields.monthDays);
    if (wanted === undefined) return undefined;
    return ({ year, month, day }) => wanted <= daysInMonth(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const values = valuesOf(text, fields.monthDays);
  return values && (({ day }) => values.has(day));
}

function weekdayPattern(text: string): DayPattern | undefined {
  if (text === '?') return () => true;
  // By itself the last day of the week.
  if (text === 'L') return (_, day) => weekdayNumber(day) === fields.weekdays.to;
  const nth = /^(\w+)#([1-5])$/.exec(text);
  const lastOf = /^(\w+)L$/.exec(text);
  const wanted = valueOf(nth?.[1] ?? lastOf?.[1] ?? '', fields.weekdays);
  if (nth !== null && wanted !== undefined) {
    return (date, day) => weekdayNumber(day) === wanted && Math.ceil(date.day / 7) === Number(nth[2]);
  }
  if (lastOf !== null && wanted !== undefined) {
    return ({ year, month, day: date }, day) => weekdayNumber(day) === wanted && date + 7 > daysInMonth(year, month);
  }
  // The one field that takes no steps.
  if (text.includes('/')) return undefined;
  const values = valuesOf(text, fields.weekdays);
  return values && ((_, day) => values.has(weekdayNumber(day)));
}

/** The expression without its `cron(…)`; undefined when the scheduler would not take it. */
export function parseCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/);
  const [minute = '', hour = '', monthDay = '', month = '', weekday = '', year = ''] = parts;
  // One of the two fields of days says nothing, and exactly one.
  if (parts.length !== 6 || (monthDay === '?') === (weekday === '?')) return undefined;
  const [minutes, hours] = [valuesOf(minute, fields.minutes), valuesOf(hour, fields.hours)];
  const [months, years] = [valuesOf(month, fields.months), valuesOf(year, fields.years)];
  const [ofMonth, ofWeek] = [monthDayPattern(monthDay), weekdayPattern(weekday)];
  if (!minutes || !hours || !months || !years || !ofMonth || !ofWeek) return undefined;
  const times = [...hours].flatMap((h) => [...minutes].map((m) => (h * 60 + m) * 60_000)).sort((a, b) => a - b);
  const isOn = (day: Day) => {
    const date = civilFromDay(day);
    return years.has(date.year) && months.has(date.month) && ofMonth(date, day) && ofWeek(date, day);
  };
  return { times, isOn, months, years };
}
