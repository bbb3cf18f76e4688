/**
 * A document taken apart, so that a fault in one place does not hide those in another: every part is there if it is valid
 * by itself, whatever surrounds it.
 */
import * as z from 'zod/mini';
import { ifValid, orElse } from './lenient.ts';
import { date, decimal } from './primitives.ts';

const name = ifValid(z.string());
const names = ifValid(z.array(z.string()));
/** Enough to know that it is there. */
const anything = z.optional(z.unknown());

const conditions = z.object({
  tier: names,
  calendar: names,
  between: ifValid(z.tuple([date, date])),
  orderNumber: anything,
  enrolledWithinDays: anything,
});
const rule = z.object({
  id: name,
  kind: name,
  from: ifValid(date),
  until: ifValid(date),
  when: orElse(conditions, {}),
  cap: anything,
  exclusive: anything,
  expiry: anything,
  progress: anything,
});
const level = z.object({ id: name, from: ifValid(z.int()) });
const expiry = z.object({ policy: name });
const tiers = z.object({
  levels: orElse(z.array(orElse(level, {})), []),
});
/** The limits of silence that were given; what was left out is the usual one. */
const silencesOf = <Limit extends z.ZodMiniType>(limit: Limit) =>
  ifValid(z.object({ atRisk: ifValid(limit), lapsed: ifValid(limit), lost: ifValid(limit) }));
const parts = z.object({
  calendars: ifValid(z.record(z.string(), z.unknown())),
  points: orElse(z.object({ expiry: orElse(expiry, {}), notices: ifValid(z.array(z.int())) }), { expiry: {} }),
  earn: orElse(z.array(orElse(rule, { when: {} })), []),
  tiers: orElse(tiers, { levels: [] }),
  stages: orElse(z.object({ factor: silencesOf(decimal), fallbackDays: silencesOf(z.int()) }), {}),
});

export type RuleParts = z.output<typeof rule>;
export type ProgrammeParts = z.output<typeof parts>;

/** The parts of whatever was given as a document. */
export function partsOf(value: unknown): ProgrammeParts {
  return orElse(parts, { points: { expiry: {} }, earn: [], tiers: { levels: [] }, stages: {} }).parse(value);
}
