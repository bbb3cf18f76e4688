/**
 * Who is meant by a plan's audience: conditions in three values. Accounts are many and profiles are read one by one, so
 * what the account alone decides is decided without the profile; what it does not decide is `unknown` until the profile is
 * there, and then nothing is.
 */
import type { Account } from '../account.ts';
import { isMember } from '../account.ts';
import { lastPurchaseDay } from '../account-statistics.ts';
import { ageOn, birthdayOf, isAround } from '../birthday.ts';
import type { Day } from '../calendar.ts';
import { monthOfDay } from '../calendar.ts';
import { sumOfPoints } from '../lots.ts';
import { endingPoints } from '../notices.ts';
import { attributeField } from '../person.ts';
import type { Person } from '../person.ts';
import { programmeOnDay } from '../programme.ts';
import type { ProgrammeVersions } from '../programme.ts';
import { stageOn } from '../stages.ts';
import { factsOfAccount } from '../statistics/account-facts.ts';
import type { RfmGroup } from '../statistics/rfm.ts';
import { lastYear } from '../statistics/rows.ts';
import { levelAt, levelIndex } from '../tiers.ts';
import type { Condition, Range } from './campaign.ts';

export type Truth = boolean | 'unknown';

/** What conditions are held against. */
export type AudienceFacts = {
  /** With everything posted that is due by the day. */
  readonly account: Account;
  /** The business day on which the audience is looked for. */
  readonly day: Day;
  readonly versions: ProgrammeVersions;
  /** The member's RFM group among all members; null for who has none, undefined where groups were not worked out. */
  readonly rfm?: RfmGroup | null | undefined;
  /** Undefined while the profile was not read; `nobody` where there is none. */
  readonly person?: Pick<Person, 'facts' | 'consents'> | undefined;
};

type Of<Is extends Condition['is']> = Extract<Condition, { is: Is }>;

function isWithin({ min, max }: Range, value: bigint): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

function isWithinNumber(range: Range, value: number | undefined): boolean {
  return value !== undefined && isWithin(range, BigInt(value));
}

/** Orders and net of the month of the day and the eleven before it, as the numbers of twelve months have it (metrics.md). */
function ofTwelveMonths({ account, day }: AudienceFacts): { readonly orders: number; readonly spend: bigint } {
  const facts = factsOfAccount(account, day);
  return facts === undefined ? { orders: 0, spend: 0n } : lastYear(facts, monthOfDay(day));
}

function hasEnding({ withinDays, min }: Of<'expiringPoints'>, { account, day, versions }: AudienceFacts): boolean {
  const ending = endingPoints(account, versions).filter(({ expiresOn }) => expiresOn - day <= withinDays);
  return sumOfPoints(ending) >= min;
}

function isOfLevel(levels: readonly string[], { account, day, versions }: AudienceFacts): boolean {
  const { tiers } = programmeOnDay(versions, day);
  return levels.includes(levelAt(levelIndex(account.standing, tiers), tiers).id);
}

/** A value that is a list has each of its elements. */
function hasAttribute({ name, value }: Of<'attribute'>, { facts }: Pick<Person, 'facts'>): boolean {
  const told = facts[attributeField(name)]?.value;
  return told === value || (Array.isArray(told) && told.includes(value));
}

/** Conditions that only the profile tells. */
type ProfileCondition = Of<'interest' | 'attribute' | 'age' | 'birthday' | 'gender' | 'consent'>;

function meetsByProfile(condition: ProfileCondition, person: Pick<Person, 'facts' | 'consents'>, day: Day): boolean {
  switch (condition.is) {
    case 'interest': {
      const interests = person.facts['interests']?.value;
      return Array.isArray(interests) && condition.interests.some((interest) => interests.includes(interest));
    }
    case 'attribute':
      return hasAttribute(condition, person);
    case 'age':
      return isWithinNumber(condition.range, ageOn(person, day));
    case 'birthday': {
      const birthday = birthdayOf(person);
      return birthday !== undefined && isAround(birthday, condition.span, day);
    }
    case 'gender': {
      const gender = person.facts['gender']?.value;
      return typeof gender === 'string' && condition.genders.includes(gender);
    }
    case 'consent':
      return person.consents.some(({ purpose, granted }) => purpose === condition.purpose && granted);
  }
}

