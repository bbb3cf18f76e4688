/**
 * How often a property runs: `count` times, or as many times more as FC_RUNS_FACTOR says (`npm run test:long`), or less,
 * but at least once (`npm run test:mutation`). A property that says its own number of runs says it through this function.
 */
export function runs(count: number): number {
  return Math.max(1, Math.ceil(count * Number(process.env['FC_RUNS_FACTOR'] ?? '1')));
}
