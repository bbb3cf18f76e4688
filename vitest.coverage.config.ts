import { defineConfig } from 'vitest/config';

/**
 * How much of `shared/domain` its tests reach. Each property runs a few times and always the same: counting makes what
 * runs take half as long again, and thousands of histories reach nothing that some do not. That they hold is for the
 * other projects to say.
 */
export default defineConfig({
  test: {
    name: 'coverage',
    include: [
      'test/{domain,cli/metrics,commands/campaigns,commands/people,commands/snapshots}/**/*.test.ts',
      'test/commands/{quote-purchase,merge-members}.test.ts',
      'test/contracts/campaign*.test.ts',
    ],
    setupFiles: ['test/fast-check.ts'],
    isolate: false,
    env: { FC_RUNS_FACTOR: '0.02', FC_SEED: '20261122' },
    testTimeout: 300_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['shared/domain/**/*.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 95, branches: 95, functions: 95 },
    },
  },
});
