/** Whether the arms are as large as they were meant to be: if not, something has chosen, and no comparison can be trusted. */
import { chiSquaredTail } from './chi-squared.ts';

export type SampleRatio = { readonly chi2: number; readonly p: number };

/**
 * Pearson's chi-squared test of the sizes of the arms, without a correction for continuity.
 *
 * @param counts members of each arm, at least two arms
 * @param weights what the sizes were meant to be to each other, one for each arm and more than 0
 * @returns null where there is nobody
 */
export function sampleRatio(counts: readonly number[], weights: readonly number[]): SampleRatio | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return null;
  const chi2 = counts.reduce((sum, count, arm) => {
    const expected = (total * (weights[arm] ?? 0)) / whole;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return { chi2, p: chiSquaredTail(chi2, counts.length - 1) };
}

/** Below it the arms are not what was assigned; so low that a fair assignment is accused once in a thousand times. */
const trustedFrom = 0.001;

export function notTrusted({ p }: SampleRatio): boolean {
  return p < trustedFrom;
}
