/** Wall-clock times of files that do not say how far the clock was from UTC. */
import { instantOf, parseInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';

const msPerMinute = 60_000;
const msPerQuarterHour = 15 * msPerMinute;

/** Offsets by zone and quarter hour, for the platform's formatter is slow and clocks only change on quarter hours. */
const remembered = new Map<string, number>();
const rememberedAtMost = 100_000;

/**
 * RFC 3339 time with offset of a local date (`YYYY-MM-DD`) and time (`HH:MM:SS`) in a zone, or undefined when there is
 * no such date or time. An hour that the clock has twice is taken as the later one.
 */
export function withOffset(date: string, time: string, timeZone: string): string | undefined {
  const asUtc = parseInstant(`${date}T${time}Z`);
  if (asUtc === undefined) return undefined;
  // The offset is asked for at a guess that is off by the offset itself, and again at where that leads.
  const guess = instantOf(asUtc - offsetMinutes(asUtc, timeZone) * msPerMinute);
  return `${date}T${time}${offsetText(offsetMinutes(guess, timeZone))}`;
}

function offsetMinutes(instant: Instant, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(instant / msPerQuarterHour)}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  // `GMT` or `GMT+01:00`.
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  if (remembered.size >= rememberedAtMost) remembered.clear();
  remembered.set(key, offset);
  return offset;
}

function offsetText(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
