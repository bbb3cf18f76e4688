/** What the intervals promise, tried: experiments whose truth is known, ten thousand times over and always the same ones. */
import { expect, test } from 'vitest';
import { compareArms, proportionMean, sampleMean } from '../../../shared/domain/effect/compare-arms.ts';
import type { Interval } from '../../../shared/domain/effect/compare-arms.ts';
import { noMoments, unitedMoments, withNumber } from '../../../shared/domain/effect/moments.ts';
import type { Moments } from '../../../shared/domain/effect/moments.ts';
import { sampleRatio } from '../../../shared/domain/effect/sample-ratio.ts';
import { seededRandom } from '../../../cli/demo/random.ts';

const experiments = 10_000;

/** The share is that probability, give or take three standard errors of so many experiments. */
function expectShare(happened: number, probability: number): void {
  const error = Math.sqrt((probability * (1 - probability)) / experiments);
  expect(Math.abs(happened / experiments - probability)).toBeLessThanOrEqual(3 * error);
}

const covers = (interval: Interval | null, truth: number) =>
  interval !== null && interval[0] <= truth && truth <= interval[1];

type Covered = { absolute: number; relative: number; significant: number };

function countCovered(
  means: readonly [treatment: number, control: number],
  estimate: typeof sampleMean,
  draw: (arm: 0 | 1) => Moments,
): Covered {
  const covered = { absolute: 0, relative: 0, significant: 0 };
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const { ci95, relativeCi95, p } = compareArms(estimate(draw(0)), estimate(draw(1)));
    if (covers(ci95, means[0] - means[1])) covered.absolute += 1;
    if (covers(relativeCi95, means[0] / means[1] - 1)) covered.relative += 1;
    if (p !== null && p < 0.05) covered.significant += 1;
  }
  return covered;
}

/** How many of so many members an event of this probability happens to. */
function drawCount(fraction: () => number, n: number, probability: number): number {
  let happened = 0;
  for (let member = 0; member < n; member += 1) if (fraction() < probability) happened += 1;
  return happened;
}

test('of proportions, the control smaller than the treatment', () => {
  const { fraction } = seededRandom(20_261_122);
  const rates = [0.12, 0.1] as const;
  const covered = countCovered(rates, proportionMean, (arm) => {
    const n = arm === 0 ? 4000 : 1500;
    const happened = drawCount(fraction, n, rates[arm]);
    return { n, sum: happened, squares: happened - (happened * happened) / n };
  });
  expectShare(covered.absolute, 0.95);
  expectShare(covered.relative, 0.95);
});

test('where there is no effect, one in twenty is found significant', () => {
  const { fraction } = seededRandom(7);
  const covered = countCovered([0.1, 0.1], proportionMean, () => {
    const n = 2000;
    const happened = drawCount(fraction, n, 0.1);
    return { n, sum: happened, squares: happened - (happened * happened) / n };
  });
  expectShare(covered.significant, 0.05);
});

test('of spend, which most do not and a few do much', () => {
  const { fraction } = seededRandom(2026);
  const buyers = [0.12, 0.1] as const;
  // Spend of a buyer is log-normal, σ = 1, and its mean e^(5 + 1/2).
  const spend = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - fraction()));
    return Math.exp(5 + radius * Math.cos(2 * Math.PI * fraction()));
  };
  const mean = Math.exp(5.5);
  const covered = countCovered([buyers[0] * mean, buyers[1] * mean], sampleMean, (arm) => {
    const n = 2000;
    const bought = drawCount(fraction, n, buyers[arm]);
    let moments = noMoments;
    for (let buyer = 0; buyer < bought; buyer += 1) moments = withNumber(moments, spend());
    return unitedMoments(moments, { n: n - bought, sum: 0, squares: 0 });
  });
  expectShare(covered.absolute, 0.95);
  expectShare(covered.relative, 0.95);
});

test('sample ratios of a fair assignment raise a false alarm as often as they say', () => {
  const { fraction } = seededRandom(3);
  let below = 0;
  let alarms = 0;
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const control = drawCount(fraction, 5000, 0.1);
    const told = sampleRatio([5000 - control, control], [0.9, 0.1]);
    if (told !== null && told.p < 0.05) below += 1;
    if (told !== null && told.p < 0.001) alarms += 1;
  }
  expectShare(below, 0.05);
  expectShare(alarms, 0.001);
});
