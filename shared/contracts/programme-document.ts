/**
 * The programme document (contracts.md): its shape, with defaults filled in. What a valid shape can still get wrong is
 * in `programme-check.ts`; what the contract has and this version does not is in `programme-to-come.ts`.
 */
import * as z from 'zod/mini';
import { birthdaySpans } from '../domain/birthday.ts';
import { periods, weekdays } from '../domain/calendar.ts';
import { acts } from '../domain/expiry.ts';
import {
  bases,
  drops,
  goodsKinds,
  lineKinds,
  onReturns,
  overdraws,
  unknownMemberPolicies,
} from '../domain/programme.ts';
import { roundings } from '../domain/rational.ts';
import { isTimeZone } from '../domain/zone.ts';
import { currency, date, dateTime, decimal, flag, id, integer, moneyMinor, oneOf, text } from './primitives.ts';

export const objectRule = 'an object';
/** A list that is not empty, of what the rule calls `what`. */
export function atLeastOne<Element extends z.core.$ZodType>(element: Element, what: string): z.ZodMiniArray<Element> {
  const error = `a list of ${what}, at least one`;
  return z.array(element, { error }).check(z.minLength(1, { error }));
}

export const words = atLeastOne(text, 'strings');
export const localText = z.object({ en: text, 'zh-CN': text }, { error: 'an object with a text for en and for zh-CN' });

const lifeRule = 'exactly one of months and days';
const monthDayRule = 'a date YYYY-MM-DD or --MM-DD that exists';

const after = z
  .object({
    policy: z.literal('after'),
    months: z.optional(integer(1, 1200)),
    days: z.optional(integer(1, 36_600)),
    roundUpTo: z._default(oneOf(periods), 'day'),
  })
  .check(
    z.refine((life) => (life.months === undefined) !== (life.days === undefined), {
      path: ['months'],
      error: lifeRule,
    }),
  );

const endOf = z.object({
  policy: z.literal('endOf'),
  period: oneOf(['month', 'quarter', 'year']),
  plus: z._default(integer(0, 1200), 0),
});
const fixed = z.object({
  policy: z.literal('fixed'),
  on: z
    .string({ error: monthDayRule })
    .check(z.refine((on) => date.safeParse(on.replace(/^--/, '2000-')).success, { error: monthDayRule })),
});
const never = z.object({ policy: z.literal('never') });
const inactivity = z.object({
  policy: z.literal('inactivity'),
  months: integer(1, 1200),
  acts: z._default(atLeastOne(oneOf(acts), 'acts'), ['purchase']),
});
const expiry = z.discriminatedUnion('policy', [after, endOf, fixed, inactivity, never], {
  error: 'an object whose policy is one of after, endOf, fixed, inactivity, never',
});
/** A rule's own life is a lot's; inactivity ends all points of a member, whatever rule gave them. */
export const lifeOfRule = z.discriminatedUnion('policy', [after, endOf, fixed, never], {
  error: 'an object whose policy is one of after, endOf, fixed, never: inactivity is about all points of a member',
});

const lineAttributes = {
  sku: z.optional(words),
  category: z.optional(words),
  tags: z.optional(words),
  brand: z.optional(words),
};
const someAttribute = (given: object) => Object.values(given).some((value) => value !== undefined);
const lines = z
  .strictObject(
    {
      ...lineAttributes,
      not: z.optional(
        z.strictObject(lineAttributes, { error: objectRule }).check(
          z.refine(someAttribute, {
            error: 'at least one of sku, category, tags, brand: this leaves out every line',
          }),
        ),
      ),
    },
    { error: objectRule },
  )
  .register(z.globalRegistry, { id: 'lineFilter' });

const when = z
  .strictObject(
    {
      minNetMinor: z.optional(moneyMinor),
      channel: z.optional(words),
      storeId: z.optional(words),
      tier: z.optional(words),
      birthday: z.optional(oneOf(birthdaySpans)),
      weekday: z.optional(atLeastOne(oneOf(weekdays), 'weekdays')),
      calendar: z.optional(words),
      orderNumber: z.optional(atLeastOne(integer(1), 'integers')),
      enrolledWithinDays: z.optional(integer(0)),
      between: z.optional(z.tuple([date, date], { error: 'two dates' })),
    },
    { error: objectRule },
  )
  .register(z.globalRegistry, { id: 'orderConditions' });

const cap = z.strictObject(
  {
    points: z.optional(integer(1)),
    times: z.optional(integer(1)),
    per: oneOf(['purchase', 'day', 'month', 'member']),
  },
  { error: objectRule },
);

const common = {
  id,
  when: z.optional(when),
  from: z.optional(date),
  until: z.optional(date),
  cap: z.optional(cap),
};
const granting = {
  exclusive: z.optional(flag),
  priority: z.optional(z.int({ error: 'an integer' })),
  expiry: z.optional(lifeOfRule),
  progress: z.optional(flag),
};

