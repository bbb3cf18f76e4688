import { execFileSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../cli/local/paths.ts';
import { runProcess } from '../../cli/local/run-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const launcher = join(projectFolder, 'cli/perennial.mjs');
const env = process.env;
const limitMs = 60_000;

test('starts, prints its help and ends with the exit code of the command', async () => {
  const help = await runProcess(process.execPath, [launcher, '--help'], { env, limitMs });
  expect(help).toMatchObject({ end: 0, output: expect.stringContaining('Usage: npx perennial COMMAND') });
  expect(await runProcess(process.execPath, [launcher, 'no-such'], { env, limitMs })).toMatchObject({ end: 2 });
});

test('every command explains itself', async () => {
  const { output } = await runProcess(process.execPath, [launcher, '--help'], { env, limitMs });
  const names = [...output.matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name ?? '');
  expect(names).toEqual(expect.arrayContaining(['up', 'down', 'redrive']));
  for (const name of names) {
    const help = await runProcess(process.execPath, [launcher, name, '--help'], { env, limitMs });
    expect(help).toEqual({ end: 0, output: expect.stringMatching(/^perennial \w+: .+\n\nUsage: npx perennial /) });
  }
});

/** A Node of the machine itself that is too old for us; npm puts the project's own in front of it. */
const oldNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((path) => {
    try {
      return Number.parseInt(execFileSync(path, ['--version'], { encoding: 'utf8' }).slice(1), 10) < 24;
    } catch {
      return false;
    }
  });

test.skipIf(oldNode === undefined)('runs under an older Node by starting the one of the project', async () => {
  const result = await runProcess(oldNode ?? '', [launcher, 'no-such'], { env, limitMs });
  expect(result).toMatchObject({ end: 2, output: expect.stringContaining("There is no command 'no-such'") });
});

test.skipIf(oldNode === undefined)('tells an older Node to run npm ci where that has not happened', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'cli'));
  await copyFile(launcher, join(folder, 'cli/perennial.mjs'));
  const result = await runProcess(oldNode ?? '', [join(folder, 'cli/perennial.mjs')], { env, limitMs });
  expect(result).toMatchObject({ end: 1, output: expect.stringMatching(/needs Node 24.*\nRun `npm ci`/) });
});
