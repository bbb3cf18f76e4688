/**
 * A document taken apart, so that a fault in one place does not hide those in another: every part is there if it is valid
 * by itself, whatever surrounds it.
 */
import * as z from 'zod';
import { date } from './primitives.ts';

const ifValid = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);
const name = ifValid(z.string());
const names = ifValid(z.array(z.string()));
/** Enough to know that it is there. */
const anything = z.unknown().optional();

const conditions = z.object({
  tier: names,
  calendar: names,
  between: ifValid(z.tuple([date, date])),
  birthday: anything,
  orderNumber: anything,
  enrolledWithinDays: anything,
});
const rule = z.object({
  id: name,
  kind: name,
  from: ifValid(date),
  until: ifValid(date),
  when: conditions.catch({}),
  cap: anything,
  exclusive: anything,
  expiry: anything,
  progress: anything,
});
const level = z.object({ id: name, from: ifValid(z.int()) });
const expiry = z.object({ policy: name });
const tiers = z.object({
  basis: name,
  window: z.record(z.string(), z.unknown()).catch({}),
  levels: z.array(level.catch({})).catch([]),
});
const parts = z.object({
  calendars: ifValid(z.record(z.string(), z.unknown())),
  points: z.object({ expiry: expiry.catch({}) }).catch({ expiry: {} }),
  earn: z.array(rule.catch({ when: {} })).catch([]),
  tiers: tiers.catch({ window: {}, levels: [] }),
});

export type RuleParts = z.output<typeof rule>;
export type ProgrammeParts = z.output<typeof parts>;

/** The parts of whatever was given as a document. */
export function partsOf(value: unknown): ProgrammeParts {
  return parts.catch({ points: { expiry: {} }, earn: [], tiers: { window: {}, levels: [] } }).parse(value);
}
