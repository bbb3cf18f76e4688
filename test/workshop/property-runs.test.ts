import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { runs } from '../property-runs.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('runs properties as often as they say, and more in a long run', () => {
  vi.stubEnv('FC_RUNS_FACTOR', undefined);
  expect(runs(100)).toBe(100);
  vi.stubEnv('FC_RUNS_FACTOR', '20');
  expect(runs(100)).toBe(2000);
});

it('runs properties a whole number of times, and at least once, when they are to run less', () => {
  vi.stubEnv('FC_RUNS_FACTOR', '0.01');
  expect([runs(2000), runs(150), runs(5), runs(1)]).toEqual([20, 2, 1, 1]);
});

it('tells seed and path of a property that fails', () => {
  const fails = () => {
    fc.assert(fc.property(fc.nat(), (number) => number < 10));
  };
  expect(fails).toThrow(/seed: -?\d+, path: "[\d:]+"/);
});

it('takes the number of runs from the set-up', () => {
  expect(fc.readConfigureGlobal()).toMatchObject({ numRuns: runs(100) });
});
