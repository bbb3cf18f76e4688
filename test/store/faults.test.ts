/**
 * Every call to DynamoDB × every way in which it can fail, with the SDK's own retries on: after the fault and a
 * redelivery everything is as it would have been without, and nothing is there twice.
 */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, inject, it } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import type { LocalStores } from '../../bench/local-stores.ts';
import { verifyMember } from '../../shared/commands/verify-member.ts';
import { digests } from '../fixtures/ledger.ts';
import { faults, injectFaults } from './fault-injector.ts';
import type { FaultPlan } from './fault-injector.ts';
import { scenarios } from './fault-scenarios.ts';
import type { Deliver, Scenario } from './fault-scenarios.ts';

const deliveriesAtMost = 4;
/** Cases at a time: they wait for retries more than they work. */
const atOnce = 12;

/** What differs from run to run: ids are random, and the chain is made of them. */
const random = new Set(['hash', 'head', 'previous', 'expiresAtEpochSeconds']);

/** Every item of every table, with members named by what they are instead of by chance. */
async function everything({ client, tables, ledger }: LocalStores): Promise<string[]> {
  const items = await Promise.all(
    Object.values(tables).map(async (TableName) => (await client.send(new ScanCommand({ TableName }))).Items ?? []),
  );
  const { accounts } = await ledger.scanAccounts();
  const order = accounts.map(({ account: { memberId, netMinor } }) => {
    return { memberId, rank: netMinor };
  });
  order.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const text = order.reduce(
    (whole, { memberId }, index) => whole.replaceAll(memberId, `member ${String(index)}`),
    JSON.stringify(items.flat(), (key, value: unknown) => (random.has(key) ? undefined : value)),
  );
  const named: unknown = JSON.parse(text);
  if (!Array.isArray(named)) throw new TypeError('a list of items');
  return named.map((item: unknown) => JSON.stringify(item)).sort();
}

async function brokenBooks({ ledger }: LocalStores) {
  const { accounts } = await ledger.scanAccounts();
  const verified = await Promise.all(accounts.map(async ({ account }) => verifyMember({ ledger, digests }, account)));
  return verified.flatMap(({ differences }) => differences);
}

/** Delivers until nothing is left to be delivered, as a queue does, and then once more, as a queue may. */
async function deliver(act: Deliver, stores: LocalStores): Promise<void> {
  for (let times = 1; ; times += 1) {
    const done = await act(stores).catch(() => false);
    if (done) break;
    if (times === deliveriesAtMost) throw new Error('never settled');
  }
  await act(stores);
}

async function open() {
  const client = localClient(inject('endpoint'));
  return storesOver(client, await createTables(client));
}

/** The scenario without a fault: what it leaves, and how many calls it makes. */
async function faultFree({ before, act }: Scenario) {
  const stores = await open();
  await before(stores);
  const client = localClient(inject('endpoint'));
  const { calls } = injectFaults(client);
  await act(storesOver(client, stores.tables));
  const made = [...calls];
  const state = await everything(stores);
  await act(stores);
  expect(await everything(stores)).toEqual(state);
  return { state, calls: made };
}

async function withFault({ before, act }: Scenario, plan: FaultPlan) {
  const stores = await open();
  await before(stores);
  const client = localClient(inject('endpoint'));
  const { deliverLate } = injectFaults(client, plan);
  await deliver(act, storesOver(client, stores.tables));
  await deliverLate();
  return { state: await everything(stores), books: await brokenBooks(stores) };
}

function plansFor(calls: readonly string[]): FaultPlan[] {
  return calls.flatMap((name, call) =>
    faults.flatMap((fault): FaultPlan[] => {
      // Only transactions are in conflict with each other.
      if (fault === 'conflict' && name !== 'TransactWriteItemsCommand') return [];
      const once = { fault, call, always: false };
      return fault === 'not sent' || fault === 'reply lost' ? [once, { ...once, always: true }] : [once];
    }),
  );
}

describe.each(scenarios)('$name', (scenario) => {
  it('comes to the same whatever happens to any of its calls', async () => {
    const { state, calls } = await faultFree(scenario);
    const plans = plansFor(calls);
    expect(plans.length).toBeGreaterThan(4 * calls.length);
    const wrong: unknown[] = [];
    const strike = async () => {
      for (let plan = plans.shift(); plan !== undefined; plan = plans.shift()) {
        const after = await withFault(scenario, plan);
        const differs = JSON.stringify(after.state) !== JSON.stringify(state) || after.books.length > 0;
        if (differs) wrong.push({ plan, name: calls[plan.call], ...after });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, strike));
    expect(wrong).toEqual([]);
  });
});
