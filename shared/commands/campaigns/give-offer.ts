/** What a message offers: told before it is given, given once however often the message is tried. */
import { addDays, dayOf, formatDay, parseDay } from '../../domain/calendar.ts';
import type { QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Offer } from '../../domain/campaigns/campaign.ts';
import { expiresOn } from '../../domain/expiry.ts';
import type { Instant } from '../../domain/zone.ts';
import { grantOffer } from './grant-offer.ts';
import type { MemberNow } from './member-now.ts';
import type { OfferTold } from './message-values.ts';
import type { SendDependencies } from './send-dependencies.ts';

/** A code of the same form, for looking at a message before anybody is offered anything. */
const exampleCode = '0000-0000-0000-0000';

/** What would be offered now. */
export function offerAt(
  offer: Offer | null,
  { day, programme }: Pick<MemberNow, 'day' | 'programme'>,
): OfferTold | null {
  if (offer === null) return null;
  if (offer.offers === 'points') {
    const { points, expiry } = offer;
    return { offers: 'points', points, expiresOn: expiresOn(expiry ?? programme.points.expiry, day) };
  }
  const { coupon } = offer;
  return { offers: 'coupon', coupon, code: exampleCode, endsOn: addDays(day, coupon.days) };
}

type Giving = Pick<SendDependencies, 'ledger' | 'programmes' | 'digests' | 'backOff' | 'coupons' | 'newCouponCode'>;

export type GivenTo = {
  readonly message: Pick<QueuedMessage, 'campaignId' | 'occasion' | 'step'>;
  readonly messageId: string;
  readonly member: Pick<MemberNow, 'memberId' | 'day' | 'programme'>;
  readonly now: Instant;
};

/**
 * Gives what a message offers, before the message goes out: who reads it has it. What was given to the same message before
 * is what is told again.
 *
 * @returns `gone` for a member who has left in this very moment
 */
export async function giveOffer(
  deps: Giving,
  offer: Offer | null,
  { message, messageId, member, now }: GivenTo,
): Promise<OfferTold | null | 'gone'> {
  if (offer === null) return null;
  const { campaignId, occasion, step } = message;
  const { memberId } = member;
  if (offer.offers === 'points') {
    const grant = { for: 'campaign', campaignId, occasion, step } as const;
    const { points, expiry } = offer;
    const granted = await grantOffer(deps, { grant, memberId, occurredAt: now, points, expiry });
    if (granted.status === 'gone') return 'gone';
    // All of it may have paid a debt: then there is nothing left that could end.
    return { offers: 'points', points: granted.points, expiresOn: granted.lots[0]?.expiresOn ?? null };
  }
  const { coupon } = offer;
  const endsOn = formatDay(addDays(member.day, coupon.days));
  const code = deps.newCouponCode();
  const issued = await deps.coupons.issue({
    memberId,
    messageId,
    campaignId,
    code,
    issuedAt: now,
    endsOn,
    terms: coupon,
  });
  return {
    offers: 'coupon',
    coupon: issued.terms,
    code: issued.code,
    endsOn: parseDay(issued.endsOn) ?? dayOf(member.day),
  };
}
