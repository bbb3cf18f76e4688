/**
 * Instants and the business days they fall on.
 *
 * An `Instant` is milliseconds since 1970-01-01T00:00:00Z. The rules of the zones are those of the runtime's own IANA
 * database (`Intl`): the one thing here that is data of the platform, and a pure function of its arguments all the same.
 */
import { civilFromDay, dayFromCivil, daysInMonth, dayOf } from './calendar.ts';
import type { Day } from './calendar.ts';

declare const instantBrand: unique symbol;
export type Instant = number & { readonly [instantBrand]: true };

const msPerDay = 86_400_000;
const msPerQuarterHour = 900_000;

function isInstant(value: number): value is Instant {
  return Number.isSafeInteger(value);
}

/** @throws RangeError when the number is no integer number of milliseconds. */
export function instantOf(epochMilliseconds: number): Instant {
  if (!isInstant(epochMilliseconds)) throw new RangeError(`not an instant: ${String(epochMilliseconds)}`);
  return epochMilliseconds;
}

/** Those that RFC 3339 can write in UTC: the years 0000 to 9999. */
const firstInstant = dayFromCivil({ year: 0, month: 1, day: 1 }) * msPerDay;
export const lastInstant = dayFromCivil({ year: 10_000, month: 1, day: 1 }) * msPerDay - 1;

const rfc3339 = /^(\d{4,6})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * Instant of an RFC 3339 date-time with offset, or undefined when the text is none, or is outside of the years 0000 to
 * 9999 in UTC and so could not be written back. Digits past the millisecond are cut off. A leap second, which only exists
 * as 23:59:60Z, is the last millisecond of its day.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const minutes = dayFromCivil({ year, month, day }) * 1440 + hour * 60 + minute - offset;
  if (second === 60 && ((minutes % 1440) + 1440) % 1440 !== 1439) return undefined;
  const milliseconds = second === 60 ? 59_999 : second * 1000 + Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const instant = instantOf(minutes * 60_000 + milliseconds);
  return instant >= firstInstant && instant <= lastInstant ? instant : undefined;
}

/** The calendar day of an instant in UTC, whatever day the programme's zone has then: at most one off. */
export function utcDay(instant: Instant): Day {
  return dayOf(Math.floor(instant / msPerDay));
}

