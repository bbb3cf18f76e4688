/**
 * The order of arrival (domain.md, invariant 7). Late events are judged with the level, the caps, the counters and the
 * open reservations as on arrival, and what a return takes depends on what is there when it comes. Where none of these
 * has a say, everything that is held at the end is the same for every order.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account } from '../../../shared/domain/account.ts';
import { longLife, oneLevel, shortLife, wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { KeptGoods, linesOf } from '../../domain/reference/kept.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';
import { runs } from '../../property-runs.ts';
import { anySteps, movementsOf } from './any-movements.ts';
import { people } from './movement.ts';
import type { Movement, Person, Step } from './movement.ts';
import { endOfTime, Town } from './town.ts';

/** What does not depend on who came first: sums, points by their last day, orders and money. */
function heldBy({ sums, available, pending, debt, orders, netMinor, progress, firstPurchaseOn }: Account) {
  const lots = available.flatMap(({ points, expiresOn }) => (points === 0n ? [] : [{ points, expiresOn }]));
  return { sums, lots, pending, debt, orders, netMinor, total: progress.total, firstPurchaseOn };
}

async function heldAfter(document: WholeProgramme, steps: readonly Step[], at: string) {
  const town = new Town(document);
  for (const who of people) await town.send({ kind: 'enrol', at: Date.UTC(2024), eventId: `e-${who}`, who });
  for (const step of steps) await town.take(step);
  await town.review(at);
  expect(await town.faults()).toEqual([]);
  const accounts = await town.accounts();
  return new Map<Person, ReturnType<typeof heldBy>>(
    [...accounts].map(([person, account]) => [person, heldBy(account)]),
  );
}

/** The movements in the order in which they happened, and in another with reviews in between. */
const orders = (weights: Parameters<typeof anySteps>[0]) =>
  anySteps(weights).chain((steps) =>
    fc.tuple(fc.constant(movementsOf(steps)), fc.shuffledSubarray([...steps], { minLength: steps.length })),
  );
const inTime = (movements: readonly Movement[]) => movements.toSorted((a, b) => a.at - b.at);

/** Those returns of each sale that can all be taken, whichever comes first. */
function withoutRefusals({ points: { earnsOn } }: WholeProgramme, steps: readonly Step[]): Step[] {
  const sold = new Map(steps.flatMap((step) => (step.kind === 'sale' ? [[step.purchaseId, step] as const] : [])));
  const kept = new Map([...sold].map(([id, sale]) => [id, new KeptGoods(linesOf(sale), earnsOn)]));
  const [inFull, inPart] = [new Set<string>(), new Set<string>()];
  return steps.filter((step) => {
    if (step.kind !== 'return') return true;
    const { purchaseId, goods } = step;
    const left = kept.get(purchaseId);
    // All that is left is another thing before and after another return.
    const others = goods.full === true ? inPart : inFull;
    if (left === undefined || left.refusalOf(goods) !== undefined || others.has(purchaseId)) return false;
    (goods.full === true ? inFull : inPart).add(purchaseId);
    left.add(goods);
    return true;
  });
}

/** Adjustments that take may find more or less in the moment in which they come. */
function withoutTaking(steps: readonly Step[]): Step[] {
  return steps.filter((step) => step.kind !== 'adjust' || step.points > 0);
}

it('changes nothing of sales and their returns, before or after them, of imports and of points given', async () => {
  const weights = { sale: 8, return: 8, import: 2, adjust: 2, review: 2 };
  const programmes = wholeProgramme({
    ...{ expiry: longLife, ruleLife: longLife, levels: oneLevel, unknown: 'enrol' },
    // What makes a smaller sale earn more makes a return keep what it had: the path matters there.
    factors: ['1', '2', '1.5', '3'],
  });
  await fc.assert(
    fc.asyncProperty(programmes, orders({ weights, atMost: 10 }), async (document, [movements, arrived]) => {
      // Imported points that end within the history would be gone for one order and there for another.
      const lasting = (step: Step): Step =>
        step.kind === 'import' ? { ...step, lots: step.lots.map((lot) => ({ ...lot, expiresOn: null })) } : step;
      const taken = withoutRefusals(document, withoutTaking(arrived));
      const happened = inTime(movements).filter((movement) => taken.includes(movement));
      const end = '2026-12-01';
      const expected = await heldAfter(document, happened.map(lasting), end);
      const seen = await heldAfter(document, taken.map(lasting), end);
      // Of several lives a return takes from the longest first, and so from whatever is in that lot when it comes.
      const areOneLife = document.earn.every(({ expiry }) => expiry === undefined);
      const told = (all: typeof seen) =>
        [...all].map(([who, { lots, ...rest }]) => [who, rest, areOneLife ? lots : []]);
      expect(told(seen)).toEqual(told(expected));
    }),
    { numRuns: runs(1000) },
  );
});

it('changes nothing of sales, imports and points given, however soon they end', async () => {
  const weights = { sale: 8, import: 3, adjust: 3, review: 3 };
  const programmes = wholeProgramme({ expiry: fc.oneof(shortLife, longLife), levels: oneLevel, unknown: 'enrol' });
  await fc.assert(
    fc.asyncProperty(programmes, orders({ weights, atMost: 10 }), async (document, [movements, arrived]) => {
      const expected = await heldAfter(document, withoutTaking(inTime(movements)), endOfTime);
      expect(await heldAfter(document, withoutTaking(arrived), endOfTime)).toEqual(expected);
    }),
    { numRuns: runs(1000) },
  );
});
