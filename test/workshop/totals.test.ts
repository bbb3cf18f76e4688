import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { addTotals, readTotals } from './totals.ts';

const folder = mkdtempSync(join(tmpdir(), 'perennial-totals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function results(testResults: unknown): string {
  const file = join(folder, 'results.json');
  writeFileSync(file, JSON.stringify({ numTotalTests: 0, testResults }));
  return file;
}

const test = (status: string, fullName = status) => ({ fullName, status });

it('counts every test by what became of it', () => {
  const file = results([
    { name: 'a.test.ts', status: 'failed', assertionResults: [test('passed'), test('passed'), test('failed')] },
    {
      name: 'b.test.ts',
      status: 'passed',
      assertionResults: [test('pending', ' left out'), test('todo'), test('skipped')],
    },
  ]);
  expect(readTotals(file)).toEqual({ passed: 2, failed: 1, skipped: 3, skippedNames: ['left out', 'todo', 'skipped'] });
});

it('counts a file that could not be loaded as a failed test', () => {
  const file = results([{ name: 'a.test.ts', status: 'failed', assertionResults: [] }]);
  expect(readTotals(file)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
});

it('counts results that are missing as a failed test', () => {
  expect(readTotals(join(folder, 'nothing.json'))).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
});

it('adds up', () => {
  const totals = { passed: 1, failed: 2, skipped: 1, skippedNames: ['one'] };
  expect(addTotals([totals, totals])).toEqual({ passed: 2, failed: 4, skipped: 2, skippedNames: ['one', 'one'] });
  expect(addTotals([])).toEqual({ passed: 0, failed: 0, skipped: 0, skippedNames: [] });
});
