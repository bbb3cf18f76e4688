/** Who gets the messages of a plan, and whom they are compared with (messaging.md, "Who is in, and which arm"). */
import type { Rational } from '../rational.ts';
import type { Arm } from './campaign.ts';

/** Bits of a digest that are looked at: as many as a double holds, so that other tools can follow it. */
const bits = 53n;
const bytesLookedAt = 7;

/**
 * The arm of a member: control if the first 53 bits of the digest, as a fraction of 2^53, are below the share. Exact: no
 * share is rounded, none and all are what they say.
 *
 * @param digest of the plan's salt and the member, at least seven bytes
 * @throws RangeError when it is shorter
 */
export function armOf(digest: Uint8Array, share: Rational): Arm {
  if (digest.length < bytesLookedAt) throw new RangeError(`a digest of ${digest.length} bytes is too short`);
  const first = digest.subarray(0, bytesLookedAt).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const place = first >> (BigInt(bytesLookedAt * 8) - bits);
  return place * share.denominator < share.numerator << bits ? 'control' : 'treatment';
}
