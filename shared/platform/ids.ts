import { randomBytes } from 'node:crypto';

/** A member id: 120 random bits, never reused, meaning nothing. */
export function newMemberId(): string {
  return randomBytes(15).toString('base64url');
}

/** Crockford's alphabet: no letter that is taken for a digit, and none that makes words. */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A coupon's code: 80 random bits, in groups that can be read out. */
export function newCouponCode(): string {
  const letters = Array.from(randomBytes(16), (byte) => codeAlphabet.charAt(byte % codeAlphabet.length));
  return [0, 4, 8, 12].map((from) => letters.slice(from, from + 4).join('')).join('-');
}
