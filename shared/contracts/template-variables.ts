/** What a template may say of a member: a closed list, so that a misspelt name is found when a plan is published. */
import type { Day } from '../domain/calendar.ts';
import type { CouponOffer } from '../domain/campaigns/campaign.ts';
import type { Basis } from '../domain/programme.ts';

/** How a value is given, and by that how it is written in each language. */
export type VariableValue = {
  readonly text: string;
  readonly points: bigint;
  readonly day: Day;
  /** So much of what a level is judged by; money in minor units of the currency. */
  readonly amount: { readonly basis: Basis; readonly amount: bigint; readonly currency: string };
  readonly coupon: { readonly coupon: CouponOffer; readonly currency: string };
  readonly link: string;
};

/**
 * Every variable with the kind of its value. Days that end something (`…On`) are the first on which it does not hold any
 * more, as everywhere; the filter `day_before` gives the last on which it does. `tier.by` is the last that counts.
 */
export const templateVariables = {
  'member.name': 'text',
  /** The level's name in the language of the message. */
  'member.level': 'text',
  /** Available points. */
  'points.balance': 'points',
  'points.expiring': 'points',
  'points.expiresOn': 'day',
  /** The name of the level that is left as things stand, in the language of the message. */
  'tier.fallsTo': 'text',
  'tier.missing': 'amount',
  'tier.by': 'day',
  'offer.points': 'points',
  'offer.expiresOn': 'day',
  'coupon.code': 'text',
  'coupon.terms': 'coupon',
  'coupon.endsOn': 'day',
  'programme.name': 'text',
  'links.preferences': 'link',
  'links.unsubscribe': 'link',
  'links.shop': 'link',
} as const satisfies Readonly<Record<string, keyof VariableValue>>;

export type VariableName = keyof typeof templateVariables;

export const variableNames = [
  'member.name',
  'member.level',
  'points.balance',
  'points.expiring',
  'points.expiresOn',
  'tier.fallsTo',
  'tier.missing',
  'tier.by',
  'offer.points',
  'offer.expiresOn',
  'coupon.code',
  'coupon.terms',
  'coupon.endsOn',
  'programme.name',
  'links.preferences',
  'links.unsubscribe',
  'links.shop',
] as const satisfies readonly VariableName[];

/** What is known of one member for one message; what is not known is absent, and an empty text is not known. */
export type TemplateValues = {
  readonly [Name in VariableName]?: VariableValue[(typeof templateVariables)[Name]] | undefined;
};
