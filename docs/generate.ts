/**
 * Writes what is derived: `docs/events/*.json`, `docs/openapi.json` and `docs/errors.md` from the contracts, `docs/cost.md`
 * from counts and prices.
 * With `--check` it writes nothing and fails when a file is not what it would write.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '../shared/contracts/http/openapi.ts';
import { doorCodeNames, problemCodes, refusalCodeNames, statusOf } from '../shared/contracts/http/problems.ts';
import type { ProblemCode } from '../shared/contracts/http/problems.ts';
import { publishedSchemas } from '../shared/contracts/published-schemas.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;
const eventsFolder = join(folder, 'events');

const directions = { in: 'sent to us', out: 'sent by us', document: 'a document' } as const;

function eventsIndex(): string {
  const rows = publishedSchemas().map(({ name, detailType, direction }) => {
    const as = name === detailType ? '' : ` as \`${detailType}\``;
    return `| [\`${name}\`](${name}.json) | ${directions[direction]}${as} |`;
  });
  return [
    '# Events and documents',
    '',
    'JSON Schemas (2020-12) of what goes in and out, made from `shared/contracts` by `npm run docs`. The schema of an event',
    'describes its `detail`; a schema says what a field may be, and `docs/errors.md` what happens to an event that breaks it.',
    '',
    '| schema | |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function codeTable(codes: readonly ProblemCode[]): string[] {
  const rows = codes.map((code) => `| \`${code}\` | ${String(statusOf(code))} | ${problemCodes[code]} |`);
  return ['| code | status | meaning |', '| --- | --- | --- |', ...rows, ''];
}

function errors(): string {
  return [
    '# Refusal codes',
    '',
    'The closed list of reasons for which an event is refused. A refusal names the field and the rule where there is one,',
    'and never repeats a value. Made from `shared/contracts/refusals.ts` by `npm run docs`.',
    '',
    'Over the HTTP API it is a problem document (RFC 9457) with this code and status.',
    '',
    ...codeTable(refusalCodeNames),
    '## Codes of the HTTP API alone',
    '',
    'Made from `shared/contracts/http/problems.ts`. What API Gateway answers itself (401, 403, 429) is no problem document.',
    '',
    ...codeTable(doorCodeNames),
  ].join('\n');
}

/** What the command prints: nothing but the command line may import its code. */
async function costPage(): Promise<string> {
  const { stdout } = await run(process.execPath, [join(folder, '../cli/perennial.mjs'), 'cost', '--markdown']);
  return stdout;
}

/** Every derived file with its content. */
export async function derivedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    [join(folder, 'cost.md'), await costPage()],
    [join(folder, 'errors.md'), errors()],
    [join(folder, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`],
    [join(eventsFolder, 'README.md'), eventsIndex()],
    ...publishedSchemas().map(
      ({ name, schema }) => [join(eventsFolder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`] as const,
    ),
  ]);
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

async function strangers(files: ReadonlyMap<string, string>): Promise<string[]> {
  const present = (await readdir(eventsFolder)).map((name) => join(eventsFolder, name));
  return present.filter((file) => !files.has(file));
}

async function main(check: boolean): Promise<number> {
  await mkdir(eventsFolder, { recursive: true });
  const files = await derivedFiles();
  const stale = await strangers(files);
  for (const [file, content] of files) if ((await readOrEmpty(file)) !== content) stale.push(file);
  if (check) {
    for (const file of stale) process.stderr.write(`${file} is not what it is made from: run \`npm run docs\`\n`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const file of await strangers(files)) await rm(file);
  for (const [file, content] of files) await writeFile(file, content);
  return 0;
}

process.exitCode = await main(process.argv.includes('--check'));
