import { runProcess } from '../../cli/local/run-process.ts';
import { runs } from '../property-runs.ts';
import { resultFile, type Step } from './steps.ts';

export type StepResult = { step: Step; passed: boolean; seconds: number; output: string };

/** Longer than any step takes, shorter than anybody waits: what hangs is ended, with all it started. */
const limitMinutes = 15;

/** Runs a step as `npm run` does, to its end. Whatever goes wrong in it is a step that did not pass. */
export async function runStep(step: Step): Promise<StepResult> {
  const started = performance.now();
  const command = ['run', '--silent', step.script, ...vitestOptions(step)];
  const limitMs = runs(limitMinutes) * 60_000;
  const { end, output } = await runProcess('npm', command, { env: { ...process.env, NO_COLOR: '1' }, limitMs });
  const seconds = (performance.now() - started) / 1000;
  return { step, passed: end === 0, seconds, output: typeof end === 'number' ? output : `${output}\n(${end})\n` };
}

function vitestOptions({ project }: Step): string[] {
  if (project === undefined) return [];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile(project)}`];
  return ['--', '--allowOnly=false', ...reporters];
}
