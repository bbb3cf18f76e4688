/**
 * How often, how evenly and how undisturbed the pass over all accounts goes is invisible (domain.md, invariant 6): five
 * years of members under a simulated clock, by the very commands. A thousand of them with `npm run test:long`.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { balanceOf, held, moved } from '../../../shared/domain/account.ts';
import { runs } from '../../property-runs.ts';
import { historyOf } from './history.ts';
import type { Arrival } from './history.ts';
import type { Book, Shop } from './shop.ts';
import { livedThrough } from './years.ts';
import type { Plan } from './years.ts';

const isLong = runs(1) > 1;
const members = isLong ? 1000 : 10;
const seed = fc.readConfigureGlobal().seed ?? Math.floor(Math.random() * 2 ** 31);

const daily: Plan = { everyDays: 1, segments: 1, inStretches: false, doubled: false, killed: false };
const inSegments = { segments: 2, inStretches: true };
/** Of one plan; it only ends what hangs. */
const timeout = runs(10) * 60_000;

/** What every history has in it, and what so few members may all go without. */
const certain = ['earn', 'return', 'mature', 'expire', 'redeem', 'reserve', 'release', 'tier', 'adjust'];
const likely = ['commit', 'cancel', 'transfer-out', 'transfer-in', 'import'];
const leads = ['points.expiring 30', 'points.expiring 7', 'points.expiring 1'];
const stages = ['prospect', 'new', 'active', 'loyal', 'at-risk', 'lapsed', 'lost', 'won-back'];

/** What is not as in the other books: member by member, the account or the first entry that is another. */
function differences(books: ReadonlyMap<string, Book>, expected: ReadonlyMap<string, Book>): string[] {
  const found = [...expected].flatMap(([memberId, { account, entries }]) => {
    const other = books.get(memberId);
    const at = entries.findIndex((entry, index) => other?.entries[index] !== entry);
    if (at >= 0) return [`${memberId}: ${String(entries[at])} is ${String(other?.entries[at])}`];
    if (other?.entries.length !== entries.length) return [`${memberId}: ${String(other?.entries[entries.length])}`];
    return other.account === account ? [] : [`${memberId}: ${account} is ${other.account}`];
  });
  return books.size === expected.size ? found : [...found, `${String(books.size)} members`];
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describe(`five years of ${String(members)} members (FC_SEED=${String(seed)})`, { timeout }, () => {
  let arrivals: readonly Arrival[] = [];
  let known: { readonly shop: Shop; readonly books: ReadonlyMap<string, Book> };

  /** Lives through them as planned, and compares what nobody is to see the plan in. */
  async function livedAs(plan: Plan) {
    const lived = await livedThrough(arrivals, plan, seed);
    expect(differences(await lived.shop.books(), known.books)).toEqual([]);
    expect(lived.shop.outcomes).toEqual(known.shop.outcomes);
    return lived;
  }

  /** Told the same, and counted the same at the end of every month. */
  async function expectSameNights(shop: Shop): Promise<void> {
    expect(shop.told()).toEqual(known.shop.told());
    const [numbers, expected] = [await shop.numbers(), await known.shop.numbers()];
    expect([...numbers.keys()]).toEqual([...expected.keys()]);
    for (const [day, text] of expected) expect(numbers.get(day) === text, day).toBe(true);
  }

  beforeAll(async () => {
    console.log(`five years of ${String(members)} members: FC_SEED=${String(seed)}`);
    arrivals = historyOf(seed, members);
    const { shop, troubles } = await livedThrough(arrivals, daily, seed);
    expect(troubles.givenUp).toBe(0);
    known = { shop, books: await shop.books() };
  }, timeout);

  it('with a pass a day hold something of everything, and books that are in order', async () => {
    const { shop, books } = known;
    expect(await shop.faults()).toEqual([]);
    const accounts = await shop.accounts();
    const sum = (points: readonly bigint[]) => points.reduce((total, one) => total + one, 0n);
    expect(sum(accounts.map((account) => held(balanceOf(account))))).toBe(sum(accounts.map(({ sums }) => moved(sums))));
    const kinds = countsOf(
      [...books.values()].flatMap(({ entries }) => entries.map((entry) => /"kind":"([^"]*)"/.exec(entry)?.[1] ?? '')),
    );
    const told = countsOf(
      shop.messages.claimed.map((message) => {
        if (message.kind === 'points.expiring') return `points.expiring ${String(message.lead)}`;
        return message.kind === 'tier.at-risk' ? message.kind : message.to;
      }),
    );
    const outcomes = countsOf([...shop.outcomes.values()]);
    console.log(JSON.stringify({ events: arrivals.length, outcomes, kinds, told }));
    expect(Object.keys(kinds)).toEqual(expect.arrayContaining(isLong ? [...certain, ...likely] : certain));
    expect(Object.keys(told)).toEqual(expect.arrayContaining(isLong ? [...leads, ...stages, 'tier.at-risk'] : leads));
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['applied', 'insufficient-points']));
    expect((await shop.numbers()).size).toBe(60);
  });

  it('with a pass a week come to the same accounts, levels and entries', async () => {
    await livedAs({ ...daily, everyDays: 7 });
  });

  it('with one pass at their end come to the same accounts, levels and entries', async () => {
    await livedAs({ ...daily, everyDays: Infinity });
  });

  it('with every pass gone through twice, often at once, come to the same, told and counted once', async () => {
    const { shop, troubles } = await livedAs({ ...daily, ...inSegments, doubled: true });
    expect(troubles.atOnce).toBeGreaterThan(0);
    await expectSameNights(shop);
  });

  it('with passes killed anywhere and taken up where they were come to the same, told and counted once', async () => {
    const { shop, troubles } = await livedAs({ ...daily, ...inSegments, killed: true });
    console.log(JSON.stringify(troubles));
    expect(Math.min(troubles.givenUp, ...Object.values(troubles.met))).toBeGreaterThan(0);
    await expectSameNights(shop);
  });
});
