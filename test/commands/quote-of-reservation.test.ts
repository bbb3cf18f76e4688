/** Quotes of baskets that a redemption pays for part of, by example. */
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import { parsedSale } from '../fixtures/events.ts';
import { ask, member, now, quoted, refused, shopWith } from './quoted-shop.ts';
import type { World } from './world.ts';

async function send(world: World, type: string, data: object): Promise<void> {
  const metadata = { id: `${type} ${now}`, version: '1.0', occurredAt: now };
  const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  const { outcomes } = await world.apply(parsed.event, type);
  expect(outcomes.get(type)).toMatchObject({ status: 'applied' });
}

const redeem = async (world: World, asked: object) =>
  send(world, 'redemption.requested', { member, requestId: 'q1', ...asked });
const settle = async (world: World, type: 'redemption.committed' | 'redemption.cancelled') =>
  send(world, type, { member, requestId: 'q1' });

describe('a basket that names a reservation', () => {
  const basket = { net: 5_000, pointsRedeemed: 40, redemptionId: 'q1' };
  const unknown = { code: 'unknown-reservation', field: 'data.redemptionId' };

  /** Of 100 points 40 are held for an hour from noon. */
  async function shopWithHold(): Promise<World> {
    const world = await shopWith([10_000]);
    await redeem(world, { points: 40, hold: { minutes: 60 } });
    return world;
  }

  it('is quoted as if that were committed, with its points among the usable ones', async () => {
    const world = await shopWithHold();
    expect((await quoted(world, { net: 100_000 })).usable).toEqual({ points: 60, worthMinor: 600 });
    const quote = await quoted(world, basket);
    expect(quote).toMatchObject({ points: 46, usable: { points: 100, worthMinor: 1000 } });
    expect((await quoted(world, { ...basket, net: 700 })).usable).toEqual({ points: 70, worthMinor: 700 });
    const [found] = await world.accounts();
    expect(found?.account.reservations).toHaveLength(1);
    await settle(world, 'redemption.committed');
    expect(await quoted(world, basket)).toEqual(quote);
  });

  it('is refused as the purchase is: of other points, another member, over, cancelled, used, or never made', async () => {
    const world = await shopWithHold();
    expect(await refused(world, { ...basket, pointsRedeemed: 39 })).toEqual(unknown);
    expect(await refused(world, { ...basket, redemptionId: 'q2' })).toEqual(unknown);
    expect(await refused(world, { ...basket, member: { externalId: 'new' } })).toEqual(unknown);
    expect(await ask(world, basket, '2026-03-02T12:59:59+08:00')).toMatchObject({ status: 'quoted' });
    expect(await ask(world, basket, '2026-03-02T13:00:00+08:00')).toMatchObject({ refusal: unknown });
    await settle(world, 'redemption.cancelled');
    expect(await refused(world, basket)).toEqual(unknown);
    const used = await shopWithHold();
    await settle(used, 'redemption.committed');
    await used.apply(parsedSale({ purchaseId: 'p9', member, data: basket, occurredAt: now }), 'p9');
    expect(await refused(used, basket)).toEqual(unknown);
  });

  it.each([false, true])(
    'is quoted for whoever the member is since a merge, committed before: %s',
    async (committed) => {
      const world = await shopWithHold();
      if (committed) await settle(world, 'redemption.committed');
      await world.apply(parsedSale({ purchaseId: 'other', member: { externalId: 'B2' }, net: 3000 }), 'other');
      const before = await quoted(world, basket);
      const merging = { requestId: 'm1', kept: { externalId: 'B2' }, removed: member };
      await send(world, 'member.merged', merging);
      for (const named of [member, { externalId: 'B2' }]) {
        const quote = await quoted(world, { ...basket, member: named });
        expect(quote).toMatchObject({ points: 46, usable: { points: 130 } });
        expect(quote.memberId).not.toBe(before.memberId);
      }
    },
  );
});
