/** Runs a scenario once for every call × every way in which the call can fail, and tells what came out differently. */
import { expect } from 'vitest';
import type { LocalStores, Stores } from '../../bench/local-stores.ts';
import { verifyLedger } from '../../shared/commands/verify-ledger.ts';
import { digests } from '../fixtures/ledger.ts';
import { faults, injectFaults } from './fault-injector.ts';
import type { FaultPlan } from './fault-injector.ts';
import { TablePlace } from './table-place.ts';
import type { Contents } from './table-place.ts';

/** Settles again what can be settled; false when something is left that has to be delivered again. */
export type Deliver = (stores: Stores) => Promise<boolean>;
export type Scenario = { readonly name: string; readonly before: Deliver; readonly act: Deliver };

const deliveriesAtMost = 4;
/** Cases at a time, each in a place of its own: the emulator has something to do while we have. */
const atOnce = 12;
const places = Array.from({ length: atOnce }, () => new TablePlace());

/** What differs from run to run: ids are random, the chain is made of them, and the clock goes on. */
const random = new Set(['hash', 'head', 'previous', 'expiresAtEpochSeconds', 'putAt']);

/** Every item of every table, with members named by what they are instead of by chance. */
async function everything(place: TablePlace, { ledger }: LocalStores): Promise<string[]> {
  const items = Object.values(await place.contents());
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

/** What `verify` finds: chains, balances, return states, entries that belong to nobody. */
async function brokenBooks({ ledger }: LocalStores) {
  const backOff = async () => Promise.resolve();
  return (await verifyLedger({ ledger, digests, backOff, progress: () => undefined })).differences;
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

/** What is there before it acts, in tables that held nothing. */
async function beginning({ before }: Scenario, place: TablePlace): Promise<Contents> {
  await place.fill();
  expect(await before(await place.stores())).toBe(true);
  return place.contents();
}

/** The scenario without a fault: what it leaves, and how many calls it makes. */
async function faultFree({ act }: Scenario, start: Contents, place: TablePlace) {
  await place.fill(start);
  expect(await place.contents()).toEqual(start);
  const [stores, struck] = [await place.stores(), await place.struckStores()];
  const { calls } = injectFaults(struck.client);
  expect(await act(struck)).toBe(true);
  const made = [...calls];
  const state = await everything(place, stores);
  expect(await brokenBooks(stores)).toEqual([]);
  await act(stores);
  expect(await everything(place, stores)).toEqual(state);
  return { state, calls: made };
}

async function withFault({ act }: Scenario, start: Contents, plan: FaultPlan, place: TablePlace) {
  await place.fill(start);
  const struck = await place.struckStores();
  const { deliverLate } = injectFaults(struck.client, plan);
  await deliver(act, struck);
  await deliverLate();
  const stores = await place.stores();
  return { state: await everything(place, stores), books: await brokenBooks(stores) };
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

/** After any fault and a redelivery everything is as it would have been without, and nothing is there twice. */
export async function expectTheSame(scenario: Scenario): Promise<void> {
  const [first, second] = places;
  if (first === undefined || second === undefined) throw new TypeError('there are places');
  const start = await beginning(scenario, first);
  const { state, calls } = await faultFree(scenario, start, second);
  const plans = plansFor(calls);
  expect(plans.length).toBeGreaterThan(4 * calls.length);
  const wrong: unknown[] = [];
  const strike = async (place: TablePlace) => {
    for (let plan = plans.shift(); plan !== undefined; plan = plans.shift()) {
      const after = await withFault(scenario, start, plan, place);
      const missing = state.filter((item) => !after.state.includes(item));
      const unexpected = after.state.filter((item) => !state.includes(item));
      if (missing.length === 0 && unexpected.length === 0 && after.books.length === 0) continue;
      wrong.push({ plan, name: calls[plan.call], missing, unexpected, books: after.books });
    }
  };
  await Promise.all(places.map(strike));
  expect(wrong).toEqual([]);
}
