/** The command line against the stage of this run, as a user would give it, in this process. */
import { Writable } from 'node:stream';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { main } from '../../cli/main.ts';
import { endpoint } from './stage.ts';

export const projectFolder = resolve(import.meta.dirname, '../..');
export const programmeFile = (name: string) => join(projectFolder, 'shared/config/programmes', `${name}.json`);

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const pieces: string[] = [];
  const write = (piece: unknown, _: unknown, done: () => void) => {
    pieces.push(String(piece));
    done();
  };
  return { stream: new Writable({ write, decodeStrings: false }), text: () => pieces.join('') };
}

/** Exit code and both outputs of one command. */
export async function perennial(...words: readonly string[]) {
  const [stdout, stderr] = [collector(), collector()];
  const env = { AWS_ENDPOINT_URL: endpoint };
  const code = await main(words, { streams: { stdout: stdout.stream, stderr: stderr.stream }, env });
  return { code, printed: stdout.text(), said: stderr.text() };
}

/** What a command prints under `--json`, and its exit code. @throws Error with what it said when it printed nothing */
export async function perennialJson(...words: readonly string[]): Promise<{ code: number; document: unknown }> {
  const { code, printed, said } = await perennial(...words, '--json');
  if (printed === '') throw new Error(`perennial ${words.join(' ')} ended with ${code}: ${said}`);
  return { code, document: JSON.parse(printed) };
}

const figures = z.record(z.string(), z.int());
const lot = z.object({ points: z.int(), availableOn: z.string(), expiresOn: z.nullable(z.string()) });
/** Loose, so that nothing that one of two runs prints is lost before they are compared. */
const runDocument = z.looseObject({
  program: z.string(),
  asOf: z.string(),
  events: figures,
  totals: figures,
  tiers: figures,
  refusals: z.array(z.looseObject({ line: z.int(), code: z.string() })),
  members: z._default(
    z.array(
      z.looseObject({
        memberId: z.string(),
        externalId: z.nullable(z.string()),
        tier: z.string(),
        earned: z.int(),
        expired: z.int(),
        available: z.int(),
        orders: z.int(),
        netMinor: z.int(),
        lots: z.array(lot),
      }),
    ),
    [],
  ),
  entries: z._default(
    z.array(
      z.looseObject({
        memberId: z.string(),
        seq: z.int(),
        entryId: z.string(),
        kind: z.string(),
        points: z.int(),
        occurredAt: z.string(),
      }),
    ),
    [],
  ),
});
export type RunDocument = z.output<typeof runDocument>;

export function parseRun(text: string): RunDocument {
  return runDocument.parse(JSON.parse(text));
}

export type Run = {
  readonly events: readonly string[];
  readonly program?: string;
  readonly asOf?: string;
  /** Without members and entries, which take longer to read back than all the rest. */
  readonly brief?: boolean;
};

/** The words of a run that prints all that it is asked for as one document. */
export function wordsOf({ events, program, asOf, brief = false }: Run): string[] {
  return [
    ...['--events', ...events],
    ...(program === undefined ? [] : ['--program', program]),
    ...(asOf === undefined ? [] : ['--as-of', asOf]),
    ...(brief ? [] : ['--members', '--entries']),
    '--json',
  ];
}

async function run(...words: readonly string[]): Promise<RunDocument> {
  const { code, printed, said } = await perennial(...words);
  if (code !== 0) throw new Error(`perennial ${words.join(' ')} ended with ${code}: ${said}`);
  return parseRun(printed);
}

export async function simulate(options: Run & { readonly program: string }): Promise<RunDocument> {
  return run('simulate', ...wordsOf(options));
}

/** Sends the events through the stage as it is. */
export async function replay(options: Run): Promise<RunDocument> {
  return run('replay', ...wordsOf(options));
}

/** Empties the stage, publishes the programme, and sends the events through it. */
export async function replayFresh(options: Run & { readonly program: string }): Promise<RunDocument> {
  return run('replay', '--fresh', ...wordsOf(options));
}

/** Empties the stage and publishes the programme; returns when every function uses it. */
export async function startAfresh(program: string): Promise<void> {
  await replayFresh({ program, events: ['/dev/null'] });
}

/**
 * The document with members by their place in it instead of by their random ids, wherever those are: first those who are
 * printed, then those of whom only entries are, because they are another one now.
 */
export function withoutMemberIds(document: RunDocument): RunDocument {
  const ids = new Set([...document.members, ...document.entries].map(({ memberId }) => memberId));
  const text = [...ids].reduce(
    (whole, memberId, index) => whole.replaceAll(memberId, `member ${index + 1}`),
    JSON.stringify(document),
  );
  return parseRun(text);
}
