import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const resultSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export type Totals = { passed: number; failed: number; skipped: number; skippedNames: string[] };

/**
 * Counts what vitest's JSON reporter wrote into a file. A test file that could not even be loaded counts as one failed
 * test, and so does a missing result: what did not report did not pass.
 */
export function readTotals(file: string): Totals {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, skippedNames: [] };
  const { testResults } = resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const passed = count('passed');
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const skippedNames = tests
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName.trim());
  return { passed, failed: count('failed') + broken, skipped: skippedNames.length, skippedNames };
}

/** The sum over several projects. */
export function addTotals(list: readonly Totals[]): Totals {
  return {
    passed: list.reduce((sum, { passed }) => sum + passed, 0),
    failed: list.reduce((sum, { failed }) => sum + failed, 0),
    skipped: list.reduce((sum, { skipped }) => sum + skipped, 0),
    skippedNames: list.flatMap(({ skippedNames }) => skippedNames),
  };
}
