/** How large an effect has to be for a test of so many members to find it. */
import { normalQuantile } from './normal.ts';

/** How often an effect of the size is found. */
export const detectablePower = 0.8;

/**
 * The smallest rise of a rate, in absolute terms, that the two-sided test of `compareArms` finds at 5 % with a power of
 * 80 %: d = k √(q(1 − q)/n + b(1 − b)/m) with q = b + d and k = z(0.975) + z(0.8), which is a quadratic equation in d.
 *
 * @param baseline the rate without a message, from 0 to 1
 * @returns null where an arm is empty, and where even a rate of 1 would not be far enough away
 */
export function detectableEffect(
  baseline: number,
  { treatment, control }: { readonly treatment: number; readonly control: number },
): number | null {
  if (treatment < 1 || control < 1) return null;
  const square = (normalQuantile(0.975) + normalQuantile(detectablePower)) ** 2;
  const a = 1 + square / treatment;
  const half = (square * (1 - 2 * baseline)) / (2 * treatment);
  const c = square * baseline * (1 - baseline) * (1 / treatment + 1 / control);
  const rise = (half + Math.sqrt(half * half + a * c)) / a;
  return rise > 0 && baseline + rise <= 1 ? rise : null;
}
