/**
 * `npm run bench`: measures every budget of docs/architecture.md that is built, on a local AWS of its own, and prints
 * them with their limits; `npm run --silent bench -- --json` as the document of the contract. `npm run bench -- --save`
 * keeps the counts that `perennial cost` computes with.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measuredFile } from '../cli/cost/cost-files.ts';
import { createIo } from '../cli/io.ts';
import type { CommandIo } from '../cli/io.ts';
import { measureBundles } from '../infra/bundle-sizes.ts';
import { measureAccount } from './account-size.ts';
import { measureBudgets } from './budgets.ts';
import { measureContention } from './contention.ts';
import { measureCounts } from './measured-counts.ts';
import { onLocalAws } from './on-local-aws.ts';
import { printTables } from './print-tables.ts';
import type { BenchDocument } from './print-tables.ts';
import { measureSimulation } from './simulation-cost.ts';

const accountLimitBytes = 1000;
const entryLimitBytes = 2048;

async function measure(io: CommandIo, save: boolean): Promise<BenchDocument> {
  io.progress('Simulating a whole file of purchases, several times …');
  const { ratio, entryBytes } = await measureSimulation();
  io.progress('Bundling the functions …');
  const bundles = measureBundles();
  io.progress('Counting calls and units on a local AWS …');
  return onLocalAws(io, async (endpoint) => {
    await reportContention(io, endpoint);
    const budgets = await measureBudgets(endpoint);
    if (save) await writeFile(measuredFile, `${JSON.stringify(await measureCounts(endpoint, budgets), null, 2)}\n`);
    return {
      budgets,
      ratios: [ratio],
      sizes: [
        ...bundles,
        { id: 'account.weekly-10-years', bytes: await measureAccount(endpoint), limit: accountLimitBytes },
        { id: 'simulate.memory-per-entry', bytes: entryBytes, limit: entryLimitBytes },
      ],
    };
  });
}

/** A note, and no budget: how many races are lost is a matter of chance. */
async function reportContention(io: CommandIo, endpoint: string): Promise<void> {
  for (const writers of [2, 10]) {
    const { writeUnits, wastedUnits, wastedAtMost } = await measureContention(endpoint, writers);
    const bound = `at most ${String(wastedAtMost)}`;
    io.progress(
      `${String(writers)} writers at once on one member: ${String(writeUnits)} write units, ` +
        `and ${String(wastedUnits)} (${bound}) for the races that were lost.`,
    );
  }
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, save: { type: 'boolean', default: false } },
});
const io = createIo(process, process.env, values.json);
const document = await measure(io, values.save);
if (values.json) await io.json(document);
else printTables(io, document);
