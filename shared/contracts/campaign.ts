/** From the document of a campaign plan to the exact values that decisions use. */
import type { Campaign, CouponOffer, Offer, Outcome, QuietHours, Step, Trigger } from '../domain/campaigns/campaign.ts';
import { usualQuietHours } from '../domain/campaigns/send-time.ts';
import { parseDecimal, zero } from '../domain/rational.ts';
import type { Rational } from '../domain/rational.ts';
import { instantAt, parseInstant, timeOfDay, utcDay } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { conditionOf } from './campaign-conditions.ts';
import { activityPrefix, campaignDocument } from './campaign-document.ts';
import type { CampaignDocument } from './campaign-document.ts';
import { checked, expiryOf } from './programme.ts';

/** What a plan that says nothing of it means (messaging.md): a tenth is control, and three messages in seven days. */
const usualShare = '0.10';
const usualCaps = { messages: 3, days: 7 };

const factorOf = (text: string): Rational => checked(parseDecimal(text), 'decimal');

/**
 * The instant of a one-off schedule. Without an offset it is by the clock of the zone; undefined where there is no such
 * time, or no zone to tell it by.
 */
export function instantOfSchedule(at: string, timeZone: string | undefined): Instant | undefined {
  const instant = parseInstant(at);
  if (instant !== undefined || timeZone === undefined) return instant;
  const inUtc = parseInstant(`${at}Z`);
  return inUtc && instantAt(utcDay(inUtc), timeOfDay(inUtc, 'UTC'), timeZone);
}

function triggerOf({ schedule, event, to }: CampaignDocument['trigger']): Trigger {
  if (event !== undefined) return { by: 'event', event, to: to ?? null };
  const { cron, at, timeZone } = checked(schedule, 'schedule');
  if (cron !== undefined) return { by: 'cron', cron, timeZone: checked(timeZone, 'timeZone') };
  const instant = checked(instantOfSchedule(checked(at, 'at'), timeZone), 'at');
  return { by: 'at', at: instant, timeZone: timeZone ?? 'UTC' };
}

type StepDocument = CampaignDocument['steps'][number];
type OfferDocument = NonNullable<StepDocument['offer']>;

function couponOf({ offMinor, percent, minNetMinor, days }: NonNullable<OfferDocument['coupon']>): CouponOffer {
  const terms = { minNetMinor: BigInt(minNetMinor), days };
  if (offMinor !== undefined) return { gives: 'amount', offMinor: BigInt(offMinor), ...terms };
  return { gives: 'percent', percent: checked(percent, 'percent'), ...terms };
}

function offerOf({ points, expiry, coupon }: OfferDocument): Offer {
  if (coupon !== undefined) return { offers: 'coupon', coupon: couponOf(coupon) };
  const life = expiry === undefined ? null : expiryOf(expiry);
  return { offers: 'points', points: BigInt(checked(points, 'offer')), expiry: life };
}

function stepOf({ id, afterDays, channels, template, offer, unless }: StepDocument): Step {
  const [first, ...others] = channels;
  return {
    id,
    afterDays,
    channels: [checked(first, 'channel'), ...others],
    template,
    offer: offer === undefined ? null : offerOf(offer),
    unless: unless ?? null,
  };
}

/** Minutes after midnight of `HH:MM`. */
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function quietHoursOf(given: CampaignDocument['quietHours']): QuietHours {
  if (given === undefined) return usualQuietHours;
  return { from: minutesOf(given.from), to: minutesOf(given.to), channels: given.channels };
}

function capsOf({ purpose, caps }: CampaignDocument): Campaign['caps'] {
  if (purpose === 'loyalty') return null;
  const { channels, ...overall }: NonNullable<typeof caps> = caps ?? usualCaps;
  if (channels === undefined) return overall;
  const { email, sms, push, webhook, log } = channels;
  return {
    ...overall,
    channels: {
      ...(email && { email }),
      ...(sms && { sms }),
      ...(push && { push }),
      ...(webhook && { webhook }),
      ...(log && { log }),
    },
  };
}

function controlOf({ id, purpose, control }: CampaignDocument): Campaign['control'] {
  const share = purpose === 'loyalty' ? zero : factorOf(control?.share ?? usualShare);
  return { share, salt: control?.salt ?? id };
}

function outcomeOf(outcome: string): Outcome {
  if (outcome === 'purchase' || outcome === 'spend') return { of: outcome };
  return { of: 'activity', type: outcome.slice(activityPrefix.length) };
}

function costOf({ email, sms, push, webhook, log }: CampaignDocument['costMinor']): Campaign['costMinor'] {
  return {
    ...(email !== undefined && { email: factorOf(email) }),
    ...(sms !== undefined && { sms: factorOf(sms) }),
    ...(push !== undefined && { push: factorOf(push) }),
    ...(webhook !== undefined && { webhook: factorOf(webhook) }),
    ...(log !== undefined && { log: factorOf(log) }),
  };
}

/** The plan of a document that was checked. */
export function compileCampaign(document: CampaignDocument): Campaign {
  const { id, version, kind, name, purpose, window, budgetMinor, expiresAfterHours } = document;
  const [first, ...others] = document.steps.map(stepOf);
  return {
    id,
    version,
    kind,
    name,
    purpose,
    audience: conditionOf(document.audience, document.segments),
    trigger: triggerOf(document.trigger),
    steps: [checked(first, 'step'), ...others],
    control: controlOf(document),
    caps: capsOf(document),
    quietHours: quietHoursOf(document.quietHours),
    window,
    outcome: outcomeOf(document.outcome),
    budgetMinor: budgetMinor === undefined ? null : BigInt(budgetMinor),
    costMinor: costOf(document.costMinor),
    expiresAfterHours,
  };
}

/**
 * The plan of a published document. It was checked before it was published, so only its shape is looked at again.
 *
 * @returns undefined for a document that this version of the code cannot decide by
 */
export function readCampaign(value: unknown): Campaign | undefined {
  const { data } = campaignDocument.safeParse(value);
  return data && compileCampaign(data);
}
