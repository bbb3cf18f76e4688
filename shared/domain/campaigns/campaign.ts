/**
 * A campaign plan, compiled from its document (`shared/contracts/campaign.ts`) into the exact values that decisions use:
 * defaults filled in, named segments put in their places, days and instants parsed.
 */
import type { BirthdaySpan } from '../birthday.ts';
import type { ConsentPurpose } from '../consent.ts';
import type { ExpiryPolicy } from '../expiry.ts';
import type { Rational } from '../rational.ts';
import type { Stage } from '../stages.ts';
import type { Instant } from '../zone.ts';

export const campaignKinds = [
  'promotion',
  'member-day',
  'birthday',
  'anniversary',
  'holiday',
  'points-expiring',
  'tier-at-risk',
  'welcome',
  'win-back',
  'redemption',
  'partner',
] as const;
export type CampaignKind = (typeof campaignKinds)[number];

export const channels = ['email', 'sms', 'push', 'webhook', 'log'] as const;
export type Channel = (typeof channels)[number];

/** Why a message is sent: what a member is owed, or what one may like. */
export const messagePurposes = ['promotions', 'loyalty'] as const;
export type MessagePurpose = (typeof messagePurposes)[number];

/** The events out that a plan may follow. */
export const occasionEvents = [
  'member.enrolled.confirmed',
  'points.expiring',
  'tier.at-risk',
  'member.stage-changed',
] as const;
export type OccasionEvent = (typeof occasionEvents)[number];

/** Both ends inclusive, at least one given. */
export type Range = { readonly min: bigint | null; readonly max: bigint | null };

/** Who is meant. The first group is known of the account alone, the second only with the profile. */
export type Condition =
  | { readonly is: 'all'; readonly of: readonly Condition[] }
  | { readonly is: 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'tier'; readonly levels: readonly string[] }
  | { readonly is: 'stage'; readonly stages: readonly Stage[] }
  | { readonly is: 'rfm'; readonly groups: readonly string[] }
  | { readonly is: 'enrolChannel'; readonly channels: readonly string[] }
  /** Business days since the last purchase day; a member without a purchase meets no range. */
  | { readonly is: 'lastPurchaseDays'; readonly range: Range }
  | { readonly is: 'orders'; readonly range: Range }
  | { readonly is: 'ordersIn12Months'; readonly range: Range }
  | { readonly is: 'spendMinorIn12Months'; readonly range: Range }
  /** Available points. */
  | { readonly is: 'balance'; readonly range: Range }
  /** At least so many points (1 unless given) end within so many days. */
  | { readonly is: 'expiringPoints'; readonly withinDays: number; readonly min: bigint }
  | { readonly is: 'enrolledDays'; readonly range: Range }
  | { readonly is: 'interest'; readonly interests: readonly string[] }
  | { readonly is: 'attribute'; readonly name: string; readonly value: string | number | boolean }
  /** Whole years; only of birthdays with a year. */
  | { readonly is: 'age'; readonly range: Range }
  | { readonly is: 'birthday'; readonly span: BirthdaySpan }
  | { readonly is: 'gender'; readonly genders: readonly string[] }
  /** Granted on at least one channel. */
  | { readonly is: 'consent'; readonly purpose: ConsentPurpose };

/** A recurring schedule in the syntax of EventBridge Scheduler, without its `cron(…)`. */
export type Trigger =
  | { readonly by: 'cron'; readonly cron: string; readonly timeZone: string }
  | { readonly by: 'at'; readonly at: Instant; readonly timeZone: string }
  | { readonly by: 'event'; readonly event: OccasionEvent; readonly to: readonly Stage[] | null };

export type CouponOffer =
  | { readonly gives: 'amount'; readonly offMinor: bigint; readonly minNetMinor: bigint; readonly days: number }
  | { readonly gives: 'percent'; readonly percent: number; readonly minNetMinor: bigint; readonly days: number };

export type Offer =
  /** A `bonus` entry; without an expiry of its own its points have the programme's. */
  | { readonly offers: 'points'; readonly points: bigint; readonly expiry: ExpiryPolicy | null }
  | { readonly offers: 'coupon'; readonly coupon: CouponOffer };

export type Step = {
  readonly id: string;
  /** Days after the planned time of the run, or after the occasion. */
  readonly afterDays: number;
  /** At least one; the first that the member allows and has an address for. */
  readonly channels: readonly [Channel, ...Channel[]];
  readonly template: string;
  readonly offer: Offer | null;
  /** What makes the step needless when it has happened since the run was planned. */
  readonly unless: 'purchase' | null;
};

/** Times of day `HH:MM` in minutes after midnight; `from` > `to` goes over midnight, equal is never quiet. */
export type QuietHours = { readonly from: number; readonly to: number; readonly channels: readonly Channel[] };

/** At most so many messages within so many days of 24 hours. */
export type Cap = { readonly messages: number; readonly days: number };

/** Overall, and of single channels where they have a cap of their own. */
export type Caps = Cap & { readonly channels?: Readonly<Partial<Record<Channel, Cap>>> };

export type Outcome =
  { readonly of: 'purchase' } | { readonly of: 'spend' } | { readonly of: 'activity'; readonly type: string };

export type Campaign = {
  readonly id: string;
  readonly version: number;
  readonly kind: CampaignKind;
  readonly name: { readonly en: string; readonly 'zh-CN': string };
  readonly purpose: MessagePurpose;
  readonly audience: Condition;
  readonly trigger: Trigger;
  /** At least one; ids are unique, days do not fall. */
  readonly steps: readonly [Step, ...Step[]];
  readonly control: { readonly share: Rational; readonly salt: string };
  /** None of what is owed. */
  readonly caps: Caps | null;
  readonly quietHours: QuietHours;
  readonly window: { readonly days: number };
  readonly outcome: Outcome;
  /** What messages and offers may cost; null without a limit. */
  readonly budgetMinor: bigint | null;
  /** What one message costs, in minor units. */
  readonly costMinor: Readonly<Partial<Record<Channel, Rational>>>;
  readonly expiresAfterHours: number;
};

/** Why a member got no message (messaging.md); the list is closed. */
export const skipReasons = [
  'control',
  'no-consent',
  'no-address',
  'suppressed',
  'capped',
  'quiet-hours',
  'fact-changed',
  'expired',
  'cancelled',
  'over-budget',
  'erased',
  'failed',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export const arms = ['treatment', 'control'] as const;
export type Arm = (typeof arms)[number];

/** The languages that every text exists in. */
export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];