type AccountCondition = Exclude<Condition, ProfileCondition | Of<'all' | 'any' | 'not' | 'rfm'>>;

function meetsByAccount(condition: AccountCondition, facts: AudienceFacts): boolean {
  const { account, day, versions } = facts;
  switch (condition.is) {
    case 'tier':
      return isOfLevel(condition.levels, facts);
    case 'stage':
      return condition.stages.includes(stageOn(account.statistics, day, programmeOnDay(versions, day).stages));
    case 'enrolChannel':
      return account.enrolment.channel !== null && condition.channels.includes(account.enrolment.channel);
    case 'lastPurchaseDays': {
      const last = lastPurchaseDay(account.statistics);
      return last !== undefined && isWithinNumber(condition.range, day - last);
    }
    case 'orders':
      return isWithinNumber(condition.range, account.orders);
    case 'ordersIn12Months':
      return isWithinNumber(condition.range, ofTwelveMonths(facts).orders);
    case 'spendMinorIn12Months':
      return isWithin(condition.range, ofTwelveMonths(facts).spend);
    case 'balance':
      return isWithin(condition.range, sumOfPoints(account.available));
    case 'expiringPoints':
      return hasEnding(condition, facts);
    case 'enrolledDays':
      return isWithinNumber(condition.range, day - account.enrolment.on);
  }
}

/** Of conditions that have to hold all, one that does not is enough; of those of which any has to, one that does. */
function joined(conditions: readonly Condition[], facts: AudienceFacts, enough: boolean): Truth {
  let truth: Truth = !enough;
  for (const condition of conditions) {
    const one = meets(condition, facts);
    if (one === enough) return one;
    if (one === 'unknown') truth = one;
  }
  return truth;
}

function negated(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

/**
 * Whether a member meets a condition, as far as the facts tell. With the profile, and with RFM groups where the condition
 * asks for them, the answer is never unknown.
 */
export function meets(condition: Condition, facts: AudienceFacts): Truth {
  switch (condition.is) {
    case 'all':
      return joined(condition.of, facts, false);
    case 'any':
      return joined(condition.of, facts, true);
    case 'not':
      return negated(meets(condition.of, facts));
    case 'rfm':
      if (facts.rfm === undefined) return 'unknown';
      return facts.rfm !== null && condition.groups.includes(facts.rfm);
    case 'interest':
    case 'attribute':
    case 'age':
    case 'birthday':
    case 'gender':
    case 'consent':
      return facts.person === undefined ? 'unknown' : meetsByProfile(condition, facts.person, facts.day);
    case 'tier':
    case 'stage':
    case 'enrolChannel':
    case 'lastPurchaseDays':
    case 'orders':
    case 'ordersIn12Months':
    case 'spendMinorIn12Months':
    case 'balance':
    case 'expiringPoints':
    case 'enrolledDays':
      return meetsByAccount(condition, facts);
  }
}

/** Whether a member is in the audience: who has left is in none. */
export function isInAudience(audience: Condition, facts: AudienceFacts): Truth {
  return isMember(facts.account) && meets(audience, facts);
}

/** The conditions that a condition is made of, however deep. */
export function partsOfCondition(condition: Condition): readonly Condition[] {
  if (condition.is === 'not') return partsOfCondition(condition.of);
  if (condition.is === 'all' || condition.is === 'any') return condition.of.flatMap(partsOfCondition);
  return [condition];
}

/** Whether RFM groups have to be worked out, from all members, before the audience is looked for. */
export function asksForRfm(audience: Condition): boolean {
  return partsOfCondition(audience).some(({ is }) => is === 'rfm');
}
