/**
 * Set-up of every test file that may hold properties. `npm test` draws the same cases every time, so that it fails for
 * what was changed and for nothing else; `npm run test:long` draws others each time, and many more. A property that fails
 * prints its seed and path; the same counterexample comes back with
 * FC_SEED=… FC_PATH=… npx vitest run --project rules -t 'the test's name'.
 */
import fc from 'fast-check';
import { runs } from './property-runs.ts';

const { FC_SEED: asked = '20261122', FC_PATH: path } = process.env;
const seed = asked === 'any' ? {} : { seed: Number(asked) };

fc.configureGlobal({ numRuns: runs(100), ...seed, ...(path === undefined ? {} : { path }) });
