import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { assumptionNames, assumptions } from '../../../cli/cost/assumptions.ts';
import { readCostFiles } from '../../../cli/cost/cost-files.ts';
import { run } from '../run-command.ts';

const document = z.object({
  prices: z.object({ region: z.string(), asOf: z.string(), currency: z.literal('USD') }),
  assumed: z.record(z.string(), z.int()),
  columns: z.array(
    z.object({
      members: z.int(),
      totalMicroUsd: z.int(),
      perMemberAndYearMicroUsd: z.int(),
      lines: z.array(z.object({ price: z.string(), quantity: z.int(), microUsd: z.int() })),
    }),
  ),
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

test.each([
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
