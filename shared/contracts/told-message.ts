/** Messages of campaigns and coupons as they are shown of a member, with times that people can read. */
import * as z from 'zod/mini';
import { channels, skipReasons } from '../domain/campaigns/campaign.ts';
import { messageFacts } from '../domain/campaigns/sent-message.ts';
import type { SentMessage } from '../domain/campaigns/sent-message.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { formatCoupon } from './issued-coupon.ts';
import type { IssuedCoupon } from './issued-coupon.ts';
import { outgoingAmount, outgoingDay } from './outgoing-values.ts';
import { dateTime, id } from './primitives.ts';

const once = z.nullable(dateTime);

/** A message of a campaign, and what became of it. */
export const toldMessage = z.object({
  memberId: id,
  messageId: z.string(),
  campaignId: id,
  run: id,
  occasion: z.string().register(z.globalRegistry, { description: 'What it is about; with the step, told once.' }),
  step: z.string(),
  channel: z.nullable(z.enum(channels)),
  ordinal: z.int().register(z.globalRegistry, { description: 'Its place among the messages of the run.' }),
  claimedAt: once,
  leaseUntil: once,
  attempts: z.int().register(z.globalRegistry, { description: 'How often the provider was asked.' }),
  skipped: z
    .nullable(z.object({ reason: z.enum(skipReasons), at: dateTime }))
    .register(z.globalRegistry, { description: 'Why it was not sent.' }),
  failedAt: once,
  unknownSince: once,
  presumedSentAt: once,
  facts: z
    .partialRecord(z.enum(messageFacts), dateTime)
    .register(z.globalRegistry, { description: 'What the provider and the member did, each with its first time.' }),
});
export type ToldMessage = z.output<typeof toldMessage>;

const terms = { minNetMinor: outgoingAmount, days: z.int() };
/** A coupon that a message has offered; amounts are in minor units. */
export const toldCoupon = z.object({
  memberId: id,
  messageId: z.string(),
  campaignId: id,
  code: z.string(),
  issuedAt: dateTime,
  endsOn: outgoingDay
    .clone()
    .register(z.globalRegistry, { description: 'The first day on which it is worth nothing any more.' }),
  terms: z.discriminatedUnion('gives', [
    z.object({ gives: z.literal('amount'), offMinor: outgoingAmount, ...terms }),
    z.object({ gives: z.literal('percent'), percent: z.number(), ...terms }),
  ]),
});
export type ToldCoupon = z.output<typeof toldCoupon>;

const timeOf = (at: Instant | null) => (at === null ? null : formatInstant(at));

export function tellMessage(message: SentMessage): ToldMessage {
  const { claimedAt, leaseUntil, skipped, failedAt, unknownSince, presumedSentAt, facts } = message;
  const known = messageFacts.flatMap((fact) => {
    const at = facts[fact];
    return at === undefined ? [] : [[fact, formatInstant(at)] as const];
  });
  return {
    ...message,
    claimedAt: timeOf(claimedAt),
    leaseUntil: timeOf(leaseUntil),
    skipped: skipped === null ? null : { reason: skipped.reason, at: formatInstant(skipped.at) },
    failedAt: timeOf(failedAt),
    unknownSince: timeOf(unknownSince),
    presumedSentAt: timeOf(presumedSentAt),
    facts: Object.fromEntries(known),
  };
}

export function tellCoupon(coupon: IssuedCoupon): ToldCoupon {
  return toldCoupon.parse({ ...formatCoupon(coupon), issuedAt: formatInstant(coupon.issuedAt) });
}
