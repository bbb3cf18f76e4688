/** Set-up of the projects that need a local AWS: an empty MiniStack of their own, on a free port, gone at the end. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createIo } from '../cli/io.ts';
import { startInstance, stopInstance } from '../cli/local/instance.ts';
import { localFolder } from '../cli/local/paths.ts';
import { freePort } from '../cli/local/prerequisites.ts';
import { ensureVenv } from '../cli/local/venv.ts';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    /** Where the project's own MiniStack listens, for example `http://127.0.0.1:40123`. */
    endpoint: string;
  }
}

/** Starts it and provides `endpoint`; returns what ends it. Throws Failure when Python or a part of it is missing. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await stopLeftOvers(prefixOf(project));
  const python = await ensureVenv(createIo(process, process.env, false));
  const folder = instanceFolder(project);
  const { endpoint } = await startInstance({ port: await freePort(), folder, python });
  project.provide('endpoint', endpoint);
  return async () => {
    await stopInstance(folder);
  };
}

/** The folder of the project's own MiniStack in this run, deleted when it ends. */
export function instanceFolder(project: TestProject): string {
  return join(localFolder, `${prefixOf(project)}${process.pid}`);
}

function prefixOf({ name }: TestProject): string {
  return `test-${name}-`;
}

/** Ends what a run that was killed has left: its folder bears the number of a process that is no more. */
async function stopLeftOvers(prefix: string): Promise<void> {
  for (const folder of globSync(`${prefix}*`, { cwd: localFolder })) {
    if (!isAlive(Number(folder.slice(prefix.length)))) await stopInstance(join(localFolder, folder));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
