/** How a bundle wraps a handler, against middy, which the bundles leave out. */
import theirs from '@middy/core';
import { describe, expect, it, vi } from 'vitest';
import { middy as ours } from '../../../infra/bundle/middleware.ts';
import { contextWith } from '../../functions/invoke.ts';

type Handler = (event: string) => Promise<string>;

/** What happened, in its order, and what came of it. */
async function outcomeOf(middy: 'ours' | 'theirs', handler: Handler, remainingMs: number, failing: string) {
  const steps: string[] = [];
  const named = (name: string) =>
    Object.fromEntries(
      ['before', 'after', 'onError'].map((when) => [
        when,
        ({ event }: { readonly event: string }) => {
          steps.push(`${when} of ${name} at ${event}`);
          if (failing === `${when} of ${name}`) throw new RangeError(failing);
        },
      ]),
    );
  const context = { ...contextWith(), getRemainingTimeInMillis: () => remainingMs };
  const invoke =
    middy === 'ours'
      ? ours<string, string, typeof context>(handler).use(named('first')).use(named('second'))
      : theirs<string, string>(handler).use(named('first')).use(named('second'));
  try {
    return { result: await invoke('an event', context), steps };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name: error.name, message: error.message, steps };
  }
}

const answers: Handler = (event) => Promise.resolve(`answer to ${event}`);
const fails: Handler = () => Promise.reject(new TypeError('no'));
const neverEnds: Handler = async () => Promise.race([]);

describe('a handler in a bundle', () => {
  it.each<{ handler: Handler; remainingMs: number; failing: string; steps: number }>([
    { handler: answers, remainingMs: 1000, failing: '', steps: 4 },
    { handler: answers, remainingMs: 0, failing: '', steps: 4 },
    { handler: fails, remainingMs: 1000, failing: '', steps: 4 },
    { handler: answers, remainingMs: 1000, failing: 'before of second', steps: 4 },
    { handler: answers, remainingMs: 1000, failing: 'after of first', steps: 6 },
    { handler: answers, remainingMs: 1000, failing: 'after of second', steps: 5 },
    { handler: fails, remainingMs: 1000, failing: 'onError of second', steps: 3 },
    { handler: neverEnds, remainingMs: 30, failing: '', steps: 4 },
    { handler: neverEnds, remainingMs: 1, failing: '', steps: 4 },
  ])('is wrapped as middy wraps it: %o', async ({ handler, remainingMs, failing, steps }) => {
    const found = await outcomeOf('ours', handler, remainingMs, failing);
    expect(found).toEqual(await outcomeOf('theirs', handler, remainingMs, failing));
    expect(found.steps).toHaveLength(steps);
  });

  it('leaves no timer behind', async () => {
    const left = vi.spyOn(globalThis, 'clearTimeout');
    await outcomeOf('ours', answers, 60_000, '');
    expect(left).toHaveBeenCalledTimes(1);
  });
});
