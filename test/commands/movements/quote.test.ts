/** The purchase that follows gives what the quote said: every sale of random histories is quoted just before it is made. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { QuoteResult } from '../../../shared/commands/quote-purchase.ts';
import { explanationOf } from '../../../shared/contracts/explanation.ts';
import { quoteAnswer } from '../../../shared/contracts/quote.ts';
import type { QuoteAnswer } from '../../../shared/contracts/quote.ts';
import { formatDay } from '../../../shared/domain/calendar.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import { wholeProgramme } from '../../domain/arbitrary/whole-programme.ts';
import { runs } from '../../property-runs.ts';
import { everything } from './any-drafts.ts';
import { anySteps } from './any-movements.ts';
import type { Sale } from './movement.ts';
import { Town } from './town.ts';

/** What the posted entries of a sale say, as a quote says it. */
function saidOf(earned: Entry & { readonly kind: 'earn' }, tier: Entry | undefined) {
  const after = tier?.kind === 'tier' ? tier.tier.to : earned.sale.level;
  return {
    points: Number(earned.points),
    debtPaid: Number(earned.debtPaid),
    lots: earned.lots.map(({ points, availableOn, expiresOn, pending }) => ({
      points: Number(points),
      availableOn: formatDay(availableOn),
      expiresOn: expiresOn === null ? null : formatDay(expiresOn),
      pending,
    })),
    explanation: explanationOf(earned),
    level: { before: earned.sale.level, after },
    program: earned.program,
  };
}

async function entryOf(town: Town, entryId: string): Promise<Entry | undefined> {
  const found = (await town.store.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  return found?.found === 'entry' ? found.entry : undefined;
}

const toldOf = (result: QuoteResult) => (result.status === 'refused' ? result.refusal.code : 'applied');

/** As many points as are called usable can pay; one more is not there, or would pay more than there is to pay. */
async function expectUsable(town: Town, sale: Sale, { usable }: QuoteAnswer, valueOfPoint: number): Promise<void> {
  const points = Number(usable.points);
  expect(usable.worthMinor).toBe(points * valueOfPoint);
  const lines = sale.lines ?? [{ kind: 'product', net: sale.net ?? 0 }];
  const goods = lines.filter(({ kind }) => kind === 'product' || kind === 'service');
  const net = goods.reduce((sum, line) => sum + line.net, 0);
  expect(usable.worthMinor).toBeLessThanOrEqual(net);
  expect(toldOf(await town.quote(sale, points))).toBe('applied');
  if ((points + 1) * valueOfPoint <= net)
    expect(toldOf(await town.quote(sale, points + 1))).toBe('insufficient-points');
}

it('gives the same points, reasons, lots and levels, or the same refusal', async () => {
  let quoted = 0;
  const weights = { ...everything, sale: 12, paidSale: 5 };
  await fc.assert(
    fc.asyncProperty(wholeProgramme(), anySteps({ weights, late: true, atMost: 10 }), async (document, steps) => {
      const town = new Town(document);
      for (const step of steps) {
        if (step.kind !== 'sale' || step.who === null || step.redemptionId !== undefined) {
          await town.take(step);
          continue;
        }
        const before = await town.snapshot();
        const result = await town.quote(step);
        if (result.status === 'quoted')
          await expectUsable(town, step, result.quote, document.points.valueOfPointMinor ?? 0);
        expect(await town.snapshot()).toBe(before);
        const told = await town.send(step);
        // Of somebody unknown whose purchase would wait nothing can be said.
        expect(toldOf(result)).toBe(told === 'parked' ? 'unknown-member' : told);
        if (result.status === 'refused') continue;
        const [earned, tier] = [`purchase:${step.purchaseId}`, `tier:purchase:${step.purchaseId}`];
        const entry = await entryOf(town, earned);
        if (entry?.kind !== 'earn') throw new TypeError('an applied sale has an entry');
        expect(result.quote).toMatchObject(saidOf(entry, await entryOf(town, tier)));
        expect([entry.memberId, null]).toContain(result.quote.memberId);
        expect(quoteAnswer.parse(result.quote)).toEqual(result.quote);
        quoted += 1;
      }
    }),
    { numRuns: runs(1500) },
  );
  expect(quoted).toBeGreaterThan(runs(1500) / 3);
});
