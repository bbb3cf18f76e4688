/** Exact fractions for the reference, as a pair of numerator and positive denominator. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

export const nothing: Fraction = [0n, 1n];
export const whole = (value: number | bigint): Fraction => [BigInt(value), 1n];

export function fractionOf(decimal: string): Fraction {
  const [units = '', decimals = ''] = decimal.split('.');
  return [BigInt(units + decimals), 10n ** BigInt(decimals.length)];
}

export const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
export const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];

/** The integer below, and what is left above it in parts of the denominator. */
export function roundFraction([numerator, denominator]: Fraction, how: 'floor' | 'nearest' | 'ceiling'): bigint {
  const rest = ((numerator % denominator) + denominator) % denominator;
  const below = (numerator - rest) / denominator;
  if (how === 'floor' || rest === 0n) return below;
  if (how === 'ceiling') return below + 1n;
  return rest * 2n < denominator ? below : below + 1n;
}
