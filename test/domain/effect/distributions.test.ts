/**
 * The distributions against values computed to 40 digits (mpmath: erfc and the regularised incomplete gamma function), and
 * the percentage points of the printed tables (Abramowitz and Stegun, 26.8; NIST/SEMATECH e-Handbook, 1.3.6.7.4).
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquaredTail } from '../../../shared/domain/effect/chi-squared.ts';
import { normalCdf, normalQuantile, normalTail } from '../../../shared/domain/effect/normal.ts';

/** Some rounding errors of doubles, relative to the value. */
function expectAccurate(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.abs(expected) * 3e-15);
}

test.each([
  [0, 0.5],
  [0.1, 0.46017216272297101633],
  [0.5, 0.30853753872598689636],
  [0.9999, 0.15867945221376258366],
  [1, 0.15865525393145705141],
  [1.0001, 0.15863105806885876032],
  [1.5, 0.066807201268858066004],
  [1.96, 0.024997895148220436213],
  [2.5, 0.006209665325776135167],
  [3, 0.0013498980316300945267],
  [5, 2.8665157187919391167e-7],
  [8, 6.2209605742717841235e-16],
  [12.3, 4.5287069561587846514e-35],
  [20, 2.7536241186062336951e-89],
  [37, 5.7255712225245768227e-300],
  [-1.5, 1 - 0.066807201268858066004],
])('the normal tail above %d', (x, expected) => {
  expectAccurate(normalTail(x), expected);
  expectAccurate(normalCdf(-x), expected);
});

test('further out than doubles reach the tail is 0, and never anything but a number', () => {
  expect([normalTail(40), normalTail(1e9), normalTail(-40), normalTail(Infinity)]).toEqual([0, 0, 1, 0]);
});

test.each([
  [1e-10, -6.3613409024040561991],
  [0.001, -3.0902323061678135354],
  [0.025, -1.9599639845400542118],
  [0.2, -0.84162123357291416552],
  [0.5, 0],
  [0.6, 0.25334710313579974132],
  [0.8, 0.8416212335729143638],
  [0.975, 1.9599639845400538556],
  [0.999, 3.0902323061678132778],
])('the normal quantile of %d', (probability, expected) => {
  expectAccurate(normalQuantile(probability), expected);
});

test.each([0, 1, -0.1, 1.1, NaN])('no quantile belongs to %d', (probability) => {
  expect(() => normalQuantile(probability)).toThrow(RangeError);
});

test('a quantile is where the distribution has its probability', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (probability) => {
      const x = normalQuantile(probability);
      // The condition of the tail is about x²: an error of one rounding in x is that many of them in the tail.
      expect(Math.abs(normalCdf(x) / probability - 1)).toBeLessThan(1e-15 * (10 + 3 * x * x));
    }),
  );
});

test.each([
  [3.841458820694124, 1, 0.050000000000000057435],
  [0.5, 1, 0.47950012218695346232],
  [10, 1, 0.0015654022580025496775],
  [40, 1, 2.5396285894708649707e-10],
  [5.991464547107979, 2, 0.050000000000000073572],
  [7.814727903251179, 3, 0.050000000000000017729],
  [100, 3, 1.5541594313896049214e-21],
  [18.307038053275146, 10, 0.050000000000000006706],
  [2.5, 5, 0.77649507112332270673],
  [300, 101, 1.2933098959947686254e-21],
  [1500, 1000, 1.0454640385979657294e-22],
  [1600, 1001, 2.2076928650120161455e-30],
])('the chi-squared tail above %d of %d degrees', (x, degrees, expected) => {
  expectAccurate(chiSquaredTail(x, degrees), expected);
});

test.each([
  [1, 2.706, 3.841, 6.635, 10.828],
  [2, 4.605, 5.991, 9.21, 13.816],
  [5, 9.236, 11.07, 15.086, 20.515],
  [30, 40.256, 43.773, 50.892, 59.703],
  [100, 118.498, 124.342, 135.807, 149.449],
])('the printed table of chi-squared, %d degrees', (degrees, ...points) => {
  const tails = points.map((point) => chiSquaredTail(point, degrees));
  for (const [index, tail] of [0.1, 0.05, 0.01, 0.001].entries()) expect((tails[index] ?? 0) / tail).toBeCloseTo(1, 2);
});

test('the chi-squared tail falls from 1 to 0, and refuses what it is not made for', () => {
  expect([1, 2, 7, 2000].map((degrees) => chiSquaredTail(0, degrees))).toEqual([1, 1, 1, 1]);
  expect([1, 2, 7, 2000].map((degrees) => chiSquaredTail(1e6, degrees))).toEqual([0, 0, 0, 0]);
  expect(() => chiSquaredTail(1, 0)).toThrow(RangeError);
  expect(() => chiSquaredTail(1, 1.5)).toThrow(RangeError);
  expect(() => chiSquaredTail(-1, 1)).toThrow(RangeError);
});
