/**
 * `npm test`: everything that has to hold, three steps at a time. Prints a line when a step starts and one when it ends,
 * all that a failing step said, and on its last line the totals over all tests. Ends with 1 when anything failed or
 * when no test ran.
 *
 * node test/run.ts [--long] [SCRIPT…]: only these steps, with what they come after; --long runs every property many
 * times more, with other cases each time.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runStep, type StepResult } from './workshop/run-step.ts';
import { runInOrder } from './workshop/schedule.ts';
import { resultFile, steps, type Step } from './workshop/steps.ts';
import { addTotals, readTotals } from './workshop/totals.ts';

const atATime = 3;
const longRunFactor = '40';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { long: { type: 'boolean' } } });
if (values.long === true) {
  process.env['FC_RUNS_FACTOR'] = longRunFactor;
  // Other cases than the last time, unless somebody asks for those of a seed.
  process.env['FC_SEED'] ??= 'any';
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // To exit is to end what runs: runProcess sees to that.
  process.on(signal, () => process.exit(1));
}

rmSync('reports', { recursive: true, force: true });
mkdirSync('reports', { recursive: true });
const results = await runInOrder(chosen(positionals), atATime, runAndTell, refuse);
process.exitCode = summarise(results) ? 0 : 1;

/** The steps of these names and what they come after; all of them when no name is given. */
function chosen(names: readonly string[]): readonly Step[] {
  const unknown = names.filter((name) => !steps.some(({ script }) => script === name));
  if (unknown.length > 0) throw new Error(`there is no step ${unknown.join(', ')}`);
  if (names.length === 0) return steps;
  const wanted = steps.filter(({ script }) => names.includes(script));
  const scripts = new Set([...names, ...wanted.flatMap(({ after = [] }) => after)]);
  return steps.filter(({ script }) => scripts.has(script));
}

async function runAndTell(step: Step): Promise<StepResult> {
  console.log(`start   ${step.script}`);
  const result = await runStep(step);
  tell(result);
  return result;
}

function refuse(step: Step, failed: string): StepResult {
  const result = { step, passed: false, seconds: 0, output: `not run, because ${failed} failed\n` };
  tell(result);
  return result;
}

function tell({ step, passed, seconds, output }: StepResult): void {
  writeFileSync(`reports/${step.script.replaceAll(':', '-')}.log`, output);
  console.log(`${passed ? 'ok     ' : 'FAILED '} ${step.script}  ${seconds.toFixed(1)} s`);
  // What a passing step says is in its log; only why it left something out has to be seen.
  const shown = passed ? output.split('\n').filter((line) => line.startsWith('skipped: ')) : [output];
  for (const text of shown) console.log(text);
}

/** Prints one line for each step and the totals; true when everything passed and at least one test ran. */
function summarise(all: readonly StepResult[]): boolean {
  const totals = all.flatMap(({ step }) => (step.project === undefined ? [] : [readTotals(resultFile(step.project))]));
  const { passed, failed, skipped, skippedNames } = addTotals(totals);
  console.log('');
  for (const { step, seconds, ...result } of all) {
    console.log(
      `${result.passed ? 'ok     ' : 'FAILED '} ${step.script.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s`,
    );
  }
  for (const name of skippedNames) console.log(`skipped test: ${name}`);
  if (passed + failed === 0) console.log('no test ran');
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return all.every((result) => result.passed) && failed === 0 && passed > 0;
}
