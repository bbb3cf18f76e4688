import { describe, expect, test } from 'vitest';
import { compareArms, proportionMean, sampleMean } from '../../../shared/domain/effect/compare-arms.ts';
import { detectableEffect } from '../../../shared/domain/effect/detectable-effect.ts';
import { noMoments, withNumber } from '../../../shared/domain/effect/moments.ts';
import { sampleRatio } from '../../../shared/domain/effect/sample-ratio.ts';
import type { Comparison } from '../../../shared/domain/effect/compare-arms.ts';

const rate = (happened: number, n: number) =>
  proportionMean({ n, sum: happened, squares: n === 0 ? 0 : happened - (happened * happened) / n });
const sample = (values: readonly number[]) => sampleMean(values.reduce(withNumber, noMoments));

function expectNumbers(told: Comparison, expected: readonly number[]): void {
  const { difference, ci95, relative, relativeCi95, p } = told;
  const values = [difference, ...(ci95 ?? []), relative, ...(relativeCi95 ?? []), p];
  expect(values).toHaveLength(expected.length);
  for (const [index, value] of values.entries()) expect((value ?? NaN) / (expected[index] ?? NaN)).toBeCloseTo(1, 12);
}

/**
 * Kevin Hillstrom's e-mail experiment of 2008 (The MineThatData E-Mail Analytics and Data Mining Challenge): 64,000
 * customers in three arms. The counts are the file's; the rest was computed from them to 40 digits.
 */
describe('the e-mail experiment of Hillstrom', () => {
  const men = 21_307;
  const women = 21_387;
  const nobody = 21_306;

  test('its arms are as large as three equal ones', () => {
    const told = sampleRatio([women, nobody, men], [1, 1, 1]);
    expect(told?.chi2).toBeCloseTo(0.20253125, 12);
    expect(told?.p).toBeCloseTo(0.903692957560419518, 12);
  });

  test('visits: 3,894 and 3,238 against 2,262', () => {
    expectNumbers(
      compareArms(rate(3894, men), rate(2262, nobody)),
      [
        0.076589563651531261, 0.069953501218108392, 0.083225626084954129, 0.72140461678139922, 0.6384162289820485,
        0.80439300458074995, 2.7076558093563536e-113,
      ],
    );
    expectNumbers(
      compareArms(rate(3238, women), rate(2262, nobody)),
      [
        0.045233106587052984, 0.038893825812642613, 0.051572387361463355, 0.4260550702669102, 0.35440081214298989,
        0.49770932839083051, 1.922984589683887e-44,
      ],
    );
  });

  test('conversions: 267 and 189 against 122', () => {
    expectNumbers(
      compareArms(rate(267, men), rate(122, nobody)),
      [
        0.0068050065196156948, 0.0050001713804523127, 0.0086098416587790769, 1.1884218762863278, 0.72154237511069743,
        1.6553013774619582, 1.4692917979258401e-13,
      ],
    );
    expectNumbers(
      compareArms(rate(189, women), rate(122, nobody)),
      [
        0.0031110575110852574, 0.0014986778214022342, 0.0047234372007682806, 0.54331304369821716, 0.19324068739890888,
        0.89338539999752545, 0.0001557515355117252,
      ],
    );
  });
});

// R: t.test(extra ~ group, data = sleep) has the standard error 0.8490910 of the difference −1.58 (Student, 1908).
test('the sleep of Student’s ten patients', () => {
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const { difference, ci95, p } = compareArms(sample(second), sample(first));
  expect(difference).toBeCloseTo(1.58, 12);
  expect(((ci95?.[1] ?? 0) - (ci95?.[0] ?? 0)) / 2 / 1.959963984540054).toBeCloseTo(0.849091, 7);
  // t.test gives t = 1.8608; the normal distribution's tails beyond it.
  expect(p).toBeCloseTo(0.062772, 5);
});

