/**
 * `npm run test:mutation`: changes the rules in `shared/domain`, one place at a time, and looks whether their tests
 * notice. With `-- --mutate shared/domain/lots.ts` it changes one file. With `-- --incremental` it keeps what it found
 * and tests again only what changed: for working, not for a figure, as it sees changes of a mutant and of the tests that
 * reach it, not of what these import. Not with `--testFiles`: then what runs when a module is loaded is changed too late,
 * and is told as a survivor (https://github.com/stryker-mutator/stryker-js/issues/6144).
 */
export default {
  mutate: ['shared/domain/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  // For each mutant only the tests that reach it.
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // The tests together take a few seconds: only what hangs is to end.
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 10,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false, allowColor: false },
  htmlReporter: { fileName: '.local/mutation/report.html' },
  jsonReporter: { fileName: '.local/mutation/report.json' },
  incrementalFile: '.local/mutation/incremental.json',
  tempDirName: '.local/mutation/sandbox',
  // Copied into a folder of its own, in which mutants live: the rules, their tests, and nothing else.
  ignorePatterns: ['**', '!shared/**', '!test/**', '!*.json', '!vitest.mutation.config.ts'],
  thresholds: { high: 95, low: 90, break: 90 },
};