/** `YYYY-MM-DDTHH:MM:SSZ`, with milliseconds only when there are any. */
export function formatInstant(instant: Instant): string {
  const day = utcDay(instant);
  const { year, month, day: date } = civilFromDay(day);
  const rest = instant - day * msPerDay;
  const two = (n: number) => String(n).padStart(2, '0');
  const milliseconds = rest % 1000;
  return (
    `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}` +
    `T${two(Math.floor(rest / 3_600_000))}:${two(Math.floor(rest / 60_000) % 60)}:${two(Math.floor(rest / 1000) % 60)}` +
    `${milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`}Z`
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether the runtime knows the text as an IANA zone; a bare offset such as `+08:00` is no zone. */
export function isTimeZone(text: string): boolean {
  if (/^[+-]/.test(text)) return false;
  try {
    formatOf(text);
    return true;
  } catch {
    return false;
  }
}

function computeBusinessDay(instant: Instant, timeZone: string): Day {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const year = Number(parts.get('year'));
  return dayFromCivil({
    year: parts.get('era') === 'BC' ? 1 - year : year,
    month: Number(parts.get('month')),
    day: Number(parts.get('day')),
  });
}

const rememberedAtMost = 200_000;

/** Remembers what a function of a zone and a number answers; forgets all of a zone when that grows too large. */
function rememberByZone<Value>(
  compute: (key: number, timeZone: string) => Value,
): (key: number, timeZone: string) => Value {
  const byZone = new Map<string, Map<number, Value>>();
  return (key, timeZone) => {
    let ofZone = byZone.get(timeZone);
    if (ofZone === undefined) byZone.set(timeZone, (ofZone = new Map<number, Value>()));
    const known = ofZone.get(key);
    if (known !== undefined) return known;
    const value = compute(key, timeZone);
    if (ofZone.size >= rememberedAtMost) ofZone.clear();
    ofZone.set(key, value);
    return value;
  };
}

/**
 * Quarter hours whose first and last millisecond fall on one day are remembered: a file of purchases asks for the same
 * ones again and again, and the platform's formatter is a hundred times slower than a look-up.
 */
const dayOfQuarterHour = rememberByZone((quarter, timeZone): Day | null => {
  const first = computeBusinessDay(instantOf(quarter * msPerQuarterHour), timeZone);
  const last = computeBusinessDay(instantOf((quarter + 1) * msPerQuarterHour - 1), timeZone);
  return first === last ? first : null;
});

/** The business day of an instant: the calendar day that it is in the zone (domain.md, words). */
export function businessDay(instant: Instant, timeZone: string): Day {
  return dayOfQuarterHour(Math.floor(instant / msPerQuarterHour), timeZone) ?? computeBusinessDay(instant, timeZone);
}

const clockFormats = new Map<string, Intl.DateTimeFormat>();

function computeAhead(instant: Instant, timeZone: string): number {
  let format = clockFormats.get(timeZone);
  if (format === undefined) {
    const twoDigits = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, numberingSystem: 'latn', hourCycle: 'h23', ...twoDigits });
    clockFormats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const seconds = (parts.get('hour') ?? 0) * 3600 + (parts.get('minute') ?? 0) * 60 + (parts.get('second') ?? 0);
  return computeBusinessDay(instant, timeZone) * msPerDay + seconds * 1000 - Math.floor(instant / 1000) * 1000;
}

/** As with days: clocks are changed on the quarter hour, but for some of a time before there were rules for it. */
const aheadInQuarterHour = rememberByZone((quarter, timeZone): number | null => {
  const first = computeAhead(instantOf(quarter * msPerQuarterHour), timeZone);
  const last = computeAhead(instantOf((quarter + 1) * msPerQuarterHour - 1), timeZone);
  return first === last ? first : null;
});

/** How many milliseconds a clock in the zone is ahead of UTC at an instant; negative in the west. */
export function aheadOfUtc(instant: Instant, timeZone: string): number {
  return aheadInQuarterHour(Math.floor(instant / msPerQuarterHour), timeZone) ?? computeAhead(instant, timeZone);
}

/** Milliseconds since midnight on a clock in the zone. */
export function timeOfDay(instant: Instant, timeZone: string): number {
  const local = instant + aheadOfUtc(instant, timeZone);
  return local - Math.floor(local / msPerDay) * msPerDay;
}

/** The hour that a clock in the zone shows, 0 to 23; on the day on which clocks go back one hour is shown twice. */
export function localHour(instant: Instant, timeZone: string): number {
  return Math.floor(timeOfDay(instant, timeZone) / 3_600_000);
}

/**
 * The first instant at which a clock in the zone shows a time of a day; undefined where the clock skips it. Of a time that
 * is shown twice, the first.
 *
 * @param time milliseconds since midnight
 */
export function instantAt(day: Day, time: number, timeZone: string): Instant | undefined {
  const local = day * msPerDay + time;
  // No zone changes its clocks twice within two days, so one of these offsets is that of the time asked for.
  const offsets = [local - msPerDay, local + msPerDay].map((near) => aheadOfUtc(instantOf(near), timeZone));
  const instants = offsets.map((ahead) => instantOf(local - ahead));
  return instants.filter((instant) => instant + aheadOfUtc(instant, timeZone) === local).sort((a, b) => a - b)[0];
}

const computeStartOfDay = rememberByZone((day, timeZone): Instant => {
  // No zone is more than 16 hours from UTC, and a day's first instant is where the local day stops being an earlier one.
  let before = day * msPerDay - 16 * 3_600_000;
  let reached = day * msPerDay + 16 * 3_600_000;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (businessDay(instantOf(middle), timeZone) >= day) reached = middle;
    else before = middle;
  }
  return instantOf(reached);
});

/** The first instant of a business day: usually midnight, later where the clock skips it. */
export function startOfDay(day: Day, timeZone: string): Instant {
  return computeStartOfDay(day, timeZone);
}
