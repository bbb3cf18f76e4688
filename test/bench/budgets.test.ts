/** Every budget of docs/architecture.md that is built: asserted here, printed by `npm run bench`. */
import { expect, inject, it } from 'vitest';
import { measureAccount } from '../../bench/account-size.ts';
import { measureBudgets } from '../../bench/budgets.ts';
import { measureCounts } from '../../bench/measured-counts.ts';
import { readCostFiles } from '../../cli/cost/cost-files.ts';

/** Measured once, for all that is asked of it. */
let measured: ReturnType<typeof measureBudgets> | undefined;
const budgets = async () => (measured ??= measureBudgets(inject('endpoint')));

it('keeps every budget of calls and units', async () => {
  const rows = await budgets();
  expect(rows.map(({ id }) => id)).toEqual([
    'purchase.new',
    'purchase.identity',
    'purchase.birthday',
    'purchase.first',
    'purchase.batch',
    'duplicate',
    'redemption',
    'return',
    'return.restore',
    'transfer',
    'review.nothing-due',
    'expiry',
    'purchase.10000',
    'daily.purchase',
    'daily.redemption',
    'campaign.scanned',
    'campaign.passed',
    'message',
  ]);
  const beyond = rows.flatMap(({ id, limit, ...used }) =>
    (['calls', 'writeUnits', 'readUnits'] as const).flatMap((name) =>
      used[name] > (limit[name] ?? Infinity) ? [{ id, name, used: used[name], limit: limit[name] }] : [],
    ),
  );
  expect(beyond).toEqual([]);
  // A measure of nothing would keep every budget.
  expect(rows.map(({ id, writeUnits }) => [id, writeUnits])).toEqual([
    ['purchase.new', 5],
    ['purchase.identity', 5],
    ['purchase.birthday', 5],
    ['purchase.first', 9],
    ['purchase.batch', 32],
    ['duplicate', 0],
    ['redemption', 5],
    ['return', 7],
    ['return.restore', 10],
    ['transfer', 10],
    ['review.nothing-due', 0],
    ['expiry', 32],
    ['purchase.10000', 5],
    ['daily.purchase', 7],
    ['daily.redemption', 11],
    ['campaign.scanned', 0],
    ['campaign.passed', 0],
    ['message', 6],
  ]);
});

it('keeps the account of somebody who has shopped every week for ten years within 1,000 bytes', async () => {
  const bytes = await measureAccount(inject('endpoint'));
  expect(bytes).toBeLessThanOrEqual(1000);
  expect(bytes).toBeGreaterThan(400);
});

it('costs what the counts say that `perennial cost` computes with: else run `npm run bench -- --save`, `npm run docs`', async () => {
  const { measured: kept } = await readCostFiles();
  const now = await measureCounts(inject('endpoint'), await budgets());
  const { 'review.nothing-due': keptShare, ...keptUnits } = kept.units;
  const { 'review.nothing-due': share, ...units } = now.units;
  expect(units).toEqual(keptUnits);
  // Bytes move a little with ids, and with what an account has to remember.
  const near = (size: number, before: number) => Math.abs(size - before) <= before / 10;
  expect(share.readUnits).toSatisfy((read: number) => near(read, keptShare.readUnits));
  for (const name of ['account', 'person', 'sale'] as const) {
    expect(now.bytes[name], name).toSatisfy((bytes: number) => near(bytes, kept.bytes[name]));
  }
});
