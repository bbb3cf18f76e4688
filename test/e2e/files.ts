import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** An empty folder for the tests of one file, gone after the last of them. */
export async function folderOfFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes values as NDJSON; a text is written as it is, and so may be no JSON. Returns the file's path. */
export async function writeLines(folder: string, name: string, lines: Iterable<unknown>): Promise<string> {
  const file = join(folder, name);
  const texts = [...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  await writeFile(file, texts.map((text) => `${text}\n`).join(''));
  return file;
}

export async function writeDocument(folder: string, name: string, document: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(document));
  return file;
}
