/** A shop with a member who has bought, and what it is told of baskets. */
import { expect } from 'vitest';
import { quotePurchase } from '../../shared/commands/quote-purchase.ts';
import { quoteRequest } from '../../shared/contracts/quote.ts';
import type { QuoteAnswer } from '../../shared/contracts/quote.ts';
import { instant } from '../domain/build.ts';
import { parsedSale } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

export const now = '2026-03-02T12:00:00+08:00';
export const member = { externalId: 'A1' };
export const noon = (date: string) => `${date}T12:00:00+08:00`;

export const programme = (points: object = {}, changes: object = {}) =>
  programmeWith({
    points: { expiry: { policy: 'after', months: 12 }, valueOfPointMinor: 10, ...points },
    tiers: {
      levels: [
        { id: 'ordinary', from: 0, discountPercent: 2.5 },
        { id: 'silver', from: 150, multiplier: '1.5', discountPercent: 10 },
        { id: 'gold', from: 1000, discountPercent: 15 },
      ],
    },
    ...changes,
  });

/** A shop with sales of the member, each of a net, all on 1 March. */
export async function shopWith(nets: readonly number[], version = programme()): Promise<World> {
  const world = new World([version]);
  for (const [index, net] of nets.entries()) {
    const purchaseId = `p${String(index)}`;
    const { failed } = await world.apply(
      parsedSale({ purchaseId, member, net, occurredAt: noon('2026-03-01') }),
      purchaseId,
    );
    expect([...failed.values()]).toEqual([]);
  }
  return world;
}

export async function ask(world: World, basket: object, at = now) {
  return quotePurchase(world.deps, quoteRequest.parse({ member, currency: 'CNY', ...basket }), instant(at));
}

export async function quoted(world: World, basket: object, at = now): Promise<QuoteAnswer> {
  const result = await ask(world, basket, at);
  if (result.status === 'refused') throw new TypeError(result.refusal.message);
  return result.quote;
}

export async function refused(world: World, basket: object) {
  const result = await ask(world, basket);
  return result.status === 'refused' ? { code: result.refusal.code, field: result.refusal.field } : undefined;
}
