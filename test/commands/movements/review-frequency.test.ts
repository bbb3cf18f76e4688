/** How often reviews run is invisible: nothing of a history shows whether it was looked at daily or once, at its end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { plusDays } from '../../domain/reference/dates.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';
import { runs } from '../../property-runs.ts';
import { everything } from './any-drafts.ts';
import { anySteps, firstDay, movementsOf } from './any-movements.ts';
import type { Movement } from './movement.ts';
import { Town } from './town.ts';

const lastDay = '2027-02-01';

/** Sends movements in their order, with a review of every so many days in between and at last one of the last day. */
async function livedThrough(document: WholeProgramme, movements: readonly Movement[], days: number): Promise<Town> {
  const town = new Town(document);
  let reviewed = firstDay;
  for (const [index, movement] of movements.entries()) {
    // The last day that is over by then in every zone.
    const over = new Date(movement.at - 2 * 86_400_000).toISOString().slice(0, 10);
    for (; days > 0 && reviewed <= over; reviewed = plusDays(reviewed, days)) await town.review(reviewed);
    await town.send(movement, `delivery of ${String(index)}`);
  }
  for (; days > 0 && reviewed < '2025-12-01'; reviewed = plusDays(reviewed, days)) await town.review(reviewed);
  await town.review(lastDay);
  return town;
}

it('gives the same entries on the same days, the same balances, levels and holds', async () => {
  // A return may come before its sale, and so may be late: those are judged as on arrival, and left to other tests.
  const weights = { ...everything, guest: 0, review: 0 };
  await fc.assert(
    fc.asyncProperty(
      wholeProgramme({ unknown: 'enrol' }),
      anySteps({ weights, atMost: 10 }),
      fc.constantFrom(1, 7, 7, 30),
      async (document, steps, days) => {
        const movements = movementsOf(steps);
        const often = await livedThrough(document, movements, days);
        const once = await livedThrough(document, movements, 0);
        const [seen, expected] = [await often.accounts(), await once.accounts()];
        for (const [person, account] of expected) {
          const entries = await once.entries(account.memberId);
          expect(await often.entries(seen.get(person)?.memberId ?? '')).toEqual(entries);
          expect(seen.get(person)).toEqual(account);
        }
        expect(await often.faults()).toEqual([]);
        const before = await often.snapshot();
        for (const day of [lastDay, firstDay]) await often.review(day);
        expect(await often.snapshot()).toBe(before);
      },
    ),
    { numRuns: runs(2000) },
  );
});
