/** Values as records and items keep them: amounts of any size, exact numbers, days and instants as ISO texts. */
import * as z from 'zod/mini';
import { parseFormattedDay } from '../domain/calendar.ts';
import { parseDecimal, rational } from '../domain/rational.ts';
import type { Rational } from '../domain/rational.ts';
import { parseInstant } from '../domain/zone.ts';

/** An integer of any size: a JSON number where that is exact, else its digits. */
export function formatAmount(amount: bigint): number | string {
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : String(amount);
}

export const amount = z.pipe(
  z.union([z.int(), z.string().check(z.regex(/^-?\d+$/))]),
  z.transform((number) => BigInt(number)),
);

/** A text as the value that `read` finds in it; undefined breaks the rule. */
function written<Value>(rule: string, read: (text: string) => Value | undefined) {
  const value = z.transform((text: string, context): Value => {
    const found = read(text);
    if (found !== undefined) return found;
    context.issues.push({ code: 'custom', input: text, message: rule });
    return z.NEVER;
  });
  return z.pipe(z.string(), value);
}

export const isoDay = written('a date YYYY-MM-DD', parseFormattedDay);
export const isoInstant = written('an RFC 3339 date-time', parseInstant);

/** An exact number as `formatRational` writes it: `12`, `-0.5`, `1/3`. */
export const exact = written('an exact number', (text): Rational | undefined => {
  const [numerator = '', denominator = '1'] = text.replace(/^-/, '').split('/');
  const value = parseDecimal(numerator);
  if (value === undefined || !/^[1-9]\d*$/.test(denominator)) return undefined;
  const sign = text.startsWith('-') ? -1n : 1n;
  return rational(sign * value.numerator, value.denominator * BigInt(denominator));
});
