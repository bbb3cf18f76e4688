/**
 * What one arm of an experiment did beside the control: the difference of two means, each with its own variance, by the
 * normal distribution (contracts.md, `effect`).
 */
import type { Moments } from './moments.ts';
import { normalQuantile, normalTail } from './normal.ts';

/** A mean, and the variance of that mean; null where there are too few numbers to tell. */
export type ArmMean = { readonly mean: number | null; readonly variance: number | null };

/** Both ends of an interval. */
export type Interval = readonly [number, number];

export type Comparison = {
  readonly mean: number | null;
  readonly controlMean: number | null;
  readonly difference: number | null;
  /**
   * Null where a variance is unknown, and where there is a difference and yet nothing varies in either arm: that happens
   * to a handful of members, and says nothing about certainty.
   */
  readonly ci95: Interval | null;
  /** By how much the mean is above the control's, as a part of that; null where that is 0. */
  readonly relative: number | null;
  readonly relativeCi95: Interval | null;
  /** Two-sided; null where there is no interval. */
  readonly p: number | null;
};

/** The standard normal number that 97.5 % are below. */
const z975 = normalQuantile(0.975);

const meanOf = ({ n, sum }: Moments) => (n === 0 ? null : sum / n);

/** Of an outcome that is 0 or 1 for everybody: p(1 − p)/n. */
export function proportionMean(moments: Moments): ArmMean {
  const mean = meanOf(moments);
  return { mean, variance: mean === null ? null : (mean * (1 - mean)) / moments.n };
}

/** Of any other outcome: the variance of the sample, with n − 1, divided by n. */
export function sampleMean(moments: Moments): ArmMean {
  const { n, squares } = moments;
  return { mean: meanOf(moments), variance: n < 2 ? null : squares / (n - 1) / n };
}

function around(middle: number, variance: number): Interval {
  const reach = z975 * Math.sqrt(variance);
  return [middle - reach, middle + reach];
}

/**
 * The arm beside the control. The relative lift's variance is that of a quotient of two means by the delta method:
 * var(a)/c² + a² var(c)/c⁴, the control's own error included.
 */
export function compareArms(arm: ArmMean, control: ArmMean): Comparison {
  const { mean } = arm;
  const controlMean = control.mean;
  const difference = mean === null || controlMean === null ? null : mean - controlMean;
  const relative = difference === null || controlMean === null || controlMean === 0 ? null : difference / controlMean;
  const uncertain = { mean, controlMean, difference, ci95: null, relative, relativeCi95: null, p: null };
  if (difference === null || arm.variance === null || control.variance === null) return uncertain;
  const variance = arm.variance + control.variance;
  if (variance === 0 && difference !== 0) return uncertain;
  return {
    ...uncertain,
    ci95: around(difference, variance),
    relativeCi95: relativeInterval(arm, control, relative),
    p: difference === 0 ? 1 : 2 * normalTail(Math.abs(difference) / Math.sqrt(variance)),
  };
}

function relativeInterval(arm: ArmMean, { mean, variance }: ArmMean, relative: number | null): Interval | null {
  if (relative === null || mean === null || arm.variance === null || variance === null) return null;
  const ratio = relative + 1;
  return around(relative, (arm.variance + ratio * ratio * variance) / (mean * mean));
}
