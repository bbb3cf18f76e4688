/**
 * The programme: a version of the rules, compiled from its document (`shared/contracts/programme.ts`) into the exact
 * values that decisions use. Factors are rationals, dates are days, defaults are filled in.
 */
import type { BirthdaySpan } from './birthday.ts';
import { addDays } from './calendar.ts';
import type { Day, Weekday } from './calendar.ts';
import type { ExpiryPolicy } from './expiry.ts';
import type { Rational, Rounding } from './rational.ts';
import { businessDay, startOfDay } from './zone.ts';
import type { Instant } from './zone.ts';

export const lineKinds = ['product', 'service', 'gift_card', 'shipping', 'tip', 'fee', 'donation'] as const;
export type LineKind = (typeof lineKinds)[number];

/** The kinds of line that make up a purchase's net and that may earn when the programme says nothing else. */
export const goodsKinds = ['product', 'service'] as const;

/** Which lines a rule is about: every key that is given has to match one of its alternatives. */
export type LineAttributes = {
  readonly sku?: readonly string[];
  readonly category?: readonly string[];
  readonly tags?: readonly string[];
  readonly brand?: readonly string[];
};
export type LineFilter = LineAttributes & { readonly not?: LineAttributes };

/** Conditions on the order; all that are given have to hold. */
export type OrderConditions = {
  readonly minNetMinor?: bigint;
  readonly channel?: readonly string[];
  readonly storeId?: readonly string[];
  readonly tier?: readonly string[];
  readonly birthday?: BirthdaySpan;
  readonly weekday?: readonly Weekday[];
  readonly between?: readonly [Day, Day];
};

type RuleBase = {
  readonly id: string;
  readonly when: OrderConditions;
  readonly lines?: LineFilter;
  readonly from?: Day;
  readonly until?: Day;
};
type Granting = {
  /** A life of the rule's own; without one its points have the programme's. */
  readonly expiry?: ExpiryPolicy;
};
/** So many points per `perMinor` minor units of the lines that match. */
export type RateRule = RuleBase &
  Granting & { readonly kind: 'rate'; readonly points: bigint; readonly perMinor: bigint };
/** Multiplies what the rate rules give on the lines that match. */
export type MultiplyRule = RuleBase & { readonly kind: 'multiply'; readonly by: Rational };
/** A bonus once per order, or for each unit of the lines that match. */
export type FixedRule = RuleBase &
  Granting & { readonly kind: 'fixed'; readonly points: bigint; readonly perUnit: boolean };
export type EarnRule = RateRule | MultiplyRule | FixedRule;

export type Level = {
  readonly id: string;
  /** Qualifying amount, in the unit of the basis, from which the level is supported. */
  readonly from: bigint;
  readonly multiplier: Rational;
  /** What the level takes off the price, in per cent. The till takes it off: no rule computes with it. */
  readonly discountPercent: number;
};

export const drops = ['to-earned', 'one-level', 'never'] as const;
export type Drop = (typeof drops)[number];

/** What a level rests on: points, spend in minor units, or orders; all of them net of returns. */
export const bases = ['points', 'spend', 'orders'] as const;
export type Basis = (typeof bases)[number];

export type Tiers = {
  readonly basis: Basis;
  /** Calendar months that a month's amount counts on for, the calendar year, or the whole life of the account. */
  readonly window: { readonly months: number } | 'calendar-year' | 'lifetime';
  /** At least one, rising, the first from 0. */
  readonly levels: readonly [Level, ...Level[]];
  readonly review: { readonly afterMonths: number; readonly graceDays: number; readonly drop: Drop };
  /** Whether a return that undoes what a level rests on takes the level back at once, or leaves it to the review. */
  readonly onReturn: OnReturn;
  /** So many days before a judgement that would lower the level the member is told. */
  readonly atRiskDays: number;
};

export const onReturns = ['re-evaluate', 'at-review'] as const;
export type OnReturn = (typeof onReturns)[number];

/** What happens to points that are owed and not there: they become a debt, or they are let go. */
export const overdraws = ['debt', 'clamp'] as const;
export type Overdraw = (typeof overdraws)[number];

/** When a member counts as silent: judged by their own rhythm, or by a number of days while they have none. */
export type Silence = {
  /** So many times the member's usual gap. */
  readonly factor: Rational;
  readonly fallbackDays: number;
};

/** What the stages of a member's life depend on (domain.md, "Review"); the three silences rise. */
export type Stages = {
  /** Days for which a member is new, that of the first purchase not counted. */
  readonly newDays: number;
  /** Orders in twelve months that make a member loyal. */
  readonly loyalOrders: number;
  /** Days for which a member is won back, that of the purchase counted. */
  readonly wonBackDays: number;
  readonly atRisk: Silence;
  readonly lapsed: Silence;
  readonly lost: Silence;
};

export const unknownMemberPolicies = ['enrol', 'park', 'refuse'] as const;
export type UnknownMemberPolicy = (typeof unknownMemberPolicies)[number];

export type Programme = {
  readonly id: string;
  readonly version: number;
  readonly effectiveFrom: Instant;
  readonly timeZone: string;
  readonly currency: string;
  readonly unknownMembers: UnknownMemberPolicy;
  readonly points: {
    readonly expiry: ExpiryPolicy;
    readonly earnsOn: ReadonlySet<LineKind>;
    readonly pendingDays: number;
    readonly rounding: Rounding;
    /** Whether members may give points to each other. */
    readonly transfers: boolean;
    /** Minor units that a point pays; null where points pay for nothing. */
    readonly valueOfPointMinor: bigint | null;
    readonly overdraw: Overdraw;
    /** Days to live of points that are restored after their lot has expired. */
    readonly restoreGraceDays: number;
    /** So many days before points end the member is told; each once, in any order. */
    readonly notices: readonly number[];
  };
  readonly rules: readonly EarnRule[];
  readonly tiers: Tiers;
  readonly stages: Stages;
};

/** All versions of a deployment's programme, the oldest first; never empty. */
export type ProgrammeVersions = readonly [Programme, ...Programme[]];

/** The version that decides about an instant; what lies before the first version uses the first (contracts.md). */
export function programmeAt(versions: ProgrammeVersions, instant: Instant): Programme {
  return versions.findLast((version) => version.effectiveFrom <= instant) ?? versions[0];
}

/** The first business day that begins with the version in force. */
export function firstDayOf({ effectiveFrom, timeZone }: Programme): Day {
  const day = businessDay(effectiveFrom, timeZone);
  return startOfDay(day, timeZone) === effectiveFrom ? day : addDays(day, 1);
}

/** The version that is in force when a business day begins. */
export function programmeOnDay(versions: ProgrammeVersions, day: Day): Programme {
  return versions.findLast((version) => firstDayOf(version) <= day) ?? versions[0];
}

/** Whether a version has a rule that looks at birthdays: without one nobody's is read. */
export function asksForBirthdays({ rules }: Programme): boolean {
  return rules.some(({ when }) => when.birthday !== undefined);
}

/** How an entry names the version that decided it: `main@1`. */
export function programmeName(programme: Programme): string {
  return `${programme.id}@${String(programme.version)}`;
}
