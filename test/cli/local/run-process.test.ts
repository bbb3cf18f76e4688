import { expect, test } from 'vitest';
import { runProcess } from '../../../cli/local/run-process.ts';

const env = { PATH: process.env['PATH'] };
const minute = 60_000;

test('resolves to the exit code and both outputs, and hands out whole lines', async () => {
  const lines: string[] = [];
  const script = 'printf "one\\ntw"; printf "o\\n" ; printf "three" >&2; exit 3';
  const result = await runProcess('sh', ['-c', script], { env, limitMs: minute, onLine: (line) => lines.push(line) });
  expect(result).toEqual({ end: 3, output: 'one\ntwo\nthree' });
  expect(lines).toEqual(['one', 'two', 'three']);
});

test('a program sees the environment it is given and no other', async () => {
  const result = await runProcess('sh', ['-c', 'echo "$GIVEN,$HOME"'], {
    env: { ...env, GIVEN: 'yes' },
    limitMs: minute,
  });
  expect(result).toEqual({ end: 0, output: 'yes,\n' });
});

test('a program that is not there is no exception', async () => {
  expect(await runProcess('no-such-program', [], { env, limitMs: minute })).toEqual({ end: 'not-found', output: '' });
});

test('a program that takes too long is ended with what it has started', async () => {
  // The grandchild holds the output open: waiting for the shell alone would wait for it.
  const result = await runProcess('sh', ['-c', 'sleep 600 & echo started; wait'], { env, limitMs: 500 });
  expect(result).toEqual({ end: 'out-of-time', output: 'started\n' });
});
