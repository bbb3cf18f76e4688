import { defineConfig } from 'vitest/config';

/**
 * The tests of `shared/domain` as `npm run test:mutation` runs them, once for each mutant: few runs of each property, and
 * always the same, so that a mutant that is found once is found again.
 */
export default defineConfig({
  test: {
    name: 'mutation',
    include: ['test/domain/**/*.test.ts'],
    setupFiles: ['test/fast-check.ts'],
    env: { FC_RUNS_FACTOR: '0.02', FC_SEED: '20261122' },
    testTimeout: 60_000,
  },
});
