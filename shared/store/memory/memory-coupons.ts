import { formatCoupon, parseCoupon } from '../../contracts/issued-coupon.ts';
import type { IssuedCoupon } from '../../contracts/issued-coupon.ts';
import type { CouponStore } from '../coupon-store.ts';

/** Coupons in memory. */
export function memoryCoupons(): CouponStore {
  const members = new Map<string, Map<string, IssuedCoupon>>();
  return {
    async issue(coupon) {
      const own = members.get(coupon.memberId) ?? new Map<string, IssuedCoupon>();
      const issued = own.get(coupon.messageId) ?? parseCoupon(formatCoupon(coupon));
      members.set(coupon.memberId, own.set(coupon.messageId, issued));
      return Promise.resolve(issued);
    },
    async list(memberId) {
      const own = [...(members.get(memberId)?.values() ?? [])];
      return Promise.resolve(own.sort((a, b) => (a.messageId < b.messageId ? -1 : 1)));
    },
  };
}
