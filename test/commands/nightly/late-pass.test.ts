/** Points past their date pay nothing, whether or not a pass has come by to say so (domain.md, "Lots, pending, expiry"). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import { instantOf, startOfDay } from '../../../shared/domain/zone.ts';
import { runMachine } from '../../fixtures/review-machine.ts';
import { runs } from '../../property-runs.ts';
import { arrivalOf } from './history.ts';
import { firstDay, timeZone, versions } from './programme.ts';
import { Shop } from './shop.ts';

const [member, friend] = [{ externalId: 'ann' }, { externalId: 'bob' }];
const points = 90;
/** Bought on the first day, pending for fourteen days, and usable for twelve months from then. */
const endsOn = addDays(firstDay, 14 + 365);
const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** All the ways to spend points. */
const spending = {
  redeem: ['redemption.requested', { requestId: 'spend', member, points }],
  reserve: ['redemption.requested', { requestId: 'spend', member, points, hold: { minutes: 30 } }],
  transfer: ['points.transfer.requested', { requestId: 'spend', from: member, to: friend, points }],
  pay: ['purchase.completed', { purchaseId: 'spend', member, currency: 'EUR', net: 500, pointsRedeemed: points }],
} as const;
type Way = keyof typeof spending;

/** A shop where Ann has bought once, with a pass for every day up to one, where there are any. */
async function shopWith(passesThrough: Day | null): Promise<Shop> {
  const shop = new Shop(versions, { segments: 1, timeLeft: () => true });
  const sale = { purchaseId: 'sale', member, currency: 'EUR', net: points * 100 };
  const noon = startOfDay(firstDay, timeZone) + 12 * hour;
  await shop.take(arrivalOf({ type: 'purchase.completed', data: sale, at: noon, delivery: 'sale' }));
  await shop.take(arrivalOf({ type: 'member.enrolled', data: friend, at: noon + second, delivery: 'friend' }));
  for (let day = addDays(endsOn, -3); passesThrough !== null && day <= passesThrough; day = addDays(day, 1)) {
    await pass(shop, day);
  }
  return shop;
}

async function pass(shop: Shop, day: Day): Promise<void> {
  shop.now = instantOf(startOfDay(addDays(day, 1), timeZone) + 15 * minute);
  expect(await runMachine(shop.deps, { run: `run-${String(day)}` })).toMatchObject({ complete: true, failed: 0 });
}

async function spent(shop: Shop, way: Way, at: number): Promise<string | undefined> {
  const [type, data] = spending[way];
  await shop.take(arrivalOf({ type, data, at, delivery: 'spend' }));
  return shop.outcomes.get('spend');
}

const anyWay = fc.constantFrom<Way[]>('redeem', 'reserve', 'transfer', 'pay');
/** Milliseconds up to two months, its ends and those of days more often than others. */
const upToTwoMonths = fc.oneof(
  fc.constantFrom(0, 1, 24 * hour - 1, 24 * hour),
  fc.integer({ min: 0, max: 60 * 24 * hour }),
);

it('lets points be spent up to the last moment, and refuses them from then on for as long as no pass comes', async () => {
  await fc.assert(
    fc.asyncProperty(anyWay, upToTwoMonths, async (way, late) => {
      const end = startOfDay(endsOn, timeZone);
      expect(await spent(await shopWith(null), way, end - 1)).toBe('applied');
      const shop = await shopWith(null);
      expect(await spent(shop, way, end + late)).toBe('insufficient-points');
      // A refusal leaves nothing behind, so the expiry is not posted yet; when it is, it is of its own day.
      const through = addDays(endsOn, 61);
      await pass(shop, through);
      const nightly = await shopWith(addDays(endsOn, -1 + Math.floor(late / (24 * hour))));
      expect(await spent(nightly, way, end + late)).toBe('insufficient-points');
      await pass(nightly, through);
      const books = await shop.books();
      expect(
        [...books.values()].flatMap(({ entries }) => entries).filter((entry) => entry.includes('"expire"')),
      ).toEqual([expect.stringContaining('"day":"2020-01-15"')]);
      expect(await nightly.books()).toEqual(books);
    }),
    { numRuns: runs(20) },
  );
});
