/** Around the limit of lots (domain.md, lots): what moves, moves up, and only as much as it has to. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, formatDay } from '../../shared/domain/calendar.ts';
import { issuedIn } from '../../shared/domain/issued.ts';
import { creditAvailable, lotsAtMost } from '../../shared/domain/lots.ts';
import type { Lot } from '../../shared/domain/lots.ts';
import { consolidate } from '../../shared/domain/moved-lots.ts';
import { runs } from '../property-runs.ts';
import { day } from './build.ts';
import { dayAfter, plusDays } from './reference/dates.ts';

const first = '2027-01-01';
const lotOf = (points: number, days: number): Lot => {
  const given = BigInt(points);
  const issued = issuedIn(null, given);
  return {
    points: given,
    credited: given,
    issued,
    availableOn: day('2026-01-01'),
    expiresOn: addDays(day(first), days),
  };
};
function pointsByDay(lots: readonly Lot[]): Map<string, bigint> {
  const byDay = new Map<string, bigint>();
  for (const { points, expiresOn } of lots) {
    const end = formatDay(expiresOn ?? day(first));
    byDay.set(end, (byDay.get(end) ?? 0n) + points);
  }
  return byDay;
}
const creditWithinLimit = (lots: readonly Lot[], lot: Lot) =>
  consolidate(creditAvailable(lots, lot), { through: 1, waiting: null });
/** One lot for each of so many days: nearly as many as there may be. */
const daily = Array.from({ length: lotsAtMost - 3 }, (_, index) => lotOf(1, index));

it('leaves every lot exact up to 400, and beyond moves whole months up to the first of the next one', () => {
  const credits = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 480 })), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(credits, (given) => {
      const credited = [...daily, ...given.map(([points, days]) => lotOf(points, days))];
      const exact = pointsByDay(credited);
      const lots = given.map(([points, days]) => lotOf(points, days)).reduce<readonly Lot[]>(creditWithinLimit, daily);
      expect(lots.length).toBeLessThanOrEqual(lotsAtMost);
      // Nothing moves while there is room.
      if (exact.size <= lotsAtMost) expect(lots.length).toBe(exact.size);
      const held = pointsByDay(lots);
      expect(held.size).toBe(lots.length);
      // What is not held on its own day is held on the first day of a month that comes next. Of one day some may have
      // moved before there was room again for what came later.
      const moved = new Map<string, bigint>();
      const add = (end: string, points: bigint) => points > 0n && moved.set(end, (moved.get(end) ?? 0n) + points);
      for (const [end, points] of exact) {
        const up = dayAfter('month', plusDays(end, -1));
        const stays = up === end ? points : (held.get(end) ?? 0n);
        add(end, stays);
        add(up, points - stays);
      }
      expect(held).toEqual(moved);
      expect(lots.every((lot) => lot.credited === lot.points)).toBe(true);
    }),
    { numRuns: runs(2000) },
  );
});
