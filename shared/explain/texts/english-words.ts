/** English numbers, days and endings: what sentences are put together from. */
import { civilOf, exactFormat, numberFormat } from './formats.ts';

const months = 'January February March April May June July August September October November December'.split(' ');

export const number = numberFormat('en');
const exact = exactFormat('en');

export const plural = (count: bigint, one: string, many: string) => `${number(count)} ${count === 1n ? one : many}`;
export const points = (count: bigint) => (count === 0n ? 'no points' : plural(count, 'point', 'points'));
export const exactPoints = (count: string) => `${exact(count)} ${count === '1' ? 'point' : 'points'}`;
export const signed = (count: string) => (count.startsWith('-') ? exact(count) : `+${exact(count)}`);
/** `are` and `is`, `them` and `it` follow the number. */
export const are = (count: bigint) => (count === 1n ? 'is' : 'are');
export const were = (count: bigint) => (count === 1n ? 'was' : 'were');
export const listOf = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.slice(-1).join('')}`;

export function day(iso: string): string {
  const { year, month, day: date } = civilOf(iso);
  return `${String(date)} ${months[month - 1] ?? ''} ${String(year)}`;
}

export function month(iso: string): string {
  const { year, month: index } = civilOf(iso);
  return `${months[index - 1] ?? ''} ${String(year)}`;
}

/** Some of a number of points, as the subject of a sentence. */
export function share(part: bigint, of: bigint): string {
  if (part < of) return `${number(part)} of them`;
  return of === 1n ? 'it' : 'all of them';
}
