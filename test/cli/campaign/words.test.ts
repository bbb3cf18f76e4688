/** What is typed behind `perennial campaign`. */
import { expect, test } from 'vitest';
import { run } from '../run-command.ts';
import { Stagehand } from './office.ts';

test.each([
  [[], 'campaign is followed by one of check, publish, list'],
  [['dance'], 'campaign is followed by one of check, publish, list'],
  [['publish'], 'campaign publish takes DIR, not nothing'],
  [['show', 'one', 'two'], 'campaign show takes ID, not one two'],
  [['list', 'one'], 'campaign list takes no name, not one'],
  [['show', 'spring', '--by', 'ann'], 'campaign show takes no --by'],
  [['publish', 'spring', '--at', '2026-03-10T12:00:00Z'], 'campaign publish takes no --at'],
  [['approve', 'spring', '--by', 'ann', '--version', 'two'], "--version takes a whole number, not 'two'"],
  [['run', 'spring', '--at', 'noon'], '--at takes an instant such as'],
  [['result', 'spring', '--run', 'yesterday'], '--run takes the time of a run in RFC 3339, or events'],
  [['result', 'spring', '--lang', 'en'], '--lang is the language of --html'],
  [['result', 'spring', '--html', 'x.html', '--lang', 'de'], '--lang is one of en, zh-CN'],
  [['list', '--stage', 'moon'], '--stage is one of local, dev, prod'],
])('%j makes no sense', async (words, message) => {
  const { code, out, err } = await new Stagehand().ask(...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test.each([['preview'], ['run'], ['result']])('only the local stage lets %s be told its now', async (action) => {
  const at = ['--at', '2026-03-10T12:00:00Z'];
  const { code, err } = await new Stagehand().ask(action, 'spring', ...at, '--stage', 'prod');
  expect(code).toBe(1);
  expect(err).toContain('only the local stage takes another now than the clock’s');
});

test.each([['show'], ['preview'], ['run'], ['pause'], ['resume'], ['cancel'], ['result']])(
  '%s of a campaign that nobody published says how to find those there are',
  async (action) => {
    const { code, out, err } = await new Stagehand().ask(action, 'nobody');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain("There is no campaign 'nobody'.");
    expect(err).toContain('`npx perennial campaign list`');
  },
);

test('--help has every action, examples, and lines that fit', async () => {
  const { code, out } = await run(['campaign', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('npx perennial campaign approve ID [--by NAME]');
  expect(out).toContain('npx perennial campaign run win-back --at 2026-11-24T10:00:00+08:00');
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});
