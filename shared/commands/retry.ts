import type { Dependencies } from './dependencies.ts';

/** Ten writers on one member settle well within this; beyond it the queue's own retry takes over. */
export const attemptsAtMost = 14;

/** Other writers kept winning the race for a member: nothing is wrong, and nothing was written. Try again later. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';

  constructor() {
    super(`a member changed ${String(attemptsAtMost)} times while a posting was decided`);
  }
}

/**
 * Reads, decides and commits until a commit is not outrun by another writer.
 *
 * @param attempt returns undefined when something moved between its read and its commit
 * @throws ContentionError when that happens too often
 */
export async function untilSettled<Result>(
  { backOff }: Pick<Dependencies, 'backOff'>,
  attempt: (number: number) => Promise<Result | undefined>,
): Promise<Result> {
  for (let number = 0; number < attemptsAtMost; number += 1) {
    if (number > 0) await backOff(number);
    const result = await attempt(number);
    if (result !== undefined) return result;
  }
  throw new ContentionError();
}
