/** A sale that is quoted just before it is made: that nothing is written by it, and that it gives what was said. */
import { expect } from 'vitest';
import type { QuoteResult } from '../../../shared/commands/quote-purchase.ts';
import { explanationOf } from '../../../shared/contracts/explanation.ts';
import { quoteAnswer } from '../../../shared/contracts/quote.ts';
import type { QuoteAnswer } from '../../../shared/contracts/quote.ts';
import { formatDay } from '../../../shared/domain/calendar.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import type { Person, Sale } from './movement.ts';
import type { Town } from './town.ts';

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

/** What is left to pay for goods, in minor units. */
function goodsOf(sale: Sale): number {
  const lines = sale.lines ?? [{ kind: 'product', net: sale.net ?? 0 }];
  const goods = lines.filter(({ kind }) => kind === 'product' || kind === 'service');
  return goods.reduce((sum, line) => sum + line.net, 0);
}

/** Usable are the points of the redemption that is named, and those that are without it, as far as there is to pay. */
async function expectRedeemedUsable(town: Town, sale: Sale, quote: QuoteAnswer, valueOfPoint: number): Promise<void> {
  const { pointsRedeemed = 0 } = sale;
  const other = await town.quote({ ...sale, pointsRedeemed: undefined, redemptionId: undefined });
  if (other.status === 'refused') throw new TypeError('without points it is a sale like any other');
  const points = Math.min(Math.floor(goodsOf(sale) / valueOfPoint), Number(other.quote.usable.points) + pointsRedeemed);
  expect(quote.usable).toEqual({ points, worthMinor: points * valueOfPoint });
}

/** As many points as are called usable can pay; one more is not there, or would pay more than there is to pay. */
async function expectUsable(town: Town, sale: Sale, { usable }: QuoteAnswer, valueOfPoint: number): Promise<void> {
  const points = Number(usable.points);
  expect(usable.worthMinor).toBe(points * valueOfPoint);
  const net = goodsOf(sale);
  expect(usable.worthMinor).toBeLessThanOrEqual(net);
  expect(toldOf(await town.quote(sale, points))).toBe('applied');
  if ((points + 1) * valueOfPoint <= net)
    expect(toldOf(await town.quote(sale, points + 1))).toBe('insufficient-points');
}

/**
 * Quotes a sale, commits the reservation that it names, if there is one that can be, and makes it.
 *
 * @param valueOfPoint in minor units
 * @returns what became of the sale: applied, or a code; and whether something was committed for it
 */
export async function quoteAndBuy(
  town: Town,
  sale: Sale & { readonly who: Person },
  valueOfPoint: number,
): Promise<{ readonly told: string; readonly committed: boolean }> {
  const before = await town.snapshot();
  const result = await town.quote(sale);
  const { at, who, purchaseId, redemptionId } = sale;
  const expectIt = redemptionId === undefined ? expectUsable : expectRedeemedUsable;
  if (result.status === 'quoted') await expectIt(town, sale, result.quote, valueOfPoint);
  expect(await town.snapshot()).toBe(before);
  const committed =
    redemptionId !== undefined && (await town.send({ kind: 'commit', at, requestId: redemptionId, who })) === 'applied';
  const told = await town.send(sale);
  // Of somebody unknown whose purchase would wait nothing can be said.
  expect(toldOf(result)).toBe(told === 'parked' ? 'unknown-member' : told);
  if (result.status === 'refused') return { told, committed };
  const entry = await entryOf(town, `purchase:${purchaseId}`);
  if (entry?.kind !== 'earn') throw new TypeError('an applied sale has an entry');
  expect(result.quote).toMatchObject(saidOf(entry, await entryOf(town, `tier:purchase:${purchaseId}`)));
  expect([entry.memberId, null]).toContain(result.quote.memberId);
  expect(quoteAnswer.parse(result.quote)).toEqual(result.quote);
  return { told, committed };
}
