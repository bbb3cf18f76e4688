import { expect, test } from 'vitest';
import { allNumbers } from '../../../shared/domain/statistics/numbers/all.ts';
import { run } from '../run-command.ts';
import { buys, documentOf, metrics, told } from './shop.ts';

const history = [buys('ann', '2026-01-31', 1000), buys('ann', '2026-02-10', 1000), buys('bob', '2026-02-11', 500)];

test('ids choose numbers, in their order; without ids there are all, each of its kind', async () => {
  const some = await documentOf(history, ['buy.repurchase', 'act.mau', '--as-of', '2026-02-28']);
  expect(some).toEqual({
    asOf: '2026-02-28',
    scope: { program: 'test@1', tier: null, channel: null },
    window: 'all',
    numbers: {
      'buy.repurchase': { value: 0.5, numerator: 1, denominator: 2 },
      'act.mau': {
        series: [
          { period: '2026-01', complete: true, value: 1 },
          { period: '2026-02', complete: true, value: 2 },
        ],
      },
    },
  });
  const { numbers } = await documentOf(history, []);
  expect(Object.keys(numbers)).toEqual(allNumbers.map(({ id }) => id));
  const keys = {
    value: 'value',
    rate: 'numerator',
    series: 'series',
    cohorts: 'cohorts',
    bins: 'bins',
    intervals: 'mean',
    matrix: 'rows',
    hours: 'rows',
  } as const;
  for (const { id, kind } of allNumbers) expect(numbers[id], id).toHaveProperty(keys[kind]);
});

test('--from and --to tell only periods that begin in between; --as-of is the last event’s day by default', async () => {
  const { asOf, numbers } = await documentOf(history, [
    'act.mau',
    'ret.n',
    '--from',
    '2026-02-01',
    '--to',
    '2026-02-28',
  ]);
  expect(asOf).toBe('2026-02-11');
  expect(told(numbers['act.mau'])).toEqual({ '(2026-02)': 2 });
  expect(numbers['ret.n']).toEqual({ cohorts: [{ cohort: '2026-02', size: 1, complete: false, values: [1] }] });
});

test('the table has the definition beside each number, in either language', async () => {
  const english = await metrics(history, ['buy.repurchase', 'act.mau']);
  expect(english.out).toContain('buy.repurchase  Repurchase rate: buyers with two purchases or more in the window ÷');
  expect(english.out).toMatch(/0\.5 +=? *= 1 ÷ 2/);
  expect(english.out).toContain('(not over yet)');
  const chinese = await metrics(history, ['buy.repurchase', '--lang', 'zh-CN']);
  expect(chinese.out).toContain('复购率: 窗口内购买 ≥ 2 次的会员 ÷ 窗口内购买会员');
  const all = await metrics(history, []);
  for (const { id, name, definition } of allNumbers) {
    expect(all.out).toContain(`${id}  ${name.en}: ${definition.en}`);
    expect(name['zh-CN']).not.toBe('');
    expect(definition['zh-CN']).toMatch(/\p{Script=Han}/u);
  }
});

test.each([
  [['act.nobody'], 2, 'there is no number act.nobody. There are:\n  act.dau'],
  [['--window', '90d'], 2, '--window is one of month, 12m, all'],
  [['--tier', 'bronze'], 2, '--tier is one of ordinary, silver, gold'],
  [['--lang', 'de'], 2, '--lang is one of en, zh-CN'],
  [['--as-of', '2026-02-30'], 2, '--as-of takes a date'],
])('%j is refused with what there is', async (words, code, message) => {
  const answer = await metrics(history, words);
  expect(answer).toMatchObject({ code, out: '' });
  expect(answer.err).toContain(message);
});

test.each([
  { words: ['--program', 'program.json'], message: '--program goes with --events FILE' },
  { words: ['backfill', 'act.mau'], message: 'metrics backfill takes no numbers' },
  { words: ['backfill', '--events', 'events.ndjson'], message: 'metrics backfill takes no numbers' },
  { words: ['--stage', 'nowhere'], message: '--stage is one of local, dev, prod' },
])('$words makes no sense of a deployed stage', async ({ words, message }) => {
  const { code, err } = await run(['metrics', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('of nothing there is nothing, and no division by it', async () => {
  const { numbers } = await documentOf([], ['--as-of', '2026-01-31']);
  expect(numbers['act.mau']).toEqual({ series: [] });
  expect(numbers['buy.repurchase']).toEqual({ value: null, numerator: 0, denominator: 0 });
  expect(numbers['buy.interval']).toMatchObject({ n: 0, mean: null, p50: null });
  expect(numbers['ops.fresh']).toEqual({ value: null });
});
