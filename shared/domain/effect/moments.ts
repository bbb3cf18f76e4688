/**
 * What a stream of numbers comes to: how many there are, their mean and their spread, without keeping any of them.
 *
 * Numbers of any kind go by the recurrence of Welford (1962) and are put together as Chan, Golub and LeVeque (1979) do
 * it: no small difference of large sums is ever taken. Money is integers, and sums of big integers are exact.
 */

/** Of doubles: their number, their mean, and the sum of the squares of their distances from it. */
export type Moments = { readonly n: number; readonly mean: number; readonly squares: number };

export const noMoments: Moments = { n: 0, mean: 0, squares: 0 };

export function withNumber({ n, mean, squares }: Moments, value: number): Moments {
  const distance = value - mean;
  const moved = mean + distance / (n + 1);
  return { n: n + 1, mean: moved, squares: squares + distance * (value - moved) };
}

export function unitedMoments(a: Moments, b: Moments): Moments {
  const n = a.n + b.n;
  if (n === 0) return noMoments;
  const distance = b.mean - a.mean;
  return {
    n,
    mean: a.mean + (distance * b.n) / n,
    squares: a.squares + b.squares + distance * distance * a.n * (b.n / n),
  };
}

/** Of integers: their number, their sum, and the sum of their squares. */
export type IntegerMoments = { readonly n: bigint; readonly sum: bigint; readonly squares: bigint };

export const noIntegers: IntegerMoments = { n: 0n, sum: 0n, squares: 0n };

export function withInteger({ n, sum, squares }: IntegerMoments, value: bigint): IntegerMoments {
  return { n: n + 1n, sum: sum + value, squares: squares + value * value };
}

/** The same as doubles, rounded once each. */
export function momentsOf({ n, sum, squares }: IntegerMoments): Moments {
  if (n === 0n) return noMoments;
  return { n: Number(n), mean: Number(sum) / Number(n), squares: Number(n * squares - sum * sum) / Number(n) };
}
