import { defineConfig } from 'vitest/config';
import { runs } from './test/property-runs.ts';

/** Test files of the given folders under test/. */
const filesOf = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** No test proves anything by the clock: these limits only end what hangs, and a long run has longer ones. */
const minutes = (count: number) => ({ testTimeout: runs(count) * 60_000, hookTimeout: runs(count) * 60_000 });

const propertyTests = { setupFiles: ['test/fast-check.ts'] };
const localAws = { globalSetup: ['test/local-aws.ts'] };
const deployedStack = { globalSetup: ['test/local-aws.ts', 'test/deployed-stack.ts'] };

export default defineConfig({
  test: {
    // A run without tests proves nothing.
    passWithNoTests: false,
    clearMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: filesOf('domain', 'contracts', 'commands', 'explain', 'content'),
          // What is pure keeps nothing from one file to the next: modules are loaded once for all of them.
          isolate: false,
          ...propertyTests,
          ...minutes(5),
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: filesOf('functions', 'infra/bundle', 'platform', 'channels', 'cli', 'workshop'),
          ...propertyTests,
          ...minutes(1),
        },
      },
      {
        extends: true,
        test: { name: 'store', include: filesOf('store', 'bench'), ...localAws, ...propertyTests, ...minutes(2) },
      },
      {
        extends: true,
        // In one process, so that a stage is synthesised once for all files.
        test: {
          name: 'infra',
          include: ['test/infra/*.test.ts'],
          isolate: false,
          globalSetup: ['test/synthesis-folder.ts'],
          ...propertyTests,
          ...minutes(3),
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: filesOf('e2e'), fileParallelism: false, ...deployedStack, ...minutes(8) },
      },
      {
        extends: true,
        test: { name: 'real-data', include: filesOf('real-data'), ...minutes(8) },
      },
    ],
  },
});
