import { describe, expect, it } from 'vitest';
import { accepted, smallest, withPoints, withTiers } from './programmes.ts';

describe('the points of a programme', () => {
  it('compiles what it says of returns, of transfers and of what a point is worth', () => {
    const points = { valueOfPointMinor: 5, overdraw: 'clamp', transfers: false, restoreGraceDays: 0 };
    const document = { ...withTiers({ onReturn: 'at-review' }), points: { ...smallest.points, ...points } };
    const { programme } = accepted(document);
    expect(programme.points).toMatchObject({ ...points, valueOfPointMinor: 5n });
    expect(programme.tiers.onReturn).toBe('at-review');
  });

  it.each([
    [
      { policy: 'after', days: 30, roundUpTo: 'quarter' },
      { policy: 'after', life: { days: 30 }, roundUpTo: 'quarter' },
    ],
    [
      { policy: 'endOf', period: 'year' },
      { policy: 'endOf', period: 'year', plus: 0 },
    ],
    [
      { policy: 'endOf', period: 'month', plus: 2 },
      { policy: 'endOf', period: 'month', plus: 2 },
    ],
    [
      { policy: 'fixed', on: '1970-01-11' },
      { policy: 'fixed', on: 10 },
    ],
    [
      { policy: 'fixed', on: '--02-29' },
      { policy: 'fixed', on: { month: 2, day: 29 } },
    ],
    [{ policy: 'never' }, { policy: 'never' }],
    [
      { policy: 'inactivity', months: 12 },
      { policy: 'inactivity', months: 12, acts: ['purchase'] },
    ],
    [
      { policy: 'inactivity', months: 6, acts: ['redeeming', 'earning'] },
      { policy: 'inactivity', months: 6, acts: ['redeeming', 'earning'] },
    ],
  ])('lets points live as it says: %j', (expiry, expected) => {
    expect(accepted(withPoints({ expiry })).programme.points.expiry).toEqual(expected);
  });
});
