import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { assumptionNames, assumptions } from '../../../cli/cost/assumptions.ts';
import { readCostFiles } from '../../../cli/cost/cost-files.ts';
import { run } from '../run-command.ts';

const lines = z.array(
  z.object({ price: z.string(), quantity: z.int(), quantityHundredths: z.int(), microUsd: z.int() }),
);
const document = z.object({
  prices: z.object({ region: z.string(), asOf: z.string(), currency: z.literal('USD') }),
  assumed: z.record(z.string(), z.int()),
  columns: z.array(
    z.object({
      members: z.int(),
      totalMicroUsd: z.int(),
      perMemberAndYearMicroUsd: z.int(),
      lines,
      fees: lines,
    }),
  ),
  run: z.object({ recipients: z.int(), totalMicroUsd: z.int(), untoldMicroUsd: z.int(), lines, fees: lines }),
});

test('the table has a column for each number of members, and what is assumed', async () => {
  const { code, out } = await run(['cost']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Service +For +1,000,000 members +10,000,000 members +100,000,000 members\n/);
  expect(out).toMatch(/\nTotal +a month( +\$[\d,]+\.\d\d){3}\n/);
  for (const name of assumptionNames) expect(out).toContain(`--${assumptions[name].option} `);
  expect(out).toContain('List prices of us-east-1');
});

test('members and assumptions are asked for; the document is exact', async () => {
  const words = ['cost', '--members', '5_000_000', '600', '--purchases-per-year', '12', '--json'];
  const { out } = await run(words);
  const { columns, assumed } = document.parse(JSON.parse(out));
  expect(columns.map(({ members }) => members)).toEqual([5_000_000, 600]);
  expect(assumed['purchases']).toBe(12);
  for (const { members, lines, totalMicroUsd, perMemberAndYearMicroUsd } of columns) {
    expect(lines.reduce((sum, { microUsd }) => sum + microUsd, 0)).toBe(totalMicroUsd);
    expect(perMemberAndYearMicroUsd).toBe(Math.round((totalMicroUsd * 12) / members));
  }
});

test('one run is told line by line, with quantities and prices; what providers ask is in no total', async () => {
  const { out } = await run(['cost', '--recipients', '2_000_000', '--json']);
  const { run: one, columns } = document.parse(JSON.parse(out));
  expect(one.recipients).toBe(2_000_000);
  expect(one.lines.reduce((sum, { microUsd }) => sum + microUsd, 0)).toBe(one.totalMicroUsd);
  expect(one.untoldMicroUsd).toBeLessThan(one.totalMicroUsd);
  expect(one.fees.map(({ price, quantity, microUsd }) => ({ price, quantity, microUsd }))).toEqual([
    { price: 'ses.messages', quantity: 2_000_000, microUsd: 200_000_000 },
    { price: 'ses.essentials', quantity: 2_000_000, microUsd: 320_000_000 },
  ]);
  // Twelve messages a member and year: a million in a month of a million members.
  expect(columns[0]?.fees.map(({ microUsd }) => microUsd)).toEqual([100_000_000, 160_000_000]);
  const plain = await run(['cost', '--recipients', '2_000_000']);
  expect(plain.out).toMatch(/\nOne run to 2,000,000 recipients, .*\nService +For +Unit +Quantity +Price +Cost\n/);
  expect(plain.out).toMatch(
    /\nEventBridge +events out +custom events of up to 64 KB +2,100,002 +\$1\.00 for 1,000,000 +\$2\.10\n/,
  );
  const dollars = `$${(one.totalMicroUsd / 1e6).toFixed(2)}`;
  expect(plain.out).toMatch(new RegExp(`\\nTotal +without fees of providers +\\${dollars}\\n`));
});

test.each([
  [['--recipients', '0'], '--recipients takes a whole number from 1'],
  [['--members', '0'], '--members takes a whole number from 1'],
  [['--members', 'many'], '--members takes a whole number from 1'],
  [['--segments', '0'], '--segments takes a whole number from 1'],
  [['--years', '1.5'], '--years takes a whole number from 0'],
])('%j is refused', async (words, message) => {
  const { code, err } = await run(['cost', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('the page has the same table, and every price with its source', async () => {
  const { out } = await run(['cost', '--members', '1000', '--markdown']);
  const plain = await run(['cost', '--members', '1000']);
  const total = /Total +a month +(\S+)/.exec(plain.out)?.[1] ?? '';
  expect(total).toMatch(/^\$\d/);
  expect(out).toContain(`| Total | a month | ${total} |`);
  const { prices } = (await readCostFiles()).prices;
  for (const [id, { usd, source }] of Object.entries(prices)) {
    expect(out).toMatch(new RegExp(`\\| \`${id}\` \\| .* \\| \\$${usd} \\| \\[page\\]\\(${source}\\)`));
  }
});

test('the help names every assumption with its default', async () => {
  const { out } = await run(['cost', '--help']);
  for (const name of assumptionNames) {
    const { option, usual } = assumptions[name];
    expect(out).toMatch(new RegExp(`--${option} N +.*default: ${String(usual)}`));
  }
});
