import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  floor,
  formatRational,
  multiply,
  one,
  parseDecimal,
  rational,
  round,
  roundings,
  subtract,
  zero,
} from '../../shared/domain/rational.ts';
import { runs } from '../property-runs.ts';
import { fractionOf, plus, roundFraction, times } from './reference/fraction.ts';

const numRuns = runs(1000);
const denominators = fc.oneof(fc.bigInt({ min: 1n, max: 1000n }), fc.bigInt({ min: 1n, max: 10n ** 30n }));
const numerators = fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }));
const fractions = fc.tuple(numerators, denominators);

describe('a decimal', () => {
  it.each([
    ['0', 0n, 1n],
    ['1.2', 12n, 10n],
    ['1.50', 15n, 10n],
    ['007', 7n, 1n],
    ['0.000', 0n, 1n],
    ['12345678901234567890.000000000001', 12345678901234567890000000000001n, 10n ** 12n],
  ])('%s is read exactly', (text, numerator, denominator) => {
    expect(parseDecimal(text)).toEqual({ numerator, denominator });
  });

  it.each(['', '.5', '5.', '-1', '+1', '1e3', '1,5', ' 1', '1 ', '0x10', 'NaN', 'Infinity', '１', '1.2.3'])(
    'is not %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );
});

describe('arithmetic', () => {
  it('is exact, with equal and with other denominators', () => {
    fc.assert(
      fc.property(fractions, fractions, ([a, b], [c, d]) => {
        const [x, y] = [rational(a, b), rational(c, d)];
        const equals = (
          value: { numerator: bigint; denominator: bigint },
          [numerator, denominator]: readonly bigint[],
        ) => value.numerator * (denominator ?? 1n) === (numerator ?? 0n) * value.denominator;
        expect(equals(add(x, y), plus([a, b], [c, d]))).toBe(true);
        expect(equals(add(x, rational(c, b)), plus([a, b], [c, b]))).toBe(true);
        expect(equals(subtract(x, y), plus([a, b], [-c, d]))).toBe(true);
        expect(equals(multiply(x, y), times([a, b], [c, d]))).toBe(true);
      }),
      { numRuns },
    );
  });

  it('knows nothing and one', () => {
    expect(add(zero, one)).toEqual(rational(1n));
    expect(multiply(one, rational(3n, 7n))).toEqual(rational(3n, 7n));
  });
});

describe('rounding', () => {
  it.each([
    // value, floor, nearest, ceiling
    [5n, 2n, [2n, 3n, 3n]],
    [-5n, 2n, [-3n, -2n, -2n]],
    [1n, 3n, [0n, 0n, 1n]],
    [2n, 3n, [0n, 1n, 1n]],
    [-1n, 3n, [-1n, 0n, 0n]],
    [-2n, 3n, [-1n, -1n, 0n]],
    [1n, 2n, [0n, 1n, 1n]],
    [-1n, 2n, [-1n, 0n, 0n]],
    [6n, 3n, [2n, 2n, 2n]],
    [-6n, 3n, [-2n, -2n, -2n]],
    [0n, 7n, [0n, 0n, 0n]],
  ])('of %i/%i sends ties up', (numerator, denominator, expected) => {
    expect(roundings.map((how) => round(rational(numerator, denominator), how))).toEqual(expected);
    expect(floor(rational(numerator, denominator))).toBe(expected[0]);
  });

  it('is that of the reference, below zero, too', () => {
    fc.assert(
      fc.property(fractions, fc.constantFrom(...roundings), ([numerator, denominator], how) => {
        expect(round(rational(numerator, denominator), how)).toBe(roundFraction([numerator, denominator], how));
      }),
      { numRuns },
    );
  });
});

describe('the text of a fraction', () => {
  it.each([
    [12n, 1n, '12'],
    [24n, 2n, '12'],
    [1n, 2n, '0.5'],
    [-1n, 2n, '-0.5'],
    [-1n, 20n, '-0.05'],
    [1n, 3n, '1/3'],
    [-4n, 6n, '-2/3'],
    [0n, 5n, '0'],
    [7n, 8n, '0.875'],
    [1n, 1_000_000n, '0.000001'],
    [300n, 100n, '3'],
    [123456789012345678901n, 10n, '12345678901234567890.1'],
    [0n, 10n ** 20n, '0'],
    [10n ** 20n, 3n * 10n ** 20n, '1/3'],
  ])('%i/%i is %s', (numerator, denominator, text) => {
    expect(formatRational(rational(numerator, denominator))).toBe(text);
  });

  it('of a decimal is read back as the same value', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.stringMatching(/^[0-9]{0,8}$/))
      .map(([units, digits]) => (digits === '' ? String(units) : `${units}.${digits}`));
    fc.assert(
      fc.property(decimal, (text) => {
        const value = parseDecimal(text) ?? zero;
        const [numerator, denominator] = fractionOf(text);
        expect(value.numerator * denominator).toBe(numerator * value.denominator);
        const written = formatRational(value);
        expect(parseDecimal(written)).toBeDefined();
        expect(formatRational(parseDecimal(written) ?? zero)).toBe(written);
        expect(written.includes('.') && written.endsWith('0')).toBe(false);
      }),
      { numRuns },
    );
  });
});
