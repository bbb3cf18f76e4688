import { expect, test } from 'vitest';
import fc from 'fast-check';
import { assumed, assumptionNames, assumptions } from '../../../cli/cost/assumptions.ts';
import type { Assumed, AssumptionName } from '../../../cli/cost/assumptions.ts';
import { priceIds, readCostFiles } from '../../../cli/cost/cost-files.ts';
import { costOf } from '../../../cli/cost/cost-table.ts';

const files = await readCostFiles();
const usual = assumed(() => undefined);

/** Nothing happens but what is given; nothing is divided by zero. */
function only(given: Partial<Assumed>): Assumed {
  const still = { ...usual };
  return {
    ...still,
    purchases: 0n,
    returns: 0n,
    redemptions: 0n,
    expiries: 0n,
    levelChanges: 0n,
    messages: 0n,
    newcomers: 0n,
    campaigns: 0n,
    promotions: 0n,
    ...given,
  };
}

function line(members: bigint, a: Assumed, what: string) {
  const found = costOf(members, a, files).lines.find((each) => each.what === what);
  if (found === undefined) throw new Error(`no line ${what}`);
  return found;
}

test('every price has a page and is more than nothing', () => {
  for (const id of priceIds) {
    const { usd, source } = files.prices.prices[id];
    expect(Number(usd), id).toBeGreaterThan(0);
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.*pricing\//);
  }
});

test('writes are what is measured for each movement, times the movements of a month', () => {
  const writes = (a: Assumed) => line(1200n, a, 'what members do: writes');
  const { units } = files.measured;
  // 1,200 members once a year: 100 a month.
  expect(writes(only({ purchases: 1n })).quantity).toBe(100n * BigInt(units['purchase.identity'].writeUnits));
  expect(writes(only({ redemptions: 1n })).quantity).toBe(100n * BigInt(units.redemption.writeUnits));
  expect(writes(only({ expiries: 1n })).quantity).toBe(100n * BigInt(units['expiry.one'].writeUnits));
  // Ten sales in one transaction are 32 units, two of them for the account: three for an entry beside others.
  expect(writes(only({ levelChanges: 100n })).quantity).toBe(300n);
  const returned = BigInt(units['purchase.identity'].writeUnits + units.return.writeUnits);
  expect(writes(only({ purchases: 1n, returns: 100n })).quantity).toBe(100n * returned);
  // A newcomer's first purchase takes the place of another.
  expect(writes(only({ purchases: 1n, newcomers: 100n })).quantity).toBe(
    100n * BigInt(units['purchase.first'].writeUnits),
  );
  // 500 units at 0.625 dollars a million: 312.5 millionths, ties up.
  expect(writes(only({ purchases: 1n })).microUsd).toBe(313n);
});

test('the nightly pass reads every account every day', () => {
  const { quantity } = line(12_000_000n, usual, 'nightly pass over all accounts');
  const share = files.measured.units['review.nothing-due'].readUnits;
  expect(Number(quantity)).toBeCloseTo(12_000_000 * 365 * (share / 12), 0);
});

test('states are those of 95 idle ticks and one pass a day, and grow with the calls of a segment alone', () => {
  const few = line(1_000_000n, usual, 'states of ticks and passes');
  expect(few.quantity).toBe(BigInt(Math.round(((95 * 4 + 7 + 8 * 3) * 365) / 12)));
  // A call has 840 seconds: at 0.4 ms it reviews 2.1 million accounts, so that 17 million in 8 segments take two each.
  expect(line(16_800_000n, usual, 'states of ticks and passes').quantity).toBe(few.quantity);
  expect(line(16_800_001n, usual, 'states of ticks and passes').quantity).toBe(
    BigInt(Math.round(((95 * 4 + 7 + 8 * 5) * 365) / 12)),
  );
});

test('a message is claimed once, and the newest is looked at before it and after each entry', () => {
  const pass = files.growth.passes.at(-1);
  if (pass === undefined) throw new Error('passes are measured');
  const claim = BigInt(pass.used.tell.writeUnits / pass.messages);
  // 1,200 members once a year: 100 a month.
  expect(line(1200n, only({ messages: 1n }), 'what members are told: writes').quantity).toBe(100n * claim);
  expect(line(1200n, only({ messages: 1n }), 'what members are told: reads').quantity).toBe(100n);
  expect(line(1200n, only({ purchases: 1n }), 'what members are told: reads').quantity).toBe(100n);
  expect(line(1200n, only({ messages: 1n }), 'events in and out').quantity).toBe(100n);
});

test('parts of passes are as large as they were measured, and kept for a week', () => {
  const pass = files.growth.passes.at(-1);
  if (pass === undefined) throw new Error('passes are measured');
  const { quantity } = line(2n ** 30n, only({ leafBytes: 0n }), 'parts of passes, leaves of roots');
  expect(Number(quantity)).toBeCloseTo((7 * pass.partBytes) / pass.accounts, -1);
});

test('storage is that of people and of all years of the ledger', () => {
  const { account, person, sale } = files.measured.bytes;
  const members = 2n ** 30n;
  expect(line(members, only({}), 'accounts, people, ledger, messages').quantity).toBe(BigInt(account + person));
  const withHistory = line(members, only({ purchases: 2n, years: 5n }), 'accounts, people, ledger, messages');
  expect(withHistory.quantity).toBe(BigInt(account + person + 10 * sale));
});

test('lines add up to the total, and nothing that grows makes it cheaper', () => {
  const growing: readonly AssumptionName[] = assumptionNames.filter((name) => name !== 'batch' && name !== 'newcomers');
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.constantFrom(...growing),
      fc.bigInt({ min: 1n, max: 1000n }),
      (members, name, more) => {
        const column = costOf(members, usual, files);
        expect(column.lines.reduce((sum, { microUsd }) => sum + microUsd, 0n)).toBe(column.totalMicroUsd);
        expect(costOf(members + more, usual, files).totalMicroUsd).toBeGreaterThanOrEqual(column.totalMicroUsd);
        const grown = costOf(members, { ...usual, [name]: usual[name] + more }, files);
        if (name !== 'segments') expect(grown.totalMicroUsd).toBeGreaterThanOrEqual(column.totalMicroUsd);
      },
    ),
  );
});

test('each assumption is an option of its own', () => {
  const options = assumptionNames.map((name) => assumptions[name].option);
  expect(new Set(options).size).toBe(options.length);
  for (const name of assumptionNames) {
    const { option, usual: before } = assumptions[name];
    const changed = assumed((asked) => (asked === option ? before + 1n : undefined));
    expect(changed).toEqual({ ...usual, [name]: before + 1n });
  }
});
