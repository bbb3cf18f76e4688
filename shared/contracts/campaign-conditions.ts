/** Conditions of a plan's audience as a document has them: objects of which every key has to hold. */
import * as z from 'zod/mini';
import { birthdaySpans } from '../domain/birthday.ts';
import type { Condition, Range } from '../domain/campaigns/campaign.ts';
import { consentPurposes } from '../domain/consent.ts';
import { stageNames } from '../domain/stages.ts';
import { rfmGroups } from '../domain/statistics/rfm.ts';
import { integer, oneOf, text } from './primitives.ts';
import { atLeastOne, objectRule, words } from './programme-document.ts';

const rangeRule = 'an object with min, max or both, min not above max';
const mostDays = 36_600;
/** An unknown key is fault enough: what is said besides would only be about what is left without it. */
const isFaultless = ({ issues }: z.core.ParsePayload) => issues.length === 0;

/** Both ends are inclusive. */
const rangeTo = (most?: number) =>
  z.strictObject({ min: z.optional(integer(0, most)), max: z.optional(integer(0, most)) }, { error: rangeRule }).check(
    z.refine(({ min, max }) => (min !== undefined || max !== undefined) && (min ?? 0) <= (max ?? Infinity), {
      error: rangeRule,
      when: isFaultless,
    }),
  );
const amounts = rangeTo();
const days = rangeTo(mostDays);
const years = rangeTo(150);

const attributeRule = 'a string, a number or a boolean';
const leaves = {
  tier: z.optional(words),
  stage: z.optional(atLeastOne(oneOf(stageNames), 'stages')),
  rfm: z.optional(atLeastOne(oneOf(rfmGroups), 'RFM groups')),
  enrolChannel: z.optional(words),
  interest: z.optional(words),
  attribute: z.optional(
    z.strictObject(
      { name: text, is: z.union([text, z.number(), z.boolean()], { error: attributeRule }) },
      { error: 'an object with name and is' },
    ),
  ),
  lastPurchaseDays: z.optional(days),
  orders: z.optional(amounts),
  ordersIn12Months: z.optional(amounts),
  spendMinorIn12Months: z.optional(amounts),
  balance: z.optional(amounts),
  expiringPoints: z.optional(
    z.strictObject({ withinDays: integer(1, mostDays), min: z._default(integer(1), 1) }, { error: objectRule }),
  ),
  age: z.optional(years),
  enrolledDays: z.optional(days),
  birthday: z.optional(oneOf(birthdaySpans)),
  gender: z.optional(z.union([text, words], { error: 'a string, or a list of strings, at least one' })),
  consent: z.optional(oneOf(consentPurposes)),
  segment: z.optional(text),
};

type Leaves = z.output<z.ZodMiniObject<typeof leaves>>;
export type ConditionDocument = Leaves & {
  readonly all?: readonly ConditionDocument[] | undefined;
  readonly any?: readonly ConditionDocument[] | undefined;
  readonly not?: ConditionDocument | undefined;
};

const conditionRule = 'an object of conditions';
const conditionsRule = 'a list of conditions';

/** Every condition that is given has to hold, so one without any, as `all` of none, is everybody. */
export const condition: z.ZodMiniType<ConditionDocument> = z
  .lazy(() =>
    z.strictObject(
      {
        all: z.optional(z.array(condition, { error: conditionsRule })),
        any: z.optional(atLeastOne(condition, 'conditions')),
        not: z.optional(condition),
        ...leaves,
      },
      { error: conditionRule },
    ),
  )
  .register(z.globalRegistry, { id: 'condition' });

type RangeDocument = { readonly min?: number | undefined; readonly max?: number | undefined };

function rangeOf({ min, max }: RangeDocument): Range {
  return { min: min === undefined ? null : BigInt(min), max: max === undefined ? null : BigInt(max) };
}

/** Named conditions of a document. */
export type Segments = Readonly<Record<string, ConditionDocument>>;

/** One condition for each key that is given. @throws TypeError for a segment that is not there, which a checked document has none of */
function partsOf(document: ConditionDocument, segments: Segments): readonly Condition[] {
  const parts: Condition[] = [];
  const { all, any, not, attribute, expiringPoints, gender, segment } = document;
  if (all !== undefined) parts.push({ is: 'all', of: all.map((one) => conditionOf(one, segments)) });
  if (any !== undefined) parts.push({ is: 'any', of: any.map((one) => conditionOf(one, segments)) });
  if (not !== undefined) parts.push({ is: 'not', of: conditionOf(not, segments) });
  if (document.tier !== undefined) parts.push({ is: 'tier', levels: document.tier });
  if (document.stage !== undefined) parts.push({ is: 'stage', stages: document.stage });
  if (document.rfm !== undefined) parts.push({ is: 'rfm', groups: document.rfm });
  if (document.enrolChannel !== undefined) parts.push({ is: 'enrolChannel', channels: document.enrolChannel });
  if (document.interest !== undefined) parts.push({ is: 'interest', interests: document.interest });
  if (attribute !== undefined) parts.push({ is: 'attribute', name: attribute.name, value: attribute.is });
  for (const is of ranges) {
    const range = document[is];
    if (range !== undefined) parts.push({ is, range: rangeOf(range) });
  }
  if (expiringPoints !== undefined) {
    const { withinDays, min } = expiringPoints;
    parts.push({ is: 'expiringPoints', withinDays, min: BigInt(min) });
  }
  if (document.birthday !== undefined) parts.push({ is: 'birthday', span: document.birthday });
  if (gender !== undefined) parts.push({ is: 'gender', genders: typeof gender === 'string' ? [gender] : gender });
  if (document.consent !== undefined) parts.push({ is: 'consent', purpose: document.consent });
  if (segment !== undefined) {
    const named = Object.hasOwn(segments, segment) ? segments[segment] : undefined;
    if (named === undefined) throw new TypeError(`a checked plan has the segment ${segment}`);
    parts.push(conditionOf(named, segments));
  }
  return parts;
}

const ranges = [
  'lastPurchaseDays',
  'orders',
  'ordersIn12Months',
  'spendMinorIn12Months',
  'balance',
  'age',
  'enrolledDays',
] as const;

/** A checked condition as decisions use it, with segments in their places. */
export function conditionOf(document: ConditionDocument, segments: Segments): Condition {
  const [only, ...others] = partsOf(document, segments);
  return only !== undefined && others.length === 0
    ? only
    : { is: 'all', of: only === undefined ? others : [only, ...others] };
}
