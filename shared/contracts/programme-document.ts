/**
 * The programme document (contracts.md): its shape, with defaults filled in. What a valid shape can still get wrong is
 * in `programme-check.ts`; what the contract has and this version does not is in `programme-to-come.ts`.
 */
import * as z from 'zod';
import { periods, weekdays } from '../domain/calendar.ts';
import { drops, goodsKinds, lineKinds, unknownMemberPolicies } from '../domain/programme.ts';
import { roundings } from '../domain/rational.ts';
import { isTimeZone } from '../domain/zone.ts';
import { currency, date, dateTime, decimal, id, integer, moneyMinor, oneOf, text } from './primitives.ts';

const objectRule = 'an object';
const listRule = (of: string) => ({ error: `a list of ${of}, at least one` });
const words = z.array(text, listRule('strings')).min(1, listRule('strings'));
const localText = z.object({ en: text, 'zh-CN': text }, { error: 'an object with a text for en and for zh-CN' });

const lifeRule = 'exactly one of months and days';
const monthDayRule = 'a date YYYY-MM-DD or --MM-DD that exists';

const after = z
  .object({
    policy: z.literal('after'),
    months: integer(1, 1200).optional(),
    days: integer(1, 36_600).optional(),
    roundUpTo: oneOf(periods).default('day'),
  })
  .refine((life) => (life.months === undefined) !== (life.days === undefined), { path: ['months'], error: lifeRule });

/** Only `after` is built; the other policies are known by shape, so that they can be refused by name. */
const expiry = z.discriminatedUnion(
  'policy',
  [
    after,
    z.object({
      policy: z.literal('endOf'),
      period: oneOf(['month', 'quarter', 'year']),
      plus: integer(0, 1200).default(0),
    }),
    z.object({
      policy: z.literal('fixed'),
      on: z
        .string({ error: monthDayRule })
        .refine((on) => date.safeParse(on.replace(/^--/, '2000-')).success, { error: monthDayRule }),
    }),
    z.object({
      policy: z.literal('inactivity'),
      months: integer(1, 1200),
      acts: z
        .array(oneOf(['purchase', 'earning', 'redeeming']))
        .min(1)
        .optional(),
    }),
    z.object({ policy: z.literal('never') }),
  ],
  { error: 'an object whose policy is one of after, endOf, fixed, inactivity, never' },
);

const lineAttributes = {
  sku: words.optional(),
  category: words.optional(),
  tags: words.optional(),
  brand: words.optional(),
};
const someAttribute = (given: object) => Object.values(given).some((value) => value !== undefined);
const lines = z
  .strictObject(
    {
      ...lineAttributes,
      not: z
        .strictObject(lineAttributes, { error: objectRule })
        .refine(someAttribute, { error: 'at least one of sku, category, tags, brand: this leaves out every line' })
        .optional(),
    },
    { error: objectRule },
  )
  .meta({ id: 'lineFilter' });

const when = z
  .strictObject(
    {
      minNetMinor: moneyMinor.optional(),
      channel: words.optional(),
      storeId: words.optional(),
      tier: words.optional(),
      birthday: oneOf(['day', 'week', 'month']).optional(),
      weekday: z.array(oneOf(weekdays), listRule('weekdays')).min(1, listRule('weekdays')).optional(),
      calendar: words.optional(),
      orderNumber: z.array(integer(1), listRule('integers')).min(1, listRule('integers')).optional(),
      enrolledWithinDays: integer(0).optional(),
      between: z.tuple([date, date], { error: 'two dates' }).optional(),
    },
    { error: objectRule },
  )
  .meta({ id: 'orderConditions' });

const cap = z.strictObject(
  {
    points: integer(1).optional(),
    times: integer(1).optional(),
    per: oneOf(['purchase', 'day', 'month', 'member']),
  },
  { error: objectRule },
);

const flag = z.boolean({ error: 'true or false' });
const common = { id, when: when.optional(), from: date.optional(), until: date.optional(), cap: cap.optional() };
const granting = {
  exclusive: flag.optional(),
  priority: z.int({ error: 'an integer' }).optional(),
  expiry: expiry.optional(),
  progress: flag.optional(),
};

