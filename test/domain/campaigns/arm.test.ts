import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armOf } from '../../../shared/domain/campaigns/arm.ts';
import { one, parseDecimal, rational, zero } from '../../../shared/domain/rational.ts';

const share = (text: string) => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('the arm of a member', () => {
  it('is nobody of a share of none, and everybody of all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 7, maxLength: 40 }), (digest) => {
        expect([armOf(digest, zero), armOf(digest, one)]).toEqual(['treatment', 'control']);
      }),
    );
  });

  it('is decided exactly, to the last of 53 bits', () => {
    // A quarter of 2^56 is 40…0; the last three bits of the seventh byte are not looked at.
    expect(armOf(bytes('3fffffffffffff'), share('0.25'))).toBe('control');
    expect(armOf(bytes('40000000000000'), share('0.25'))).toBe('treatment');
    expect(armOf(bytes('40000000000007'), rational(2n ** 51n + 1n, 2n ** 53n))).toBe('control');
    expect(armOf(bytes('40000000000008'), rational(2n ** 51n + 1n, 2n ** 53n))).toBe('treatment');
    // A double is nearer to a tenth than the fraction of the digest is: 0.1 × 2^53 is no integer, and so has no tie.
    expect(armOf(bytes('19999999999998'), share('0.1'))).toBe('control');
    expect(armOf(bytes('199999999999a0'), share('0.1'))).toBe('treatment');
  });

  it('looks at the first bytes alone, and refuses a digest that has too few', () => {
    expect(armOf(bytes('00ffffffffffffff'), share('0.01'))).toBe(armOf(bytes('00ffffffffffff00'), share('0.01')));
    expect(() => armOf(bytes('00ffffffffff'), share('0.01'))).toThrow(RangeError);
  });

  it('splits members as the share says', () => {
    const digests = Array.from({ length: 20_000 }, (_, id) =>
      createHash('sha256')
        .update(`salt:${String(id)}`)
        .digest(),
    );
    const controls = digests.filter((digest) => armOf(digest, share('0.10')) === 'control').length;
    // Four standard deviations of 2,000 are 170.
    expect(Math.abs(controls - 2000)).toBeLessThan(170);
  });
});
