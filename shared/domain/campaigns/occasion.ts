/**
 * What a message is about, so that nobody is told of it twice (messaging.md, "Keys"): not when it was planned. A rerun, an
 * edited schedule or two schedules have the same occasions.
 */
import type { Account } from '../account.ts';
import { lastPurchaseDay } from '../account-statistics.ts';
import { birthdayOf, yearOfNearest } from '../birthday.ts';
import { civilFromDay, formatDay, subtractDays } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { endingPoints, levelNotice } from '../notices.ts';
import type { Person } from '../person.ts';
import type { ProgrammeVersions } from '../programme.ts';
import type { Stage } from '../stages.ts';
import { formatInstant } from '../zone.ts';
import type { Instant } from '../zone.ts';
import type { Campaign } from './campaign.ts';
import { partsOfCondition } from './conditions.ts';

/** What makes a plan look at a member: a run, or one of the events out. */
export type Cause =
  | { readonly by: 'run'; readonly scheduledAt: Instant }
  | { readonly by: 'member.enrolled.confirmed' }
  /** The first of the days on which the points end, and how many days before it the member is told. */
  | { readonly by: 'points.expiring'; readonly expiresOn: Day; readonly lead: number }
  | { readonly by: 'tier.at-risk'; readonly judgement: Day }
  /** The business day at whose end the stage was found. */
  | { readonly by: 'member.stage-changed'; readonly day: Day; readonly to: Stage };

/** Of whom; as the conditions of an audience take it, once that is decided. */
export type OccasionFacts = {
  /** With everything posted that is due by the day. */
  readonly account: Account;
  readonly day: Day;
  readonly versions: ProgrammeVersions;
  readonly person: Pick<Person, 'facts'>;
};

type Planned = Pick<Campaign, 'kind' | 'trigger' | 'audience'>;

/** The occasion of points that end on a day; `lead` null where a run gives none. */
export function expiryOccasion(expiresOn: Day, lead: number | null): string {
  return `expiry-${formatDay(expiresOn)}${lead === null ? '' : `-${String(lead)}`}`;
}

export function judgementOccasion(judgement: Day): string {
  return `judgement-${formatDay(judgement)}`;
}

/** The day and lead of the points that a run is about: those that end first, and the shortest time that the audience names. */
function expiryOf({ audience }: Planned, { account, day, versions }: OccasionFacts): string | null {
  const within = partsOfCondition(audience).flatMap((part) => (part.is === 'expiringPoints' ? [part.withinDays] : []));
  const first = endingPoints(account, versions).find(({ expiresOn }) => expiresOn > day);
  if (first === undefined) return null;
  const left = first.expiresOn - day;
  const leads = within.filter((days) => days >= left);
  return expiryOccasion(first.expiresOn, leads.length === 0 ? null : Math.min(...leads));
}

function judgementOf({ account, day, versions }: OccasionFacts): string | null {
  // A notice is found at the end of a day, and read in the next morning.
  const notice = levelNotice(account, subtractDays(day, 1), versions);
  return notice === null ? null : judgementOccasion(notice.judgement);
}

/** The silence that began with the last purchase; null for who never bought. */
function silenceOf({ account }: OccasionFacts): string | null {
  const last = lastPurchaseDay(account.statistics);
  return last === undefined ? null : `silence-${formatDay(last)}`;
}

function birthdayOccasion({ person, day }: OccasionFacts): string | null {
  const birthday = birthdayOf(person);
  return birthday === undefined ? null : `birthday-${String(yearOfNearest(birthday, day))}`;
}

/** The nearest anniversary of the enrolment; none in the half year before which there was nothing to look back at. */
function anniversaryOf({ account, day }: OccasionFacts): string | null {
  const enrolled = civilFromDay(account.enrolment.on);
  const year = yearOfNearest(enrolled, day);
  return year > enrolled.year ? `anniversary-${String(year)}` : null;
}

/** The occasion of plans whose kind says nothing of it: once, by run, or by what has happened. */
function occasionOfCause({ trigger }: Planned, cause: Cause): string {
  switch (cause.by) {
    case 'run':
      return trigger.by === 'at' ? 'once' : `run-${formatInstant(cause.scheduledAt)}`;
    case 'member.enrolled.confirmed':
      return 'enrolled';
    case 'points.expiring':
      return expiryOccasion(cause.expiresOn, cause.lead);
    case 'tier.at-risk':
      return judgementOccasion(cause.judgement);
    case 'member.stage-changed':
      return `stage-${cause.to}-${formatDay(cause.day)}`;
  }
}

/**
 * The occasion of a plan for a member of its audience: of letters, digits, dashes and colons. Null where the member has
 * none, such as a win-back of somebody who never bought: then the member is not in the audience.
 */
export function occasionOf(campaign: Planned, cause: Cause, facts: OccasionFacts): string | null {
  switch (campaign.kind) {
    case 'birthday':
      return birthdayOccasion(facts);
    case 'anniversary':
      return anniversaryOf(facts);
    case 'win-back':
      return silenceOf(facts);
    case 'points-expiring':
      return cause.by === 'run' ? expiryOf(campaign, facts) : occasionOfCause(campaign, cause);
    case 'tier-at-risk':
      return cause.by === 'run' ? judgementOf(facts) : occasionOfCause(campaign, cause);
    case 'welcome':
      return 'welcome';
    case 'promotion':
    case 'member-day':
    case 'holiday':
    case 'redemption':
    case 'partner':
      return occasionOfCause(campaign, cause);
  }
}