/** A rule's keys are a closed list: a key that nobody knows would be a condition that nobody checks. */
const rule = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('rate'),
      points: integer(1),
      perMinor: integer(1),
      lines: lines.optional(),
      ...common,
      ...granting,
    }),
    z.strictObject({ kind: z.literal('multiply'), by: decimal, lines: lines.optional(), ...common }),
    z.strictObject({
      kind: z.literal('fixed'),
      points: integer(1),
      per: oneOf(['order', 'unit']).default('order'),
      lines: lines.optional(),
      ...common,
      ...granting,
    }),
    z.strictObject({ kind: z.literal('activity'), activity: text, points: integer(1), ...common, ...granting }),
  ],
  { error: 'an object whose kind is one of rate, multiply, fixed, activity' },
);
export type RuleDocument = z.output<typeof rule>;

const level = z.object(
  {
    id,
    from: integer(0),
    multiplier: decimal.default('1'),
    discountPercent: z
      .number({ error: 'a number from 0 to 100' })
      .min(0, { error: 'a number from 0 to 100' })
      .max(100, { error: 'a number from 0 to 100' })
      .default(0),
    name: localText.optional(),
  },
  { error: objectRule },
);

const windowRule = '{ "months": n }, { "calendar": "year" } or { "lifetime": true }';
const tiers = z.object(
  {
    basis: oneOf(['points', 'spend', 'orders']).default('points'),
    window: z
      .union(
        [
          z.strictObject({ months: integer(1, 1200) }),
          z.strictObject({ calendar: z.literal('year') }),
          z.strictObject({ lifetime: z.literal(true) }),
        ],
        { error: windowRule },
      )
      .default({ months: 12 }),
    levels: z.array(level, listRule('levels')).min(1, listRule('levels')),
    review: z
      .object(
        {
          afterMonths: integer(1, 1200).default(12),
          graceDays: integer(0, 36_600).default(0),
          drop: oneOf(drops).default('to-earned'),
        },
        { error: objectRule },
      )
      .default({ afterMonths: 12, graceDays: 0, drop: 'to-earned' }),
    onReturn: oneOf(['re-evaluate', 'at-review']).default('re-evaluate'),
    atRiskDays: integer(0).default(30),
  },
  { error: objectRule },
);

const points = z.object(
  {
    expiry,
    earnsOn: z
      .array(oneOf(lineKinds), listRule('kinds of line'))
      .min(1, listRule('kinds of line'))
      .default([...goodsKinds]),
    transfers: flag.default(true),
    pendingDays: integer(0, 36_600).default(0),
    rounding: oneOf(roundings).default('floor'),
    valueOfPointMinor: integer(1).optional(),
    overdraw: oneOf(['debt', 'clamp']).default('debt'),
    restoreGraceDays: integer(0).default(30),
    notices: z.array(integer(1), { error: 'a list of numbers of days' }).default([]),
  },
  { error: objectRule },
);

const stages = z.object(
  {
    newDays: integer(0).default(30),
    loyalOrders: integer(1).default(6),
    wonBackDays: integer(0).default(60),
    factor: z
      .object({ atRisk: decimal, lapsed: decimal, lost: decimal }, { error: objectRule })
      .default({ atRisk: '2', lapsed: '3', lost: '6' }),
    fallbackDays: z
      .object({ atRisk: integer(1), lapsed: integer(1), lost: integer(1) }, { error: objectRule })
      .default({ atRisk: 60, lapsed: 120, lost: 365 }),
  },
  { error: objectRule },
);

export const programmeDocument = z
  .object(
    {
      id,
      version: integer(1),
      effectiveFrom: dateTime,
      name: localText,
      timeZone: text.refine(isTimeZone, { error: 'an IANA time zone, for example Asia/Shanghai' }),
      currency,
      members: z
        .object({ unknown: oneOf(unknownMemberPolicies).default('enrol') }, { error: objectRule })
        .default({ unknown: 'enrol' }),
      calendars: z.record(text, z.array(date, { error: 'a list of dates' }), { error: objectRule }).default({}),
      points,
      earn: z.array(rule, { error: 'a list of rules' }),
      tiers,
      stages: stages.optional(),
    },
    { error: objectRule },
  )
  .meta({ id: 'programme' });
export type ProgrammeDocument = z.output<typeof programmeDocument>;
