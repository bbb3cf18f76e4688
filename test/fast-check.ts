/**
 * Set-up of every test file that may hold properties. A property that fails prints its seed and path; the same
 * counterexample comes back with FC_SEED=… FC_PATH=… npx vitest run --project rules -t 'the test's name'.
 */
import fc from 'fast-check';
import { runs } from './property-runs.ts';

const { FC_SEED: seed, FC_PATH: path } = process.env;

fc.configureGlobal({
  numRuns: runs(100),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(path === undefined ? {} : { path }),
});
