/** Quotes at the till, by example: what each part of the answer says, and whom nothing can be quoted for. */
import { describe, expect, it } from 'vitest';
import { quotePurchase } from '../../shared/commands/quote-purchase.ts';
import { quoteRequest } from '../../shared/contracts/quote.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { Account } from '../../shared/domain/account.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { instant } from '../domain/build.ts';
import { parsedSale } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { member, noon, now, programme, quoted, refused, shopWith } from './quoted-shop.ts';
import type { World } from './world.ts';

async function memberIdOf(world: World): Promise<string> {
  const [found] = await world.accounts();
  if (found === undefined) throw new TypeError('somebody was there');
  return found.account.memberId;
}

/** Changes the account that is there as no event does yet. */
async function change(world: World, changes: Partial<Account>): Promise<void> {
  const [found] = await world.accounts();
  if (found === undefined) throw new TypeError('somebody was there');
  const account = { ...found.account, ...changes };
  await world.stores.ledger.commit([{ write: 'account', account, expected: found.version }]);
}

describe('a quote', () => {
  it('says what is earned and why, and how long it lives', async () => {
    const world = await shopWith([10_000]);
    expect(await quoted(world, { net: 9_950 })).toEqual({
      memberId: await memberIdOf(world),
      program: 'test@1',
      at: formatInstant(instant(now)),
      points: 99,
      debtPaid: 0,
      lots: [{ points: 99, availableOn: '2026-03-02', expiresOn: '2027-03-02', pending: false }],
      explanation: [
        { rule: 'base', kind: 'rate', points: '99.5' },
        { rule: 'rounding', kind: 'rounding', points: '-0.5' },
      ],
      discountPercent: 2.5,
      usable: { points: 100, worthMinor: 1000 },
      level: { before: 'ordinary', after: 'silver' },
      next: { level: 'gold', from: 1000, missing: 801, basis: 'points' },
    });
  });

  it('has the discount and the factor of the level before, and nothing above the highest', async () => {
    const world = await shopWith([150_000]);
    expect(await quoted(world, { net: 10_000 })).toMatchObject({
      discountPercent: 15,
      level: { before: 'gold', after: 'gold' },
      next: null,
    });
    const silver = await shopWith([20_000]);
    expect(await quoted(silver, { net: 10_000 })).toMatchObject({
      points: 150,
      discountPercent: 10,
      explanation: [{ rule: 'base' }, { rule: 'level', kind: 'level', level: 'silver', points: '50' }],
    });
  });

  it('counts what is due by then, and nothing that is pending or reserved', async () => {
    const world = await shopWith([10_000], programme({ pendingDays: 3 }));
    expect((await quoted(world, { net: 100_000 }, noon('2026-03-03'))).usable).toEqual({ points: 0, worthMinor: 0 });
    expect((await quoted(world, { net: 100_000 }, noon('2026-03-04'))).usable).toEqual({
      points: 100,
      worthMinor: 1000,
    });
    expect((await quoted(world, { net: 100_000 }, noon('2027-03-04'))).usable).toEqual({ points: 0, worthMinor: 0 });
  });

  it('lets points pay for goods only, and for no part of a point more', async () => {
    const world = await shopWith([10_000]);
    const usable = async (...nets: readonly (readonly [string, number])[]) => {
      const lines = nets.map(([kind, net], index) => ({ lineId: String(index), kind, net }));
      return (await quoted(world, { lines })).usable;
    };
    expect(await usable(['product', 500], ['shipping', 400])).toEqual({ points: 50, worthMinor: 500 });
    expect(await usable(['product', 300], ['service', 59])).toEqual({ points: 35, worthMinor: 350 });
    expect(await usable(['gift_card', 500])).toEqual({ points: 0, worthMinor: 0 });
  });

  it('has no usable points where points pay for nothing', async () => {
    const world = await shopWith([10_000], programmeWith());
    expect((await quoted(world, { net: 500 })).usable).toEqual({ points: 0, worthMinor: 0 });
    expect(await refused(world, { net: 500, pointsRedeemed: 1 })).toEqual({
      code: 'invalid-event',
      field: 'data.pointsRedeemed',
    });
  });

  it('earns nothing for what points pay, and is refused where they are not there', async () => {
    const world = await shopWith([10_000]);
    expect((await quoted(world, { net: 5_000, pointsRedeemed: 100 })).points).toBe(40);
    expect(await refused(world, { net: 5_000, pointsRedeemed: 101 })).toEqual({
      code: 'insufficient-points',
      field: 'data.pointsRedeemed',
    });
  });

  it('is refused in another currency', async () => {
    expect(await refused(await shopWith([]), { net: 1, currency: 'EUR' })).toEqual({
      code: 'wrong-currency',
      field: 'data.currency',
    });
  });
});

