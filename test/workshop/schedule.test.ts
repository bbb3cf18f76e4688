import { expect, it } from 'vitest';
import { runInOrder, type Ended } from './schedule.ts';
import type { Step } from './steps.ts';

/** Runs steps that end one after another, and tells what started when how many others ran. */
async function record(todo: readonly Step[], failing: string[] = []): Promise<{ log: string[]; ended: string[] }> {
  const log: string[] = [];
  let running = 0;
  const run = async (step: Step): Promise<Ended> => {
    log.push(`${step.script} beside ${running}`);
    running += 1;
    for (const letter of step.script) await Promise.resolve(letter);
    running -= 1;
    return { step, passed: !failing.includes(step.script) };
  };
  const results = await runInOrder(todo, 2, run, (step) => ({ step, passed: false }));
  return { log, ended: results.map(({ step, passed }) => `${step.script} ${passed ? 'passed' : 'failed'}`).sort() };
}

it('runs two at a time and fills a free place at once', async () => {
  const { log } = await record([{ script: 'a-long-one' }, { script: 'b' }, { script: 'c' }]);
  expect(log).toEqual(['a-long-one beside 0', 'b beside 1', 'c beside 1']);
});

it('lets a step wait for what it comes after, and the next one go first', async () => {
  const { log } = await record([{ script: 'first' }, { script: 'second', after: ['first'] }, { script: 'third-one' }]);
  expect(log).toEqual(['first beside 0', 'third-one beside 1', 'second beside 1']);
});

it('does not run what comes after a failure, nor what comes after that', async () => {
  const todo = [{ script: 'a' }, { script: 'b', after: ['a'] }, { script: 'c', after: ['b'] }, { script: 'd' }];
  const { log, ended } = await record(todo, ['a']);
  expect(log).toEqual(['a beside 0', 'd beside 1']);
  expect(ended).toEqual(['a failed', 'b failed', 'c failed', 'd passed']);
});

it('runs a step whose predecessor was not asked for', async () => {
  const { ended } = await record([{ script: 'b', after: ['a'] }]);
  expect(ended).toEqual(['b passed']);
});
