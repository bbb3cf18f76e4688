import { setTimeout } from 'node:timers/promises';

/** Waits before a further attempt: exponential from 20 ms, at most a second, with full jitter. */
export async function backOff(attempt: number): Promise<void> {
  await setTimeout(Math.random() * Math.min(1000, 20 * 2 ** (attempt - 1)));
}

/** Waits so many milliseconds. */
export async function sleep(ms: number): Promise<void> {
  await setTimeout(ms);
}
