import type { Step } from './steps.ts';

/** What the order of steps needs to know about one that ended. */
export type Ended = { step: Step; passed: boolean };

/**
 * Runs steps in their order, at most `places` at a time, each as soon as what it comes after has ended. A step that
 * comes after one that failed is not run: `refuse` makes its result. Resolves to all results, as they ended.
 */
export async function runInOrder<Result extends Ended>(
  todo: readonly Step[],
  places: number,
  run: (step: Step) => Promise<Result>,
  refuse: (step: Step, failed: string) => Result,
): Promise<Result[]> {
  const waiting = [...todo];
  const results: Result[] = [];
  const running = new Set<Promise<void>>();
  const isOpen = (script: string) =>
    todo.some((step) => step.script === script) && !results.some(({ step }) => step.script === script);
  for (;;) {
    while (running.size < places) {
      const ready = waiting.findIndex(({ after = [] }) => !after.some(isOpen));
      const [step] = ready === -1 ? [] : waiting.splice(ready, 1);
      if (step === undefined) break;
      const failed = results.find((result) => !result.passed && step.after?.includes(result.step.script));
      if (failed !== undefined) {
        results.push(refuse(step, failed.step.script));
        continue;
      }
      const place: Promise<void> = run(step).then((result) => {
        results.push(result);
        running.delete(place);
      });
      running.add(place);
    }
    if (running.size === 0) return results;
    await Promise.race(running);
  }
}
