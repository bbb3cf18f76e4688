/**
 * What a stream of numbers comes to: how many there are, their sum and their spread, without keeping any of them.
 *
 * Numbers of any kind go by the recurrence of Youngs and Cramer (1971), and parts are put together as Chan, Golub and
 * LeVeque (1979) do it: no small difference of large squares is ever taken. Money is integers, and sums of big integers
 * are exact.
 */

/** Of doubles: their number, their sum, and the sum of the squares of their distances from their mean. */
export type Moments = { readonly n: number; readonly sum: number; readonly squares: number };

export const noMoments: Moments = { n: 0, sum: 0, squares: 0 };

export function withNumber({ n, sum, squares }: Moments, value: number): Moments {
  if (n === 0) return { n: 1, sum: value, squares: 0 };
  const distance = (n + 1) * value - (sum + value);
  return { n: n + 1, sum: sum + value, squares: squares + distance * (distance / (n * (n + 1))) };
}

export function unitedMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const distance = (b.n / a.n) * a.sum - b.sum;
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares + distance * distance * (a.n / (b.n * (a.n + b.n))),
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
  return { n: Number(n), sum: Number(sum), squares: Number(n * squares - sum * sum) / Number(n) };
}
