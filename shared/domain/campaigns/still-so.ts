/** Whether what a message is about is still so at the moment of sending (messaging.md, "One send", 2). */
import { lastPurchaseDay } from '../account-statistics.ts';
import { birthdayOf, isAround, yearOfNearest } from '../birthday.ts';
import type { Day } from '../calendar.ts';
import { endingPoints, levelNotice } from '../notices.ts';
import { subtractDays } from '../calendar.ts';
import type { Campaign, Step } from './campaign.ts';
import { partsOfCondition } from './conditions.ts';
import { expiryOccasion, judgementOccasion } from './occasion.ts';
import type { OccasionFacts } from './occasion.ts';

/** What was planned. */
export type PlannedFor = {
  readonly occasion: string;
  /** The business day of the plan. */
  readonly plannedOn: Day;
  /** The last purchase day as it was then; null without one. */
  readonly lastPurchaseOn: Day | null;
};

/** Somebody has bought who was silent, or who had not yet; a purchase that came back since is none. */
function hasBoughtSince({ account }: OccasionFacts, { lastPurchaseOn }: PlannedFor): boolean {
  const last = lastPurchaseDay(account.statistics);
  return last !== undefined && (lastPurchaseOn === null || last > lastPurchaseOn);
}

function stillEnds({ account, day, versions }: OccasionFacts, { occasion }: PlannedFor): boolean {
  return endingPoints(account, versions).some(({ expiresOn }) => {
    const own = expiryOccasion(expiresOn, null);
    return expiresOn > day && (occasion === own || occasion.startsWith(`${own}-`));
  });
}

function stillAtRisk({ account, day, versions }: OccasionFacts, { occasion }: PlannedFor): boolean {
  const notice = levelNotice(account, subtractDays(day, 1), versions);
  return notice !== null && judgementOccasion(notice.judgement) === occasion;
}

/** The birthday may have been corrected since: then it is greeted when it comes. */
function stillBirthday(
  { audience }: Pick<Campaign, 'audience'>,
  { person }: OccasionFacts,
  planned: PlannedFor,
): boolean {
  const birthday = birthdayOf(person);
  if (birthday === undefined) return false;
  const spans = partsOfCondition(audience).flatMap((part) => (part.is === 'birthday' ? [part.span] : []));
  if (`birthday-${String(yearOfNearest(birthday, planned.plannedOn))}` !== planned.occasion) return false;
  return spans.length === 0 || spans.some((span) => isAround(birthday, span, planned.plannedOn));
}

/**
 * Whether a step is still to be sent, by facts that were read just now. What is not so any more is skipped, as is a step
 * that a purchase has made needless.
 */
export function isStillSo(
  campaign: Pick<Campaign, 'kind' | 'audience'>,
  step: Pick<Step, 'unless'>,
  planned: PlannedFor,
  facts: OccasionFacts,
): boolean {
  if (step.unless === 'purchase' && hasBoughtSince(facts, planned)) return false;
  switch (campaign.kind) {
    case 'win-back':
      return !hasBoughtSince(facts, planned);
    case 'points-expiring':
      return stillEnds(facts, planned);
    case 'tier-at-risk':
      return stillAtRisk(facts, planned);
    case 'birthday':
      return stillBirthday(campaign, facts, planned);
    case 'promotion':
    case 'member-day':
    case 'anniversary':
    case 'holiday':
    case 'welcome':
    case 'redemption':
    case 'partner':
      return true;
  }
}
