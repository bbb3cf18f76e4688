/**
 * The values that documents and events are made of. Each schema's message is the rule in words: it becomes the `rule` of
 * a refusal or a fault, so it says what is allowed and never repeats the value.
 * What the published JSON Schema says beside the rules is registered with a schema; one that others use too is cloned
 * first, or they would say it as well.
 */
import * as z from 'zod/mini';
import { parseDay } from '../domain/calendar.ts';
import { formatRational, one, parseDecimal } from '../domain/rational.ts';
import { parseInstant } from '../domain/zone.ts';

const unitsAtMost = 256;
/** Zod, and JSON Schema with it, measures texts in code points: what passes there may still have twice as many units. */
const fits = (text: string) => text.length <= unitsAtMost && text.isWellFormed();

const idRule = 'a string of 1 to 256 UTF-16 units, well-formed Unicode';
/** Case-sensitive, never trimmed or normalised. A lone surrogate is no character: no store could keep such an id apart. */
export const id = z
  .string({ error: idRule })
  .check(
    z.minLength(1, { error: idRule }),
    z.maxLength(unitsAtMost, { error: idRule }),
    z.refine(fits, { error: idRule }),
  )
  .register(z.globalRegistry, { description: `Id: ${idRule}` });

const textRule = 'a string of at most 256 UTF-16 units, well-formed Unicode';
export const text = z
  .string({ error: textRule })
  .check(z.maxLength(unitsAtMost, { error: textRule }), z.refine(fits, { error: textRule }));

const moneyRule = 'an integer of minor units from 0 to 2^53 - 1';
export const moneyMinor = z
  .int({ error: moneyRule })
  .check(z.minimum(0, { error: moneyRule }))
  .register(z.globalRegistry, { description: `Money: ${moneyRule}` });

const instantRule = 'an RFC 3339 date-time with offset';
export const dateTime = z
  .string({ error: instantRule })
  .check(z.refine((value) => parseInstant(value) !== undefined, { error: instantRule }))
  .register(z.globalRegistry, { format: 'date-time' });

const dateRule = 'a date YYYY-MM-DD that exists';
export const date = z
  .string({ error: dateRule })
  .check(z.refine((value) => parseDay(value) !== undefined, { error: dateRule }))
  .register(z.globalRegistry, { format: 'date' });

const decimalRule = 'a decimal number as a string, for example "1.5"';
export const decimal = z
  .string({ error: decimalRule })
  .check(
    z.maxLength(64, { error: decimalRule }),
    z.refine((value) => parseDecimal(value) !== undefined, { error: decimalRule }),
  )
  .register(z.globalRegistry, { pattern: String.raw`^\d+(\.\d+)?$` });

/** 2.0 and 2 are the same quantity, hence the same content. */
export const quantity = decimal.check(z.overwrite((value) => formatRational(parseDecimal(value) ?? one)));

const currencyRule = 'three capital letters (ISO 4217)';
export const currency = z.string({ error: currencyRule }).check(z.regex(/^[A-Z]{3}$/, { error: currencyRule }));

export const flag = z.boolean({ error: 'true or false' });

export function integer(from: number, to: number = Number.MAX_SAFE_INTEGER): z.ZodMiniInt {
  const error =
    to === Number.MAX_SAFE_INTEGER
      ? `an integer from ${String(from)}`
      : `an integer from ${String(from)} to ${String(to)}`;
  return z.int({ error }).check(z.minimum(from, { error }), z.maximum(to, { error }));
}

/** One of a closed list; the message names the list. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodMiniEnum<{ [K in Values[number]]: K }> {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

/** What lies in a field of this name has keys of the producer's own, which may be about a person. */
const ownKeys = 'attributes';

/** `data.lines[0].net` for the path of an issue. It ends at attributes, for paths are logged and kept in receipts. */
export function formatPath(path: readonly PropertyKey[]): string {
  const end = path.indexOf(ownKeys) + 1 || path.length;
  return path.slice(0, end).reduce<string>((written, step) => {
    if (typeof step === 'number') return `${written}[${String(step)}]`;
    return written === '' ? String(step) : `${written}.${String(step)}`;
  }, '');
}
