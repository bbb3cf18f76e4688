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

export function endOfLife(day: string, roundUpTo: 'day' | 'month' | 'quarter' | 'year'): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  if (roundUpTo === 'day') return day;
  const months = { month: 1, quarter: 3, year: 12 }[roundUpTo];
  const periodsDone = Math.floor((month - 1) / months) + 1;
  return text(new Date(Date.UTC(year, periodsDone * months, 1)));
}

/** Months since year 0, so that they subtract. */
export const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

export function weekday(day: string): string {
  return ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][utc(day).getUTCDay()] ?? '';
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The date on a wall calendar in the zone; Swedish dates are written as ISO's. */
export function localDate(at: number, timeZone: string): string {
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  calendars.set(timeZone, calendar);
  return calendar.format(at);
}
