/** Movements of every kind that race each other: whoever wins, no points are spent twice, given twice or lost. */
import { beforeEach, describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { openRace } from './racing.ts';
import type { Happening } from './racing.ts';

const ann = { externalId: 'A1' };
const bob = { externalId: 'B1' };
const twice = [0, 1];
const ten = Array.from({ length: 10 }, (_, index) => index);

const sale = (purchaseId: string, member: object, net: number, more: object = {}): Happening => {
  const data = { purchaseId, member, currency: 'CNY', net, ...more };
  return { type: 'purchase.completed', data, at: '2026-03-01T12:00:00+08:00' };
};
const redemption = (requestId: string, points: number, more: object = {}): Happening => {
  return { type: 'redemption.requested', data: { member: ann, requestId, points, ...more } };
};
const goodsBack = (returnId: string, purchaseId: string, net: number): Happening => {
  return { type: 'purchase.returned', data: { returnId, purchaseId, net } };
};
const gift = (requestId: string, from: object, to: object, points: number): Happening => {
  return { type: 'points.transfer.requested', data: { from, to, requestId, points } };
};
const adjustment = (requestId: string, points: number): Happening => {
  return {
    type: 'points.adjusted.requested',
    data: { member: ann, requestId, points, reason: 'goodwill', actor: 'clerk' },
  };
};
const points = (net: number) => ({ lots: [{ points: net, expiresOn: '2027-06-01' }] });
const imported = (requestId: string): Happening => {
  return { type: 'points.imported', data: { member: ann, requestId, ...points(10) } };
};

let world: Awaited<ReturnType<typeof openRace>>;
/** Ann has 300 points, Bob 1,000. */
beforeEach(async () => {
  world = await openRace();
  await world.race(sale('p-ann', ann, 30_000), sale('p-bob', bob, 100_000));
});

describe.each([2, 10])('%i writers', (writers) => {
  const everyone = ten.slice(0, writers);

  it('that ask for more than there is: one of them gets it', async () => {
    const results = await world.race(...everyone.map((number) => redemption(`q${String(number)}`, 200)));
    expect(results.sort()).toEqual(['applied', ...everyone.slice(1).map(() => 'insufficient-points')]);
    const [account] = await world.accounts();
    expect(account).toMatchObject({ debt: 0n, sums: { redeemed: 200n } });
    expect(await world.faults()).toEqual([]);
  });

  it('that hold, redeem, give and pay with the same points: one of them gets them', async () => {
    const wanting = (number: number): Happening => {
      const id = `w${String(number)}`;
      switch (number % 4) {
        case 0:
          return redemption(id, 200, { hold: { minutes: 30 } });
        case 1:
          return gift(id, ann, bob, 200);
        case 2:
          return redemption(id, 200);
        default:
          return { ...sale(id, ann, 2000, { pointsRedeemed: 200 }), at: '2026-03-10T12:00:00+08:00' };
      }
    };
    const results = await world.race(...everyone.map(wanting));
    const without = results.filter((result) => result !== 'applied');
    expect(without).toEqual(everyone.slice(1).map(() => 'insufficient-points'));
    expect(await world.faults()).toEqual([]);
  });

  it('that bring the same goods back under different ids: no more comes back than was sold', async () => {
    const results = await world.race(...everyone.map((number) => goodsBack(`r${String(number)}`, 'p-ann', 20_000)));
    expect(results.sort()).toEqual(['applied', ...everyone.slice(1).map(() => 'over-return')]);
    const [account] = await world.accounts();
    expect(account).toMatchObject({ netMinor: 10_000n, sums: { returned: 200n } });
    expect(await world.faults()).toEqual([]);
  });

  it('that bring goods back before their sale, and the sale with them: each comes back once', async () => {
    const returns = everyone.map((number) => goodsBack(`r${String(number)}`, 'p-late', 1000));
    const results = await world.race(...returns, sale('p-late', ann, 10_000));
    expect(results.filter((result) => result !== 'parked' && result !== 'applied')).toEqual([]);
    const [account] = await world.accounts();
    expect(account).toMatchObject({
      netMinor: 40_000n - 1000n * BigInt(writers),
      returns: writers,
      sums: { earned: 400n, returned: 10n * BigInt(writers) },
    });
    expect(await world.faults()).toEqual([]);
  });

  it.each<[string, Happening]>([
    ['redemption', redemption('once', 30)],
    ['hold', redemption('once', 30, { hold: { minutes: 30 } })],
    ['return', goodsBack('once', 'p-ann', 3000)],
    ['return before its sale', goodsBack('once', 'p-never', 3000)],
    ['transfer', gift('once', ann, bob, 30)],
    ['adjustment', adjustment('once', -30)],
    ['import', imported('once')],
    [
      'import of somebody new',
      { type: 'points.imported', data: { member: { card: '1' }, requestId: 'once', ...points(5) } },
    ],
  ])('with one and the same %s apply it once', async (what, happening) => {
    const before = (await world.accounts()).map(({ seq }) => seq);
    const results = await world.race(...everyone.map(() => happening));
    const first = what === 'return before its sale' ? 'parked' : 'applied';
    expect(results.sort()).toEqual([first, ...everyone.slice(1).map(() => 'duplicate')].sort());
    const after = (await world.accounts()).map(({ seq }) => seq);
    const entries = { 'return before its sale': 0, transfer: 2 }[what] ?? 1;
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(after) - sum(before)).toBe(entries);
    expect(await world.faults()).toEqual([]);
  });

  it('with one and the same request that cannot be met all get the same answer, kept once', async () => {
    const results = await world.race(...everyone.map(() => redemption('once', 301)));
    expect(results).toEqual(everyone.map(() => 'insufficient-points'));
    await world.write(adjustment('more', 100));
    expect(await world.write(redemption('once', 301))).toBe('insufficient-points');
    expect(await world.faults()).toEqual([]);
  });

  it('that give points to and fro: both books agree', async () => {
    const gifts = everyone.map((number) => {
      return number % 2 === 0 ? gift(`g${String(number)}`, ann, bob, 50) : gift(`g${String(number)}`, bob, ann, 70);
    });
    expect(await world.race(...gifts)).toEqual(everyone.map(() => 'applied'));
    const [first, second] = await world.accounts();
    const pairs = BigInt(writers / 2);
    expect(first && balanceOf(first).available).toBe(300n + 20n * pairs);
    expect(second && balanceOf(second).available).toBe(1000n - 20n * pairs);
    expect(await world.faults()).toEqual([]);
  });
});

