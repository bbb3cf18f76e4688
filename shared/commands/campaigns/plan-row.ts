/** What a plan decides about one member, before anything is sent: a row of the manifest, or none. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import { lastPurchaseDay } from '../../domain/account-statistics.ts';
import type { Account } from '../../domain/account.ts';
import { addDays } from '../../domain/calendar.ts';
import type { Day } from '../../domain/calendar.ts';
import { armOf } from '../../domain/campaigns/arm.ts';
import type { Campaign, Locale, Step } from '../../domain/campaigns/campaign.ts';
import { chooseChannel } from '../../domain/campaigns/choose-channel.ts';
import { isInAudience } from '../../domain/campaigns/conditions.ts';
import { occasionOf } from '../../domain/campaigns/occasion.ts';
import type { Cause } from '../../domain/campaigns/occasion.ts';
import { sendTimeFrom } from '../../domain/campaigns/send-time.ts';
import type { Zones } from '../../domain/campaigns/send-time.ts';
import type { ConsentChannel } from '../../domain/consent.ts';
import { nobody } from '../../domain/person.ts';
import type { Person, PersonalFacts } from '../../domain/person.ts';
import { programmeAt } from '../../domain/programme.ts';
import type { ProgrammeVersions } from '../../domain/programme.ts';
import { review } from '../../domain/review.ts';
import type { RfmGroup } from '../../domain/statistics/rfm.ts';
import { accountAfter } from '../../domain/step.ts';
import { businessDay, instantAt, instantOf, timeOfDay } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { HashText, IsPlanned } from './planned-occasions.ts';

const msPerDay = 86_400_000;

/** What all rows of a run, or of an event, have in common. */
export type RowContext = {
  readonly campaign: Campaign;
  readonly cause: Cause;
  readonly versions: ProgrammeVersions;
  /** The planned time of the run, or when the event was looked at: waits are counted from it. */
  readonly at: Instant;
  /** Whose consent and address a webhook goes by. */
  readonly webhook: ConsentChannel;
  readonly hash: HashText;
  readonly isPlanned: IsPlanned;
  /** Where the audience asks for RFM groups: that of a member; null for who has none. */
  readonly rfmOf?: ((account: Account) => RfmGroup | null) | undefined;
};

function timeZoneOf({ versions, at }: Pick<RowContext, 'versions' | 'at'>): string {
  return programmeAt(versions, at).timeZone;
}

export function dayOfPlan(context: Pick<RowContext, 'versions' | 'at'>): Day {
  return businessDay(context.at, timeZoneOf(context));
}

/** The account as it is at an instant: with everything posted that is due by then. */
export function accountAt(account: Account, at: Instant, versions: ProgrammeVersions): Account {
  const day = businessDay(at, programmeAt(versions, at).timeZone);
  return accountAfter(account, review(account, { day, at }, versions));
}

/** The language that somebody is written to in: every kind of Chinese has the one there is, every other has English. */
function localeOf(facts: PersonalFacts): Locale {
  const told = facts['locale']?.value;
  return typeof told === 'string' && /^zh(?:[-_]|$)/i.test(told) ? 'zh-CN' : 'en';
}

export function zonesOf(facts: PersonalFacts, programme: string): Zones {
  const told = facts['timeZone']?.value;
  return { member: typeof told === 'string' ? told : null, programme };
}

/** The same time of the day so many days later; where the clock skips it, as many times 24 hours later. */
function daysLater(at: Instant, days: number, timeZone: string): Instant {
  const later = instantAt(addDays(businessDay(at, timeZone), days), timeOfDay(at, timeZone), timeZone);
  return later ?? instantOf(at + days * msPerDay);
}

/** Whether somebody is in the audience as far as the account alone tells. @param account as of the plan's time */
export function isMeant(context: RowContext, account: Account): boolean | 'unknown' {
  const { campaign, versions, rfmOf } = context;
  const facts = { account, day: dayOfPlan(context), versions, rfm: rfmOf?.(account) };
  return isInAudience(campaign.audience, facts);
}

function stepRow(context: RowContext, step: Step, person: Person, isControl: boolean): ManifestRow['steps'][number] {
  const { campaign, at, webhook } = context;
  const timeZone = timeZoneOf(context);
  const way = chooseChannel(person, step.channels, campaign.purpose, webhook);
  const channel = way.reason === null ? way.channel : null;
  const from = daysLater(at, step.afterDays, timeZone);
  const zones = zonesOf(person.facts, timeZone);
  // Whoever cannot be reached has the same window as those who can.
  const sendAt = sendTimeFrom(from, channel ?? step.channels[0], campaign.quietHours, zones);
  if (isControl) return { step: step.id, sendAt, channel: null, reason: 'control' };
  const putOff = sendAt === from || channel === null ? {} : { isPutOff: true as const };
  return { step: step.id, sendAt, ...putOff, channel, reason: way.reason };
}

/**
 * The row of a member of the audience; undefined for everybody else, and for whom an earlier run has planned the same.
 *
 * @param account as of the plan's time
 * @param profile undefined where there is none
 */
export function rowOf(context: RowContext, account: Account, profile: Person | undefined): ManifestRow | undefined {
  const { campaign, cause, versions, hash, isPlanned, rfmOf } = context;
  const { memberId } = account;
  const person = profile ?? nobody;
  const facts = { account, day: dayOfPlan(context), versions, person };
  if (isInAudience(campaign.audience, { ...facts, rfm: rfmOf?.(account) }) !== true) return undefined;
  const occasion = occasionOf(campaign, cause, facts);
  if (occasion === null || isPlanned(memberId, occasion)) return undefined;
  // The arm comes first, whatever can be sent: both arms are judged by whom they meant.
  const arm = armOf(hash(`${campaign.control.salt}:${memberId}`), campaign.control.share);
  const steps = campaign.steps.map((step) => stepRow(context, step, person, arm === 'control'));
  const [first] = steps;
  if (first === undefined) throw new TypeError('a plan has at least one step');
  const lastPurchaseOn = lastPurchaseDay(account.statistics) ?? null;
  return { memberId, occasion, arm, locale: localeOf(person.facts), plannedAt: first.sendAt, lastPurchaseOn, steps };
}