describe('where there is little to go by', () => {
  const nothing = { difference: null, ci95: null, relative: null, relativeCi95: null, p: null };

  test('an empty arm has no mean, and there is nothing to compare', () => {
    expect(compareArms(sample([]), sample([1, 2]))).toEqual({ mean: null, controlMean: 1.5, ...nothing });
    expect(compareArms(rate(1, 2), rate(0, 0))).toEqual({ mean: 0.5, controlMean: null, ...nothing });
  });

  test('one number has a mean and no variance', () => {
    expect(compareArms(sample([3]), sample([1, 3]))).toEqual({
      mean: 3,
      controlMean: 2,
      ...nothing,
      difference: 1,
      relative: 0.5,
    });
  });

  test('beside a control of 0 nothing is relative', () => {
    const { ci95, relative, relativeCi95, p } = compareArms(rate(5, 10), rate(0, 10));
    expect({ relative, relativeCi95 }).toEqual({ relative: null, relativeCi95: null });
    expect(ci95?.[0]).toBeCloseTo(0.5 - 1.959963984540054 * Math.sqrt(0.025), 12);
    expect(p).toBeCloseTo(0.00156540225800255, 15);
  });

  test('all zeros differ by 0, for certain', () => {
    const told = { mean: 0, controlMean: 0, difference: 0, ci95: [0, 0], relative: null, relativeCi95: null, p: 1 };
    expect(compareArms(rate(0, 10), rate(0, 20))).toEqual(told);
    expect(compareArms(sample([0, 0]), sample([0, 0, 0]))).toEqual(told);
  });

  test('a difference without any variation says nothing of its certainty', () => {
    const { difference, ci95, p } = compareArms(rate(2, 2), rate(0, 2));
    expect({ difference, ci95, p }).toEqual({ difference: 1, ci95: null, p: null });
  });
});

describe('sample ratio', () => {
  // Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments" (KDD 2019): 821,588 users in the
  // treatment and 815,482 in the control of an even split have a p of 1.8e-6.
  test('the example of the literature', () => {
    expect(sampleRatio([821_588, 815_482], [1, 1])?.p).toBeCloseTo(1.8e-6, 7);
  });

  // Pearson's chi-squared of Mendel's peas, 315:108:101:32 against 9:3:3:1, is 0.470 (Fisher, 1936).
  test('weights of any scale: the peas of Mendel', () => {
    const told = sampleRatio([315, 108, 101, 32], [9, 3, 3, 1]);
    expect(told?.chi2).toBeCloseTo(0.470024, 6);
    expect(told?.p).toBeCloseTo(0.9254, 4);
    expect(sampleRatio([315, 108, 101, 32], [0.5625, 0.1875, 0.1875, 0.0625])?.chi2).toBeCloseTo(0.470024, 6);
  });

  test('an empty arm counts, nobody at all does not', () => {
    expect(sampleRatio([10, 0], [1, 1])?.chi2).toBe(10);
    expect(sampleRatio([0, 0], [1, 1])).toBeNull();
  });
});

describe('the smallest effect that is found', () => {
  // Chow, Shao and Wang, "Sample Size Calculations in Clinical Research", 4.2: 65 % against 85 %, two-sided 5 %, power
  // 80 %, needs 70 members an arm.
  test('the example of the literature', () => {
    expect(detectableEffect(0.65, { treatment: 70, control: 70 })).toBeLessThan(0.2);
    expect(detectableEffect(0.65, { treatment: 69, control: 69 })).toBeGreaterThan(0.2);
  });

  test('is larger beside a small control, and nothing where there is no arm or no room', () => {
    const even = detectableEffect(0.05, { treatment: 10_000, control: 10_000 }) ?? 0;
    const uneven = detectableEffect(0.05, { treatment: 18_000, control: 2000 }) ?? 0;
    expect(uneven).toBeGreaterThan(even);
    expect(detectableEffect(0.05, { treatment: 100, control: 0 })).toBeNull();
    expect(detectableEffect(0.5, { treatment: 3, control: 3 })).toBeNull();
    expect(detectableEffect(1, { treatment: 100, control: 100 })).toBeNull();
  });
});
