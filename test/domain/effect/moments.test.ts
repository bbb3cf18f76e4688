import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  momentsOf,
  noIntegers,
  noMoments,
  unitedMoments,
  withInteger,
  withNumber,
} from '../../../shared/domain/effect/moments.ts';
import type { Moments } from '../../../shared/domain/effect/moments.ts';

const streamed = (values: readonly number[]) => values.reduce(withNumber, noMoments);
const counted = (values: readonly bigint[]) => values.reduce(withInteger, noIntegers);

function expectClose(value: Moments, expected: Moments, scale: number): void {
  expect(value.n).toBe(expected.n);
  expect(Math.abs(value.sum - expected.sum)).toBeLessThanOrEqual(1e-13 * scale * (expected.n + 1));
  expect(Math.abs(value.squares - expected.squares)).toBeLessThanOrEqual(1e-12 * scale * scale * (expected.n + 1));
}

// The certified values of the NIST Statistical Reference Datasets, univariate summary statistics: NumAcc2 and NumAcc4 are
// made to break the sum of squares less the square of the sum.
test.each([
  ['NumAcc2', 1.2, [1.2, ...alternating(1.1, 1.3, 1000)], 0.1],
  ['NumAcc3', 1_000_000.2, [1_000_000.2, ...alternating(1_000_000.1, 1_000_000.3, 1000)], 0.1],
  ['NumAcc4', 10_000_000.2, [10_000_000.2, ...alternating(10_000_000.1, 10_000_000.3, 1000)], 0.1],
])('mean and deviation of %s', (_name, mean, values, deviation) => {
  const moments = streamed(values);
  expect(moments.n).toBe(1001);
  expect(moments.sum / moments.n / mean).toBeCloseTo(1, 13);
  expect(Math.sqrt(moments.squares / 1000)).toBeCloseTo(deviation, 8);
});

function alternating(first: number, second: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index % 2 === 0 ? first : second));
}

test('streamed doubles come to what exact integers come to', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 })), (values) => {
      expectClose(streamed(values), momentsOf(counted(values.map(BigInt))), 1_000_000);
    }),
  );
});

test('parts of a stream put together are the stream', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1000, max: 1000, noNaN: true })),
      fc.array(fc.double({ min: -1000, max: 1000, noNaN: true })),
      (first, second) => {
        expectClose(unitedMoments(streamed(first), streamed(second)), streamed([...first, ...second]), 1000);
      },
    ),
  );
});

test('integers beyond doubles are summed exactly', () => {
  const large = 2n ** 53n;
  expect(momentsOf(counted([large, large + 1n, large + 2n]))).toMatchObject({ n: 3, squares: 2 });
});
