/** Dates for the reference: texts YYYY-MM-DD, which compare as they are, and the platform's own Date in UTC. */

/** Days pass one by one in many histories, so that what was worked out once is remembered. */
function remembered(work: (day: string, count: number) => string): (day: string, count: number) => string {
  const known = new Map<number, Map<string, string>>();
  return (day, count) => {
    const ofCount = known.get(count) ?? new Map<string, string>();
    known.set(count, ofCount);
    const answer = ofCount.get(day) ?? work(day, count);
    ofCount.set(day, answer);
    return answer;
  };
}

const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const text = (date: Date) => date.toISOString().slice(0, 10);

export const plusDays = remembered((day, days) => {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return text(date);
});

/** The same day of the month so many months later, or the month's last where it has no such day. */
export const plusMonths = remembered((day, months) => {
  const date = utc(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  // The day before the next month's first.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return text(date);
});

/** The first day after the period that contains the day, or after so many further ones. */
export function dayAfter(period: 'month' | 'quarter' | 'year', day: string, further = 0): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const months = { month: 1, quarter: 3, year: 12 }[period];
  const periodsDone = Math.floor((month - 1) / months) + 1 + further;
  return text(new Date(Date.UTC(year, periodsDone * months, 1)));
}

/** The first day after `day` that is the month-day; a year without 29 February has it on the day before 1 March. */
export function nextMonthDay(day: string, monthDay: string): string {
  for (let next = plusDays(day, 1); ; next = plusDays(next, 1)) {
    if (next.slice(5) === monthDay) return next;
    if (monthDay === '02-29' && next.slice(5) === '02-28' && plusDays(next, 1).slice(5) === '03-01') return next;
  }
}

/** Months since year 0, so that they subtract. */
export const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

export function weekday(day: string): string {
  return ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][utc(day).getUTCDay()] ?? '';
}

/** When somebody celebrates in a year; who was born on 29 February, where there is none, the day before 1 March. */
function celebratedIn(year: number, birthday: string): string {
  const date = `${String(year)}${birthday.slice(-6)}`;
  return birthday.endsWith('02-29') && new Date(Date.UTC(year, 1, 29)).getUTCDate() !== 29
    ? `${date.slice(0, -2)}28`
    : date;
}

/** The Monday on or before a day. */
function mondayOf(day: string): string {
  return weekday(day) === 'mon' ? day : mondayOf(plusDays(day, -1));
}

/** Whether a day is the birthday, or in its week from Monday to Sunday, or in its month. */
export function isAround(birthday: string, span: 'day' | 'week' | 'month', day: string): boolean {
  const year = Number(day.slice(0, 4));
  const celebrated = [year - 1, year, year + 1].map((one) => celebratedIn(one, birthday));
  if (span === 'day') return celebrated.includes(day);
  if (span === 'month') return celebrated.some((one) => one.slice(0, 7) === day.slice(0, 7));
  return celebrated.some((one) => mondayOf(one) === mondayOf(day));
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The date on a wall calendar in the zone; Swedish dates are written as ISO's. */
export function localDate(at: number, timeZone: string): string {
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  calendars.set(timeZone, calendar);
  return calendar.format(at);
}
