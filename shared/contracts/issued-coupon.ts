/** Coupons that messages have offered, as they are kept. */
import * as z from 'zod/mini';
import { date, id } from './primitives.ts';
import { messageId } from './sent-message.ts';
import { storedInstant } from './stored-instant.ts';
import { amount, formatAmount } from './stored-values.ts';

const of = { minNetMinor: amount, days: z.int().check(z.minimum(1)) };
const terms = z.discriminatedUnion('gives', [
  z.object({ gives: z.literal('amount'), offMinor: amount, ...of }),
  z.object({ gives: z.literal('percent'), percent: z.number(), ...of }),
]);

const issuedCoupon = z.object({
  memberId: id,
  messageId,
  campaignId: id,
  code: z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)),
  issuedAt: storedInstant,
  /** The first day on which it is worth nothing any more, in the programme's zone. */
  endsOn: date,
  terms,
});
/** A coupon; amounts are in minor units. */
export type IssuedCoupon = z.output<typeof issuedCoupon>;

/** Reads a coupon as it is stored. @throws $ZodError when it is none */
export function parseCoupon(stored: unknown): IssuedCoupon {
  return issuedCoupon.parse(stored);
}

/** The stored form of a coupon. @throws $ZodError when it could not be read again */
export function formatCoupon({ terms: { minNetMinor, ...given }, ...rest }: IssuedCoupon): Record<string, unknown> {
  const own = given.gives === 'amount' ? { ...given, offMinor: formatAmount(given.offMinor) } : given;
  const stored = { ...rest, terms: { ...own, minNetMinor: formatAmount(minNetMinor) } };
  issuedCoupon.parse(stored);
  return stored;
}
