import { expect, inject, it } from 'vitest';
import { measureContention } from '../../bench/contention.ts';

it.each([2, 10])(
  '%i writers on one member all settle, and waste no more than the races that they can lose',
  async (writers) => {
    const { writeUnits, wastedUnits, wastedAtMost } = await measureContention(inject('endpoint'), writers);
    expect(writeUnits).toBeGreaterThanOrEqual(5 * writers);
    expect(wastedUnits).toBeGreaterThanOrEqual(0);
    expect(wastedUnits).toBeLessThanOrEqual(wastedAtMost);
  },
);