describe('somebody whom nobody knows', () => {
  const unknown = { code: 'unknown-member', field: 'data.member' };

  it('is quoted as the newcomer whom the purchase would enrol, and no trace is left', async () => {
    const world = await shopWith([]);
    expect(await quoted(world, { net: 20_000 })).toMatchObject({
      memberId: null,
      points: 200,
      usable: { points: 0, worthMinor: 0 },
      level: { before: 'ordinary', after: 'silver' },
    });
    expect(await world.accounts()).toEqual([]);
  });

  it('is unknown where purchases wait or are refused, and by an id of ours always', async () => {
    for (const policy of ['park', 'refuse']) {
      expect(await refused(await shopWith([], programme({}, { members: { unknown: policy } })), { net: 1 })).toEqual(
        unknown,
      );
    }
    expect(await refused(await shopWith([]), { net: 1, member: { memberId: 'nobody' } })).toEqual(unknown);
  });

  it('is found at once after joining, when an eventual look-up does not see it yet', async () => {
    const world = await shopWith([10_000]);
    const { owners } = world.deps.members;
    const stale: typeof owners = async (keys, consistency) =>
      consistency === 'eventual' ? new Map() : owners.call(world.deps.members, keys, consistency);
    const deps = { ...world.deps, members: { ...world.deps.members, owners: stale } };
    const result = await quotePurchase(deps, quoteRequest.parse({ member, currency: 'CNY', net: 1 }), instant(now));
    expect(result).toMatchObject({ status: 'quoted', quote: { memberId: await memberIdOf(world) } });
  });
});

describe('a member who has left', () => {
  it('is quoted by the account that took theirs over', async () => {
    const world = await shopWith([]);
    const sales = [
      { purchaseId: 'p1', member: { externalId: 'A1' }, net: 1000 },
      { purchaseId: 'p2', member: { externalId: 'B2' }, net: 3000 },
    ];
    for (const sale of sales) await world.apply(parsedSale(sale), sale.purchaseId);
    const accounts = await world.accounts();
    const [removed, kept] = [10n, 30n].map((points) => accounts.find(({ account }) => account.sums.earned === points));
    if (removed === undefined || kept === undefined) throw new TypeError('both have bought');
    const { memberId } = kept.account;
    const account: Account = { ...removed.account, left: { how: 'merged', on: dayOf(20_515), into: memberId, seq: 1 } };
    await world.stores.ledger.commit([{ write: 'account', account, expected: removed.version }]);
    for (const named of [member, { memberId: removed.account.memberId }]) {
      expect(await quoted(world, { net: 100_000, member: named })).toMatchObject({ memberId, usable: { points: 30 } });
    }
  });

  it('is no member any more once erased, neither by an id of ours nor by what was theirs', async () => {
    const world = await shopWith([10_000]);
    await change(world, { left: { how: 'erased', on: dayOf(20_515) } });
    expect(await refused(world, { net: 1, member: { memberId: await memberIdOf(world) } })).toEqual({
      code: 'member-erased',
      field: 'data.member',
    });
    // Here the identity still names the account, as a stale look-up would have it.
    expect(await quoted(world, { net: 100_000 })).toMatchObject({ memberId: null, usable: { points: 0 } });
  });
});

it.each([
  [{ net: undefined }, ['net']],
  [
    {
      net: 100,
      lines: [
        { lineId: 'a', net: 99 },
        { lineId: 'a', net: 1 },
      ],
    },
    ['lines'],
  ],
  [{ net: 100, lines: [{ lineId: 'a', net: 98 }] }, ['net']],
  [{ net: 1, member: undefined }, ['member']],
  [{ net: 1, member: { externalId: 'A1', card: '1' } }, ['member']],
  [{ net: 1, currency: 'cny' }, ['currency']],
  [{ net: 1, redemptionId: 'q1' }, ['pointsRedeemed']],
])('refuses the basket %j as a purchase would', (changes, path) => {
  const { error } = quoteRequest.safeParse({ member, currency: 'CNY', ...changes });
  expect(error?.issues.map((issue) => issue.path)).toEqual([path]);
});
