/**
 * `npm run bench:growth`: a pass over 10,000, 100,000 and 1,000,000 generated accounts, each segment in a process of its own, and a
 * scan of 100,000 that are written into a table on a local AWS: what an account, and a member with something due, is
 * charged, and how much memory the pass takes. Some minutes. `--json` prints the document; `--save` keeps it for
 * `perennial cost`; `--accounts N` (again and again) and `--table N` (0 for none) ask for other numbers, `--at-once N` for so many
 * processes at once.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { growthFile } from '../../cli/cost/cost-files.ts';
import type { MeasuredGrowth, MeasuredGrowthPass } from '../../cli/cost/cost-files.ts';
import { createIo } from '../../cli/io.ts';
import type { CommandIo } from '../../cli/io.ts';
import { stageSettings } from '../../infra/stages.ts';
import { onLocalAws } from '../on-local-aws.ts';
import { printGrowth } from './growth-document.ts';
import { measureTable } from './measure-tables.ts';
import { passOver } from './pass-over.ts';

const usualAccounts = ['10000', '100000', '1000000'];
const usualTable = '100000';
async function measurePasses(io: CommandIo, sizes: readonly number[], atOnce: number): Promise<MeasuredGrowthPass[]> {
  const passes: MeasuredGrowthPass[] = [];
  let before: number | null = null;
  for (const accounts of sizes) {
    io.progress(`A pass over ${String(accounts)} generated accounts …`);
    const { pass, accountMicros } = await passOver({ accounts, segments: stageSettings.prod.reviewSegments, atOnce });
    const timeRatio: number | null = before === null ? null : Math.round((accountMicros / before) * 100) / 100;
    io.progress(`… took ${accountMicros.toFixed(0)} microseconds of processor time an account.`);
    passes.push({ ...pass, timeRatio });
    before = accountMicros;
  }
  return passes;
}

async function scanTable(io: CommandIo, accounts: number): Promise<MeasuredGrowth['table']> {
  if (accounts === 0) return null;
  return onLocalAws(io, async (endpoint) => {
    return measureTable(endpoint, accounts, (done) => io.progress(`${String(done)} accounts are in a table.`));
  });
}

const count = z.coerce.number().check(z.int(), z.minimum(0));
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    accounts: { type: 'string', multiple: true, default: usualAccounts },
    table: { type: 'string', default: usualTable },
    'at-once': { type: 'string', default: String(availableParallelism()) },
  },
});
const io = createIo(process, process.env, values.json);
const sizes = values.accounts.map((text) => count.parse(text));
const [passes, table] = await Promise.all([
  measurePasses(io, sizes, count.parse(values['at-once'])),
  scanTable(io, count.parse(values.table)),
]);
const growth: MeasuredGrowth = { passes, table };
if (values.save) await writeFile(growthFile, `${JSON.stringify(growth, null, 2)}\n`);
if (values.json) await io.json(growth);
else printGrowth(io, growth);
