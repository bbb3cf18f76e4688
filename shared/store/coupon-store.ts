/** Coupons that messages have offered. */
import type { IssuedCoupon } from '../contracts/issued-coupon.ts';

export type CouponStore = {
  /** Issues a coupon for a message, once: whoever comes again is given the first one's. */
  readonly issue: (coupon: IssuedCoupon) => Promise<IssuedCoupon>;
  /** Those of a member, in the order of their messages' ids; strongly consistent. */
  readonly list: (memberId: string) => Promise<readonly IssuedCoupon[]>;
};
