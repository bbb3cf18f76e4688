/** What movements cost that the table of budgets does not name (docs/data-model.md has the figures). */
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { openEngine } from '../../bench/bench-engine.ts';
import type { ApplyOptions, BenchEngine } from '../../bench/bench-engine.ts';
import { memberWith } from '../../bench/bench-members.ts';
import type { BenchMember } from '../../bench/bench-members.ts';
import {
  mergeMessage,
  redemptionMessage,
  returnMessage,
  saleMessage,
  settlementMessage,
  transferMessage,
} from '../../bench/reference-case.ts';
import type { Message } from '../../shared/commands/take-in-events.ts';

let engine: BenchEngine;
beforeEach(async () => {
  engine = await openEngine(inject('endpoint'));
});

async function costOf(message: Message, options?: ApplyOptions) {
  const { calls, writeUnits } = await engine.meter.measure(async () => engine.apply([message], options));
  return { calls, writeUnits };
}

async function pointsOf({ memberId }: BenchMember): Promise<number> {
  const { account } = await engine.account(memberId);
  return Number(account.available.reduce((sum, lot) => sum + lot.points, 0n));
}

describe('of a weekly shopper', () => {
  let member: { readonly memberId: string };
  let day: number;
  let weekly: BenchMember;
  beforeEach(async () => {
    weekly = await memberWith(engine, { name: 'weekly', everyDays: 7, visits: 60 });
    member = { memberId: weekly.memberId };
    day = weekly.today;
  });

  it('a redemption over all lots is a redemption like any other', async () => {
    const points = await pointsOf(weekly);
    expect(await costOf(redemptionMessage({ name: 'all', member, day, points }))).toEqual({ calls: 2, writeUnits: 5 });
  });

  it('a hold, its commit and its cancel cost as much as a redemption each', async () => {
    const hold = { minutes: 30 };
    for (const as of ['committed', 'cancelled'] as const) {
      const reserved = await costOf(redemptionMessage({ name: as, member, day, points: 1000, hold }));
      const settled = await costOf(settlementMessage({ name: as, member, day, as }));
      expect([reserved, settled]).toEqual([
        { calls: 2, writeUnits: 5 },
        { calls: 2, writeUnits: 5 },
      ]);
    }
  });

  it('a hold that runs out adds an entry to the next event', async () => {
    // On the next day a lot expires; the day after that there is only the hold.
    const held = redemptionMessage({ name: 'held', member, day: day + 1, points: 1000, hold: { minutes: 30 } });
    await engine.apply([held]);
    expect(await costOf(saleMessage({ name: 'next', member, day: day + 2 }))).toEqual({ calls: 2, writeUnits: 8 });
  });

  it('a purchase that points pay for adds an entry, one that refers to a redemption a place that says so', async () => {
    await engine.apply([redemptionMessage({ name: 'before', member, day, points: 1000 })]);
    const paid = { member, day, pointsRedeemed: 1000 };
    // Of each the entry lists five lines and the lots that paid, and so is larger than 1 KB.
    expect(await costOf(saleMessage({ name: 'paid', ...paid }))).toEqual({ calls: 2, writeUnits: 5 + 2 + 3 });
    const referring = saleMessage({ name: 'referring', ...paid, redemption: 'before' });
    expect(await costOf(referring)).toEqual({ calls: 2, writeUnits: 5 + 2 + 2 });
    const copy = saleMessage({ name: 'referring', ...paid, redemption: 'before', copy: true });
    expect(await costOf(copy, { expected: 'duplicate' })).toEqual({ calls: 1, writeUnits: 0 });
  });

  it('a refusal for lack of points is kept once, and read from then on', async () => {
    const request = { name: 'too-much', member, day, points: 10 ** 9 };
    const refused = { expected: 'refused' } as const;
    // One more call: the reason is kept for people to read.
    expect(await costOf(redemptionMessage(request), refused)).toEqual({ calls: 3, writeUnits: 3 });
    expect(await costOf(redemptionMessage(request), refused)).toEqual({ calls: 2, writeUnits: 1 });
  });

  it('a return that waits costs two places, and is applied when its sale comes', async () => {
    for (const name of ['one', 'two']) {
      const early = returnMessage({ name, sale: 'late', day, linesBack: 2, net: 1000 });
      expect(await costOf(early, { expected: 'parked' })).toEqual({ calls: 2, writeUnits: 4 });
      expect(await costOf(early, { expected: 'parked' })).toEqual({ calls: 1, writeUnits: 0 });
    }
    // The sale as always, but that its entry, which lists the returns, is larger than 1 KB; then for each return what it
    // costs and a look at what waits.
    const sale = saleMessage({ name: 'late', member, day });
    expect(await costOf(sale)).toEqual({ calls: 2 + 2 * 4, writeUnits: 5 + 2 + 2 * 7 });
    const copy = saleMessage({ name: 'late', member, day, copy: true });
    expect(await costOf(copy, { expected: 'duplicate' })).toEqual({ calls: 1 + 2, writeUnits: 0 });
  });

  it('a transfer between members named by our ids needs no look-up, one that is refused is kept like a redemption', async () => {
    const another = await memberWith(engine, { name: 'another', everyDays: 7, visits: 60 });
    const between = { from: member, to: { memberId: another.memberId }, day };
    const given = transferMessage({ name: 'given', ...between, points: 1000 });
    expect(await costOf(given)).toEqual({ calls: 2, writeUnits: 10 });
    const beyond = transferMessage({ name: 'beyond', ...between, points: 10 ** 9 });
    expect(await costOf(beyond, { expected: 'refused' })).toEqual({ calls: 3, writeUnits: 3 });
    expect(await costOf(beyond, { expected: 'refused' })).toEqual({ calls: 2, writeUnits: 1 });
  });
});