/** A rule's keys are a closed list: a key that nobody knows would be a condition that nobody checks. */
const rule = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('rate'),
      points: integer(1),
      perMinor: integer(1),
      lines: z.optional(lines),
      ...common,
      ...granting,
    }),
    z.strictObject({ kind: z.literal('multiply'), by: decimal, lines: z.optional(lines), ...common }),
    z.strictObject({
      kind: z.literal('fixed'),
      points: integer(1),
      per: z._default(oneOf(['order', 'unit']), 'order'),
      lines: z.optional(lines),
      ...common,
      ...granting,
    }),
    z.strictObject({ kind: z.literal('activity'), activity: text, points: integer(1), ...common, ...granting }),
  ],
  { error: 'an object whose kind is one of rate, multiply, fixed, activity' },
);
export type RuleDocument = z.output<typeof rule>;

const percentRule = 'a number from 0 to 100';
const percent = z
  .number({ error: percentRule })
  .check(z.minimum(0, { error: percentRule }), z.maximum(100, { error: percentRule }));

const level = z.object(
  {
    id,
    from: integer(0),
    multiplier: z._default(decimal, '1'),
    discountPercent: z._default(percent, 0),
    name: z.optional(localText),
  },
  { error: objectRule },
);

const windowRule = '{ "months": n }, { "calendar": "year" } or { "lifetime": true }';
const window = z.union(
  [
    z.strictObject({ months: integer(1, 1200) }),
    z.strictObject({ calendar: z.literal('year') }),
    z.strictObject({ lifetime: z.literal(true) }),
  ],
  { error: windowRule },
);

const review = z.object(
  {
    afterMonths: z._default(integer(1, 1200), 12),
    graceDays: z._default(integer(0, 36_600), 0),
    drop: z._default(oneOf(drops), 'to-earned'),
  },
  { error: objectRule },
);

const tiers = z.object(
  {
    basis: z._default(oneOf(bases), 'points'),
    window: z._default(window, { months: 12 }),
    levels: atLeastOne(level, 'levels'),
    review: z._default(review, { afterMonths: 12, graceDays: 0, drop: 'to-earned' }),
    onReturn: z._default(oneOf(onReturns), 're-evaluate'),
    atRiskDays: z._default(integer(0, 36_600), 30),
  },
  { error: objectRule },
);

const points = z.object(
  {
    expiry,
    earnsOn: z._default(atLeastOne(oneOf(lineKinds), 'kinds of line'), [...goodsKinds]),
    transfers: z._default(flag, true),
    pendingDays: z._default(integer(0, 36_600), 0),
    rounding: z._default(oneOf(roundings), 'floor'),
    valueOfPointMinor: z.optional(integer(1)),
    overdraw: z._default(oneOf(overdraws), 'debt'),
    restoreGraceDays: z._default(integer(0, 36_600), 30),
    notices: z._default(z.array(integer(1, 36_600), { error: 'a list of numbers of days' }), []),
  },
  { error: objectRule },
);

/** Of a later purchase an account would not know the day on which it won the member back (domain.md, statistics). */
const purchaseDaysKept = 730;

/** What a document that says nothing of stages means (contracts.md). */
export const usualStages = {
  newDays: 30,
  loyalOrders: 6,
  wonBackDays: 60,
  factor: { atRisk: '2', lapsed: '3', lost: '6' },
  fallbackDays: { atRisk: 60, lapsed: 120, lost: 365 },
};
const silentDays = integer(1, 36_600);
const stages = z.object(
  {
    newDays: z._default(integer(0, 36_600), usualStages.newDays),
    loyalOrders: z._default(integer(1), usualStages.loyalOrders),
    wonBackDays: z._default(integer(0, purchaseDaysKept), usualStages.wonBackDays),
    factor: z._default(
      z.object(
        {
          atRisk: z._default(decimal, usualStages.factor.atRisk),
          lapsed: z._default(decimal, usualStages.factor.lapsed),
          lost: z._default(decimal, usualStages.factor.lost),
        },
        { error: objectRule },
      ),
      usualStages.factor,
    ),
    fallbackDays: z._default(
      z.object(
        {
          atRisk: z._default(silentDays, usualStages.fallbackDays.atRisk),
          lapsed: z._default(silentDays, usualStages.fallbackDays.lapsed),
          lost: z._default(silentDays, usualStages.fallbackDays.lost),
        },
        { error: objectRule },
      ),
      usualStages.fallbackDays,
    ),
  },
  { error: objectRule },
);

const members = z.object({ unknown: z._default(oneOf(unknownMemberPolicies), 'enrol') }, { error: objectRule });

export const programmeDocument = z
  .object(
    {
      id,
      version: integer(1),
      effectiveFrom: dateTime,
      name: localText,
      timeZone: text.check(z.refine(isTimeZone, { error: 'an IANA time zone, for example Asia/Shanghai' })),
      currency,
      members: z._default(members, { unknown: 'enrol' }),
      calendars: z._default(z.record(text, z.array(date, { error: 'a list of dates' }), { error: objectRule }), {}),
      points,
      earn: z.array(rule, { error: 'a list of rules' }),
      tiers,
      stages: z._default(stages, usualStages),
    },
    { error: objectRule },
  )
  .register(z.globalRegistry, { id: 'programme' });
export type ProgrammeDocument = z.output<typeof programmeDocument>;
