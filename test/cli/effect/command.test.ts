import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { run } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function effect(content: string | Buffer, ...words: readonly string[]) {
  const file = join(await temporaryFolder(), 'experiment.csv');
  await writeFile(file, content);
  return run(['effect', file, ...words]);
}

const asked = ['--arm', 'segment', '--control', 'none'];

/** A row for each of so many members: bought or not, and what they spent. */
function rowsOf(segment: string, n: number, spends: readonly string[]): readonly string[] {
  return Array.from({ length: n }, (_, member) => {
    const spent = spends[member];
    return `${segment},${spent === undefined ? '0' : '1'},${spent ?? '0'}`;
  });
}
const experiment = [
  'segment,bought,spend',
  ...rowsOf('women', 50, ['20', '40.50', '1e2', '7.25', '9']),
  ...rowsOf('none', 40, ['10.25', '30']),
  ...rowsOf('men', 60, ['+15', '.5', '25', '35', '45', '55', '65', '75', '85', '95', '5', '12']),
];

type Told = { readonly outcome: string; readonly arm: string } & Record<string, number | readonly number[]>;
type Document = {
  readonly arms: unknown;
  readonly srm: { readonly chi2: number; readonly p: number };
  outcomes: Told[];
};

test('three arms beside the control, in the order of the file', async () => {
  const { code, out, err } = await effect(experiment.join('\n'), ...asked, '--outcome', 'bought', 'spend', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { arms, srm, outcomes }: Document = JSON.parse(out);
  expect(arms).toEqual([
    { arm: 'women', n: 50 },
    { arm: 'none', n: 40 },
    { arm: 'men', n: 60 },
  ]);
  // (0² + 10² + 10²) ÷ 50, and e^(−4 ÷ 2).
  expect(srm.chi2).toBeCloseTo(4, 12);
  expect(srm.p).toBeCloseTo(Math.exp(-2), 12);
  expect(outcomes.map(({ outcome, arm }) => `${outcome} ${arm}`)).toEqual([
    'bought women',
    'bought men',
    'spend women',
    'spend men',
  ]);
  const [women, , , men] = outcomes;
  expect(women).toEqual({
    outcome: 'bought',
    arm: 'women',
    mean: expect.closeTo(0.1, 12),
    controlMean: expect.closeTo(0.05, 12),
    difference: expect.closeTo(0.05, 12),
    // √(0.1 · 0.9 ÷ 50 + 0.05 · 0.95 ÷ 40) = √0.0029875
    ci95: [expect.closeTo(0.05 - 1.959963984540054 * Math.sqrt(0.0029875), 12), expect.any(Number)],
    relative: expect.closeTo(1, 12),
    // √(0.0018 ÷ 0.05² + 0.1² · 0.0011875 ÷ 0.05⁴)
    relativeCi95: [expect.closeTo(1 - 1.959963984540054 * Math.sqrt(0.72 + 1.9), 12), expect.any(Number)],
    p: expect.closeTo(0.360308, 6),
  });
  expect(men).toMatchObject({ mean: expect.closeTo(512.5 / 60, 12), controlMean: expect.closeTo(40.25 / 40, 12) });
});

test('weights are those of the arms in the order of the file', async () => {
  const words = [...asked, '--outcome', 'bought', '--json', '--weights', '5,4,6'];
  const { srm }: Document = JSON.parse((await effect(experiment.join('\n'), ...words)).out);
  expect(srm.chi2).toBeCloseTo(0, 12);
  expect(srm.p).toBeCloseTo(1, 12);
});

test('a gzipped file with the line ends and the quotes of a spreadsheet is the same experiment', async () => {
  const quoted = ['﻿segment,bought,spend', ...experiment.slice(1).map((row) => row.replace(/^(\w+)/, '"$1"'))];
  const words = [...asked, '--outcome', 'bought', '--json'];
  const plain = await effect(experiment.join('\n'), ...words);
  expect(await effect(gzipSync(quoted.join('\r\n')), ...words)).toEqual(plain);
});

test('for people there is a table, with a word on what the interval says', async () => {
  const { code, out } = await effect(experiment.join('\n'), ...asked, '--outcome', 'bought');
  expect(code).toBe(0);
  expect(out).toContain('sample ratio: chi-squared 4, p 0.1353 (as meant)');
  expect(out).toMatch(/women\s+0\.1\s+0\.05\s+0\.05\s.*\+100\.0 %.*0\.3603\s+not distinguishable from zero/);
  expect(out).toMatch(/men\s+0\.2\s+0\.05\s+0\.15\s.*more than the control/);
});

test('arms that are not as large as they were meant to be are not to be trusted', async () => {
  const words = [...asked, '--outcome', 'bought', '--weights', '1,4,1'];
  const { out } = await effect(experiment.join('\n'), ...words);
  expect(out).toContain('do not trust the rest');
});

test.each([
  [['--outcome', 'visits'], "there is no column 'visits'; the header has segment, bought, spend"],
  [['--outcome', 'bought', '--arm', 'group'], "there is no column 'group'"],
  [['--outcome', 'bought', '--control', 'nobody'], "no row has the control 'nobody'; the arms are women, none, men"],
  [['--outcome', 'bought', '--weights', '1,1'], "--weights names 2 of 3 arms; in the file's order: women, none, men"],
  [['--outcome', 'bought', '--weights', '1,0,1'], "--weights is numbers above 0 with commas between them, not '1,0,1'"],
  [['--outcome', 'bought', '--weights', '1,,1'], "not '1,,1'"],
  [['--outcome', 'bought', 'bought'], "the column 'bought' is named twice"],
  [[], '--outcome names at least one column'],
])('of words %j: %s', async (words, message) => {
  const { code, out, err } = await effect(experiment.join('\n'), ...asked, ...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test.each([
  [[], 'effect takes one FILE'],
  [['a.csv', 'b.csv'], 'effect takes one FILE'],
  [['a.csv', '--control', 'none', '--outcome', 'x'], '--arm names the column'],
  [['a.csv', '--arm', 'segment', '--outcome', 'x'], '--control names the arm'],
])('the words %j are refused before anything is read: %s', async (words, message) => {
  const { code, err } = await run(['effect', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('every value that is no number is named by line and column, and nothing is printed', async () => {
  const rows = ['segment,bought,spend', 'none,1,3', 'men,yes,', '', 'men,1,"1,200"', ',1,1', 'men,1', 'men,NaN,1e999'];
  const { code, out, err } = await effect(rows.join('\n'), ...asked, '--outcome', 'bought', 'spend', '--json');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.split('\n')).toEqual(
    expect.arrayContaining([
      "perennial: line 3, column bought: 'yes' is not a number",
      'line 3, column spend: it is empty',
      "line 5, column spend: '1,200' is not a number",
      'line 6, column segment is empty',
      'line 7, 2 cells, where the header has 3',
      "line 8, column bought: 'NaN' is not a number",
      "line 8, column spend: '1e999' is not a number",
    ]),
  );
});

test('of many faults the first are told, and how many more there are', async () => {
  const rows = Array.from({ length: 50 }, () => 'men,x,1');
  const { err } = await effect(['segment,bought,spend', ...rows].join('\n'), ...asked, '--outcome', 'bought');
  expect(err).toContain('line 21, column bought');
  expect(err).not.toContain('line 22,');
  expect(err).toContain('and 30 more');
});

test.each([
  ['', 'the file is empty'],
  ['segment,bought\n', 'the file has no rows under its header'],
  ['segment,bought\nnone,1\nnone,0\n', "every row is of the control 'none'"],
  ['segment,bought,bought\nnone,1,1\nmen,0,0\n', "the header has the column 'bought' twice"],
])('a file that is no experiment: %j', async (content, message) => {
  const { code, out, err } = await effect(content, ...asked, '--outcome', 'bought');
  expect(code).toBeGreaterThan(0);
  expect(out).toBe('');
  expect(err).toContain(message);
});

test('a column of ids is no column of arms', async () => {
  const rows = Array.from({ length: 1001 }, (_, member) => `m${member},1`);
  const { code, err } = await effect(['segment,bought', ...rows].join('\n'), ...asked, '--outcome', 'bought');
  expect(code).toBe(2);
  expect(err).toContain("column 'segment' has more than 1000 values");
});

test('--help says what counts', async () => {
  const { code, out } = await run(['effect', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('npx perennial effect FILE.csv --arm COLUMN --control VALUE --outcome COLUMN…');
});