describe('of two weekly shoppers who are one', () => {
  it('a merge is two entries, two accounts, two profiles and an identity; what names the other costs a read more', async () => {
    const [kept, removed] = [
      await memberWith(engine, { name: 'kept', everyDays: 7, visits: 60 }),
      await memberWith(engine, { name: 'removed', everyDays: 7, visits: 60 }),
    ];
    const { today: day } = kept;
    const [one, other] = [{ memberId: kept.memberId }, { memberId: removed.memberId }];
    const merge = mergeMessage({ name: 'one', kept: one, removed: other, day });
    expect(await costOf(merge)).toEqual({ calls: 6, writeUnits: 18 });
    expect(await costOf(merge)).toEqual({ calls: 5, writeUnits: 0 });
    expect(await costOf(saleMessage({ name: 'kept', member: one, day }))).toEqual({ calls: 2, writeUnits: 5 });
    expect(await costOf(saleMessage({ name: 'removed', member: other, day }))).toEqual({ calls: 3, writeUnits: 5 });
  });
});

describe('of somebody who buys every day', () => {
  const year = 365;

  it('a purchase costs the same in the second year as in the third, and after everything was redeemed', async () => {
    const daily = await memberWith(engine, { name: 'daily', everyDays: 1, visits: 2 * year + 30 });
    const { memberId } = daily;
    const member = { memberId };
    const purchases: number[] = [];
    const buy = async (day: number) => {
      const { writeUnits } = await costOf(saleMessage({ name: `on-${String(day)}`, member, day, net: 25_000 }));
      purchases.push(writeUnits);
    };
    for (let day = daily.today; day < daily.today + 5; day += 1) await buy(day);
    const day = daily.today + 4;
    // With the expiry of the day, which nobody has posted yet.
    const points = (await pointsOf(daily)) - 2000;
    const redemption = redemptionMessage({ name: 'nearly-all', member, day: day + 1, points });
    expect(await costOf(redemption)).toEqual({ calls: 2, writeUnits: 11 + 3 });
    const { account } = await engine.account(memberId);
    expect(account.available.filter((lot) => lot.points === 0n).length).toBeGreaterThan(year - 30);
    for (let next = day + 1; next < day + 6; next += 1) await buy(next);
    // The first after a review, the others with the expiry of their day; lots that are empty end without an entry, and
    // what they were ever credited makes the account a KB larger.
    expect(purchases).toEqual([7, 10, 10, 10, 10, 9, 9, 9, 9, 9]);
  });
});
