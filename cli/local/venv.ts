import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { venvFolder } from './paths.ts';
import { findPython } from './prerequisites.ts';
import { runProcess } from './run-process.ts';

const requirementsFile = join(import.meta.dirname, 'requirements.txt');
const installLimitMs = 10 * 60_000;

/** One line of requirements.txt; `oldPython` says on which side of Python 3.11 it counts, if on one only. */
export type Pin = { readonly name: string; readonly version: string; readonly oldPython?: boolean };

/**
 * Makes sure that the virtual environment has exactly the pinned packages, and returns its Python. Quick when it has.
 * Throws Failure when Python or a part of it is missing, or the packages cannot be fetched.
 */
export async function ensureVenv(io: CommandIo, folder: string = venvFolder): Promise<string> {
  const python = join(folder, 'bin', 'python');
  const pins = parseRequirements(await readFile(requirementsFile, 'utf8'));
  if (existsSync(python) && (await missingPins(folder, pins)).length === 0) return python;
  if (!existsSync(python)) await makeVenv(io, folder);
  io.progress(`Fetching the local AWS (MiniStack and what it needs) into ${folder}; this happens once.`);
  const { end, output } = await runProcess(
    python,
    ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', requirementsFile],
    { env: io.env, limitMs: installLimitMs },
  );
  if (end === 0) return python;
  throw new Failure(
    `pip could not install the local AWS (${String(end)}):\n${lastLines(output, 12)}`,
    'Check the network and its proxy (pip reads PIP_INDEX_URL and HTTPS_PROXY) and run the same command again.',
  );
}

async function makeVenv(io: CommandIo, folder: string): Promise<void> {
  const python = await findPython(io.env);
  await mkdir(folder, { recursive: true });
  // --clear, because a folder without a working Python is what is left of an interrupted or a moved one.
  const { end, output } = await runProcess(python, ['-m', 'venv', '--clear', folder], {
    env: io.env,
    limitMs: installLimitMs,
  });
  if (end === 0) return;
  throw new Failure(
    `${python} could not make the virtual environment ${folder} (${String(end)}):\n${lastLines(output, 12)}`,
    'On Debian and Ubuntu this is usually a missing package: apt install python3-venv',
  );
}

/** The pins that are not installed. Looks at the folders that pip leaves, so that no process has to start. */
export async function missingPins(folder: string, pins: readonly Pin[]): Promise<Pin[]> {
  const library = join(folder, 'lib');
  const versions = existsSync(library) ? await readdir(library) : [];
  const version = versions.find((name) => /^python3\.\d+$/.test(name));
  if (version === undefined) return [...pins];
  const oldPython = Number(version.slice('python3.'.length)) < 11;
  const installed = new Set((await readdir(join(library, version, 'site-packages'))).map(normalised));
  return pins.filter(
    (pin) =>
      (pin.oldPython ?? oldPython) === oldPython && !installed.has(normalised(`${pin.name}-${pin.version}.dist-info`)),
  );
}

/** Reads requirements.txt. Throws when a line is no exact pin: an open version would change under us. */
export function parseRequirements(text: string): Pin[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const match = /^([\w.-]+)==([\w.]+)(?: ; python_version (<|>=) "3\.11")?$/.exec(line);
    const [, name, version, side] = match ?? [];
    if (name === undefined || version === undefined) throw new Error(`no exact pin in requirements.txt: ${line}`);
    return side === undefined ? { name, version } : { name, version, oldPython: side === '<' };
  });
}

/** Python writes the same name as `Foo-Bar`, `foo_bar` or `foo.bar`. */
function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** The end of a program's output, which is where it says what is wrong. */
export function lastLines(output: string, count: number): string {
  return output.trim().split('\n').slice(-count).join('\n');
}
