/** The chi-squared distribution of whole degrees of freedom, where its tail is a finite sum of positive terms. */
import { normalTail } from './normal.ts';

/**
 * The probability that a chi-squared number of so many degrees of freedom is greater than x: with h = x/2, for an even
 * number e^−h Σ h^j/j!, for an odd one twice the normal tail of √x and e^−h Σ h^(j+½)/Γ(j+3/2) (Abramowitz and Stegun,
 * 26.4.4 and 26.4.5).
 *
 * @throws RangeError unless the degrees are whole and at least 1, and x at least 0
 */
export function chiSquaredTail(x: number, degrees: number): number {
  if (!Number.isSafeInteger(degrees) || degrees < 1) throw new RangeError(`no degrees of freedom: ${degrees}`);
  if (!(x >= 0)) throw new RangeError(`no chi-squared number: ${x}`);
  const odd = degrees % 2 === 1;
  const half = x / 2;
  let term = odd ? Math.sqrt(half) / (Math.sqrt(Math.PI) / 2) : 1;
  let sum = 0;
  // Of e^−h, which may be no double any more, only as much is taken into the sum as keeps that one.
  let exponent = half;
  for (let divisor = odd ? 1.5 : 1; 2 * divisor <= degrees; divisor += 1) {
    sum += term;
    term *= half / divisor;
    if (term < 1e200) continue;
    const taken = Math.min(exponent, 400);
    exponent -= taken;
    term *= Math.exp(-taken);
    sum *= Math.exp(-taken);
  }
  const series = sum * Math.exp(-exponent);
  return Math.min(1, odd ? 2 * normalTail(Math.sqrt(x)) + series : series);
}
