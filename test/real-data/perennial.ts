/** The command line as a user calls it, in a process of its own. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const root = resolve(import.meta.dirname, '../..');

export const programmeFile = (name: string) => join(root, 'shared/config/programmes', `${name}.json`);

/** The text of a programme with other values under `points`. */
export async function programmeWith(name: string, points: Readonly<Record<string, unknown>>): Promise<string> {
  const schema = z.looseObject({ points: z.looseObject({}) });
  const document = schema.parse(JSON.parse(await readFile(programmeFile(name), 'utf8')));
  return JSON.stringify({ ...document, points: { ...document.points, ...points } });
}

/** Standard output of a command that succeeds; a failure rejects with what it printed. */
export async function perennial(...words: readonly string[]): Promise<string> {
  const run = promisify(execFile);
  const command = [join(root, 'cli/perennial.mjs'), ...words];
  const { stdout } = await run(process.execPath, command, { maxBuffer: 1 << 30, cwd: root });
  return stdout;
}

const lot = z.object({ points: z.int(), availableOn: z.string(), expiresOn: z.nullable(z.string()) });
const member = z.object({
  externalId: z.nullable(z.string()),
  tier: z.string(),
  available: z.int(),
  pending: z.int(),
  reserved: z.int(),
  debt: z.int(),
  earned: z.int(),
  bonus: z.int(),
  returned: z.int(),
  redeemed: z.int(),
  restored: z.int(),
  expired: z.int(),
  adjusted: z.int(),
  transferred: z.int(),
  imported: z.int(),
  orders: z.int(),
  netMinor: z.int(),
  lots: z.array(lot),
});
const runDocument = z.object({
  events: z.record(z.string(), z.int()),
  totals: z.record(z.string(), z.int()),
  tiers: z.record(z.string(), z.int()),
  refusals: z.array(z.object({ line: z.int(), code: z.string() })),
  members: z._default(z.array(member), []),
  entries: z._default(z.array(z.object({ kind: z.string(), entryId: z.string(), points: z.int() })), []),
});
export type RunDocument = z.output<typeof runDocument>;

type Simulation = {
  readonly program: string;
  readonly events: readonly string[];
  readonly asOf: string;
  readonly entries?: boolean;
};

/** The document that `simulate` prints, with its members. */
export async function simulate({ program, events, asOf, entries = false }: Simulation): Promise<RunDocument> {
  const words = ['--program', program, '--events', ...events, '--as-of', asOf, '--members', '--json'];
  return runDocument.parse(JSON.parse(await perennial('simulate', ...words, ...(entries ? ['--entries'] : []))));
}
