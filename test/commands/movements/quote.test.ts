/** The purchase that follows gives what the quote said: every sale of random histories is quoted just before it is made. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { runs } from '../../property-runs.ts';
import { drafts, everything, plain } from './any-drafts.ts';
import { anySteps, firstInstant } from './any-movements.ts';
import { quoteAndBuy } from './quoted-sale.ts';
import { Town } from './town.ts';

it('gives the same points, reasons, lots and levels, or the same refusal', async () => {
  let quoted = 0;
  const weights = { ...everything, sale: 12, paidSale: 5 };
  await fc.assert(
    fc.asyncProperty(wholeProgramme(), anySteps({ weights, late: true, atMost: 10 }), async (document, steps) => {
      const town = new Town(document);
      for (const step of steps) {
        if (step.kind !== 'sale' || step.who === null) {
          await town.take(step);
          continue;
        }
        const { told } = await quoteAndBuy(town, { ...step, who: step.who }, document.points.valueOfPointMinor ?? 0);
        if (told === 'applied') quoted += 1;
      }
    }),
    { numRuns: runs(1500) },
  );
  expect(quoted).toBeGreaterThan(runs(1500) / 3);
});

const holding = fc.record(
  {
    sale: drafts.sale,
    points: fc.integer({ min: 1, max: 60 }),
    /** Minutes that they are held, and until the sale. */
    minutes: fc.constantFrom(1, 60, 1440),
    later: fc.constantFrom(0, 0, 30, 60, 1000),
    /** How many more points the sale says. */
    more: fc.constantFrom(0, 0, 0, 0, 1, -1),
    buyer: fc.constantFrom('the holder', 'the holder', 'the holder', 'somebody'),
  },
  plain,
);

it('gives the same of a reservation that is committed in between', async () => {
  const outcomes: string[] = [];
  await fc.assert(
    fc.asyncProperty(
      wholeProgramme(),
      anySteps({ atMost: 6 }),
      holding,
      async (document, steps, { sale, points, minutes, later, more, buyer }) => {
        const town = new Town(document);
        for (const step of steps) await town.take(step);
        const at = Math.max(firstInstant, ...steps.map((step) => ('at' in step ? step.at : firstInstant)));
        const { who } = sale;
        const lots = [{ points: 60, expiresOn: null }];
        await town.send({ kind: 'import', at, requestId: 'given', who, lots });
        await town.send({ kind: 'reserve', at, requestId: 'hold', who, points, minutes });
        const bought = {
          kind: 'sale' as const,
          at: at + later * 60_000,
          purchaseId: 'bought',
          who: buyer === 'somebody' ? ('bob' as const) : who,
          ...sale.goods,
          ...sale.channel,
          pointsRedeemed: points + more,
          redemptionId: 'hold',
        };
        const { told, committed } = await quoteAndBuy(town, bought, document.points.valueOfPointMinor ?? 0);
        outcomes.push(`${told}${committed ? ', committed' : ''}`);
        // What is used is used: the same redemption pays for nothing else.
        const { told: again } = await quoteAndBuy(
          town,
          { ...bought, purchaseId: 'again' },
          document.points.valueOfPointMinor ?? 0,
        );
        expect(again).not.toBe('applied');
      },
    ),
    { numRuns: runs(600) },
  );
  const countOf = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  expect(countOf('applied, committed')).toBeGreaterThan(runs(600) / 10);
  expect(countOf('unknown-reservation')).toBeGreaterThan(runs(600) / 20);
  expect(countOf('unknown-reservation, committed')).toBeGreaterThan(runs(600) / 50);
});
