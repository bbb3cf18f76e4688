/** What points cost that are spent, given away or taken back: the rows of the budget table after the purchases. */
import type { BenchEngine } from './bench-engine.ts';
import { memberWith } from './bench-members.ts';
import type { BenchMember } from './bench-members.ts';
import type { Usage } from './meter.ts';
import { redemptionMessage, returnMessage, saleMessage, transferMessage } from './reference-case.ts';

export type Measured = { readonly id: string; readonly usage: Usage; readonly limit: Partial<Usage> };

/** Worth 50.00, and more than one lot of the reference member holds. */
const pointsSpent = 1000;

/** Rows of a weekly shopper. A sale is returned by all of its lines, each named, after one line came back in part. */
export async function measurePoints(engine: BenchEngine): Promise<Measured[]> {
  const { measure } = engine.meter;
  const weekly = await memberWith(engine, { name: 'spender', everyDays: 7, visits: 60 });
  const another = await memberWith(engine, { name: 'another', everyDays: 7, visits: 60 });
  const { memberId, today: day } = weekly;
  const member = { memberId };
  const redemption = redemptionMessage({ name: 'spent', member, day, points: pointsSpent });
  await engine.apply([saleMessage({ name: 'brought-back', member, day })]);
  await engine.apply([saleMessage({ name: 'paid', member, day, pointsRedeemed: pointsSpent })]);
  await engine.apply([returnMessage({ name: 'part', sale: 'brought-back', day, linesBack: 1, net: 100 })]);
  await engine.apply([returnMessage({ name: 'paid-part', sale: 'paid', day, linesBack: 1, net: 100 })]);
  const returned = returnMessage({ name: 'returned', sale: 'brought-back', day, linesBack: 5, net: 6000 });
  const restored = returnMessage({ name: 'restored', sale: 'paid', day, linesBack: 5, net: 6000 });
  const transfer = transferMessage({
    name: 'given',
    from: named(weekly),
    to: named(another),
    day,
    points: pointsSpent,
  });
  return [
    {
      id: 'redemption',
      usage: await measure(async () => engine.apply([redemption])),
      limit: { calls: 2, writeUnits: 5 },
    },
    { id: 'return', usage: await measure(async () => engine.apply([returned])), limit: { calls: 3, writeUnits: 7 } },
    {
      id: 'return.restore',
      usage: await measure(async () => engine.apply([restored])),
      limit: { calls: 3, writeUnits: 10 },
    },
    { id: 'transfer', usage: await measure(async () => engine.apply([transfer])), limit: { calls: 3, writeUnits: 10 } },
  ];
}

/** By an identity, which costs a look-up. */
function named({ externalId }: BenchMember) {
  return { externalId };
}

/** All that a daily buyer has, taken from a lot for every day of a year. */
export async function measureDailyRedemption(
  engine: BenchEngine,
  { memberId, today: day }: BenchMember,
): Promise<Measured> {
  const { account } = await engine.account(memberId);
  const points = Number(account.available.reduce((sum, lot) => sum + lot.points, 0n));
  const redemption = redemptionMessage({ name: 'daily', member: { memberId }, day, points });
  const usage = await engine.meter.measure(async () => engine.apply([redemption]));
  return { id: 'daily.redemption', usage, limit: { writeUnits: 13 } };
}
