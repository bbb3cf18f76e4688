/** The document that `metrics --json` prints (metrics.md, "Shapes"): a number under each id that was asked for. */
import * as z from 'zod/mini';
import { windowNames } from '../domain/statistics/windows.ts';
import { date } from './primitives.ts';

const whole = z.int();
const share = z.nullable(z.number());
const monthText = z.string().check(z.regex(/^\d{4}-\d{2}$/));

const count = { value: z.nullable(whole) };
const rate = { value: share, numerator: whole, denominator: whole };
const bins = z.array(z.object({ bin: z.string(), value: whole }));
/** A day, an ISO week or a month; one that is not over is not complete, and what is left of it may change. */
const period = { period: z.string(), complete: z.boolean() };
const move = { from: z.string(), to: z.string() };
const edge = z.nullable(whole);

const metric = z.union([
  // The stricter of two shapes comes first.
  z.strictObject(rate),
  z.strictObject(count),
  z.strictObject({ ...count, bridge: z.record(z.string(), whole) }),
  z.strictObject({
    series: z.array(z.union([z.strictObject({ ...period, ...rate }), z.strictObject({ ...period, ...count })])),
  }),
  z.strictObject({
    cohorts: z.array(
      z.strictObject({
        cohort: monthText,
        size: whole,
        complete: z.optional(z.literal(false)),
        values: z.array(whole),
      }),
    ),
  }),
  z.strictObject({ bins }),
  z.strictObject({ n: whole, mean: share, p50: edge, p80: edge, p90: edge, bins }),
  z.strictObject({
    rows: z.array(z.union([z.strictObject({ ...move, ...rate }), z.strictObject({ ...move, ...count })])),
  }),
  z.strictObject({
    rows: z.array(z.strictObject({ weekday: z.string(), hour: whole, purchases: whole, memberDays: whole })),
  }),
]);

export const metricsDocument = z
  .object({
    asOf: date,
    scope: z.object({ program: z.string(), tier: z.nullable(z.string()), channel: z.nullable(z.string()) }),
    window: z.enum(windowNames),
    numbers: z.record(z.string(), metric),
  })
  .register(z.globalRegistry, { title: 'what perennial metrics --json prints' });
