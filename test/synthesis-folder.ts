/** Set-up of the tests of templates: a folder in which stages are synthesised, gone at the end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    /** An absolute path. */
    synthesisFolder: string;
  }
}

/** Makes it and provides `synthesisFolder`; returns what removes it: test processes are ended without a word. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-infra-test-'));
  project.provide('synthesisFolder', folder);
  return async () => {
    await rm(folder, { recursive: true, force: true });
  };
}
