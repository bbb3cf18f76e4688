import { expect, it } from 'vitest';
import { startedOnce } from '../../shared/platform/started-once.ts';

it('starts before anybody asks, and once for all who ask', async () => {
  let starts = 0;
  const started = startedOnce(async () => Promise.resolve((starts += 1)));
  expect(starts).toBe(1);
  expect(await Promise.all([started(), started(), started()])).toEqual([1, 1, 1]);
  expect(starts).toBe(1);
});

it('starts again for whoever asks after a start that failed', async () => {
  const answers = [Promise.reject(new Error('first')), Promise.reject(new Error('second')), Promise.resolve('there')];
  for (const answer of answers) answer.catch(() => undefined);
  const started = startedOnce(async () => answers.shift() ?? Promise.reject(new Error('too often')));
  await expect(started()).rejects.toThrow('first');
  await expect(started()).rejects.toThrow('second');
  expect(await started()).toBe('there');
  expect(await started()).toBe('there');
});