it('settles ten writers of everything at once, and the books agree', async () => {
  const results = await world.race(
    sale('p1', ann, 5000),
    redemption('q1', 20),
    redemption('q2', 20, { hold: { minutes: 30 } }),
    goodsBack('r1', 'p-ann', 1000),
    goodsBack('r2', 'p-ann', 1000),
    gift('g1', ann, bob, 20),
    gift('g2', bob, ann, 30),
    adjustment('a1', 15),
    adjustment('a2', -15),
    imported('i1'),
  );
  expect(results).toEqual(ten.map(() => 'applied'));
  const [account] = await world.accounts();
  expect(account && balanceOf(account).available).toBe(300n + 50n - 20n - 20n - 20n - 20n + 30n + 10n);
  expect(await world.faults()).toEqual([]);
});

it.each(twice)('lets a redemption pay for one of two sales that refer to it (%i)', async () => {
  await world.write(redemption('q1', 40));
  const paid = { pointsRedeemed: 40, redemptionId: 'q1' };
  const results = await world.race(sale('p1', ann, 5000, paid), sale('p2', ann, 5000, paid));
  expect(results.sort()).toEqual(['applied', 'unknown-reservation']);
  expect(await world.faults()).toEqual([]);
});

it.each(twice)('lets a hold be spent or given up, not both (%i)', async () => {
  await world.write(redemption('q1', 40, { hold: { minutes: 30 } }));
  const settle = (as: string): Happening => ({ type: `redemption.${as}`, data: { member: ann, requestId: 'q1' } });
  expect((await world.race(settle('committed'), settle('cancelled'))).sort()).toEqual([
    'applied',
    'unknown-reservation',
  ]);
  expect(await world.faults()).toEqual([]);
});

describe('members who are one person', () => {
  const merge = (requestId: string, kept: object, removed: object): Happening => {
    return { type: 'member.merged', data: { requestId, kept, removed } };
  };

  it.each(twice)('become one once, whichever way round it is asked for (%i)', async () => {
    const results = await world.race(merge('m1', ann, bob), merge('m2', bob, ann), merge('m3', ann, bob));
    expect(results.sort()).toEqual(['applied', 'invalid-merge', 'invalid-merge']);
    const accounts = await world.accounts();
    expect(accounts.filter(({ left }) => left === null).map((account) => balanceOf(account).available)).toEqual([
      1300n,
    ]);
    expect(await world.faults()).toEqual([]);
  });

  it('become one by the same request sent ten times at once', async () => {
    const results = await world.race(...ten.map(() => merge('m1', ann, bob)));
    expect(results.sort()).toEqual(['applied', ...ten.slice(1).map(() => 'duplicate')]);
    expect(await world.faults()).toEqual([]);
  });

  it.each(twice)('lose nothing that is bought, spent, given and brought back meanwhile (%i)', async () => {
    const cem = { externalId: 'C1' };
    await world.race(sale('p-cem', cem, 10_000));
    const results = await world.race(
      merge('m1', ann, bob),
      merge('m2', ann, cem),
      sale('p1', bob, 5000),
      sale('p2', ann, 5000),
      goodsBack('r1', 'p-bob', 10_000),
      { type: 'redemption.requested', data: { member: bob, requestId: 'q1', points: 20 } },
      { type: 'redemption.requested', data: { member: cem, requestId: 'q2', points: 20, hold: { minutes: 30 } } },
      adjustment('a1', -15),
    );
    expect(results).toEqual(results.map(() => 'applied'));
    const [account] = (await world.accounts()).filter(({ left }) => left === null);
    expect(account && balanceOf(account)).toEqual({
      available: 300n + 1000n + 100n + 50n + 50n - 100n - 20n - 20n - 15n,
      pending: 0n,
      reserved: 20n,
      debt: 0n,
    });
    expect(await world.faults()).toEqual([]);
  });
});
