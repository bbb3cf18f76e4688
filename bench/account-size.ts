/** The stored account of somebody who has shopped every week for ten years, and redeemed and returned now and then. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { formatAccount } from '../shared/store/dynamodb/account-item.ts';
import { openEngine } from './bench-engine.ts';
import type { BenchEngine } from './bench-engine.ts';
import { memberWith } from './bench-members.ts';
import { itemBytes } from './item-size.ts';
import { redemptionMessage, returnMessage, saleMessage } from './reference-case.ts';

const weeksOfTenYears = 522;
/** Weeks between two redemptions; a season has as many, and in each of them some goods come back. */
const season = 13;

/** Between 200.00 and 300.00 again: a week like any other, of which a half comes back, or all of it. */
const net = 25_000;

async function liveThrough(engine: BenchEngine, memberId: string, from: number, seasons: number): Promise<void> {
  const member = { memberId };
  for (let number = 0; number < seasons; number += 1) {
    const day = from + 7 * season * number;
    const sales = Array.from({ length: season }, (_, week) => {
      return saleMessage({ name: `season-${String(number)}:${String(week)}`, member, day: day + 7 * week, net });
    });
    const last = day + 7 * (season - 1);
    const points = 1000 + number;
    // More than the lot of one sale, so that some lots are empty and one is taken from.
    const redemption = redemptionMessage({ name: `redeemed-${String(number)}`, member, day: last, points });
    await engine.apply([...sales, redemption], { atOnce: sales.length + 1 });
    const sale = `season-${String(number)}:${String(season - 2)}`;
    const half = number % 2 === 0;
    await engine.apply([
      returnMessage({ name: `back-${String(number)}`, sale, day: last, linesBack: 1, net: half ? net / 2 : net }),
    ]);
  }
}

/** Bytes of the item, as DynamoDB counts them. */
export async function measureAccount(endpoint: string): Promise<number> {
  const engine = await openEngine(endpoint);
  const seasons = Math.ceil(weeksOfTenYears / season) - 1;
  const { memberId, today } = await memberWith(engine, { name: 'ten-years', everyDays: 7, visits: season });
  await liveThrough(engine, memberId, today, seasons);
  const { account, version } = await engine.account(memberId);
  if (account.purchases < weeksOfTenYears || account.returns < seasons) throw new Error('they are ten years');
  return itemBytes(marshall(formatAccount(account, version)));
}
