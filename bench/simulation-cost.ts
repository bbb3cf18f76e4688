/** What `simulate` costs on a whole file of purchases: CPU as a ratio within one run, memory by entry. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { writeHistory } from './history-file.ts';

export type Ratio = { readonly id: string; readonly value: number; readonly limit: number };
export type SimulationCost = {
  readonly ratio: Ratio;
  /** Peak memory over that of a run without events, divided by the entries posted, in bytes. */
  readonly entryBytes: number;
};

const rounds = 3;
const root = join(import.meta.dirname, '..');
const programme = join(root, 'shared/config/programmes/cdnow.json');

const usage = z.object({ cpuMicros: z.number(), peakBytes: z.number() });
const parsing = z.object({ cpuMicros: z.number() });
const run = promisify(execFile);

async function node(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const options = { cwd: root, maxBuffer: 1 << 30, env: { ...process.env, ...env } };
  return (await run(process.execPath, words, options)).stdout;
}

/** What the whole process of a `simulate` uses, its start included. */
async function simulate(folder: string, events: string, ...more: readonly string[]) {
  const file = join(folder, 'usage.json');
  const words = ['simulate', '--program', programme, '--events', events, '--json', ...more];
  const preload = join(import.meta.dirname, 'report-usage.ts');
  const command = ['--import', preload, join(root, 'cli/perennial.mjs'), ...words];
  const printed = await node(command, { PERENNIAL_USAGE_FILE: file });
  return { ...usage.parse(JSON.parse(readFileSync(file, 'utf8'))), printed };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs both several times, in turns, in processes of their own. */
export async function measureSimulation(): Promise<SimulationCost> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  try {
    const events = await writeHistory(folder);
    const nothing = join(folder, 'nothing.ndjson');
    writeFileSync(nothing, '');
    const listed = await simulate(folder, events, '--entries');
    const { entries } = z.object({ entries: z.array(z.unknown()) }).parse(JSON.parse(listed.printed));
    const ratios: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const parsed = parsing.parse(JSON.parse(await node([join(import.meta.dirname, 'parse-lines.ts'), events])));
      const { cpuMicros, peakBytes } = await simulate(folder, events);
      const empty = await simulate(folder, nothing);
      ratios.push(cpuMicros / parsed.cpuMicros);
      peaks.push(peakBytes - empty.peakBytes);
    }
    return {
      ratio: { id: 'simulate/json-parse', value: median(ratios), limit: 20 },
      entryBytes: Math.round(median(peaks) / entries.length),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
