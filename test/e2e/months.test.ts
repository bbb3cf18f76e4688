/** Fourteen months through the deployed machine, a pass after each: what the snapshots tell, in every scope. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { allNumbers } from '../../shared/domain/statistics/numbers/all.ts';
import { monthsOfEvents, monthsProgramme } from '../fixtures/months-of-events.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { expectSame, numbersOfFiles, numbersOfStage, replayMonths, writeMonths } from './month-by-month.ts';
import type { MonthOfEvents, Numbers } from './month-by-month.ts';
import { perennial, perennialJson, simulate } from './perennial.ts';

let folder: string;
let program: string;
let months: readonly MonthOfEvents[];
let expected: Numbers;
let last: string;

beforeAll(async () => {
  folder = await folderOfFile();
  program = await writeDocument(folder, 'programme.json', monthsProgramme);
  months = await writeMonths(folder, monthsOfEvents(), monthsProgramme.timeZone);
  last = months.at(-1)?.asOf ?? '';
  [expected] = await Promise.all([numbersOfFiles(program, months), replayMonths(program, months)]);
});

test('the events have something of everything that the numbers are about', async () => {
  expect(months).toHaveLength(14);
  const { totals, tiers, entries } = await simulate({ program, events: months.map(({ events }) => events) });
  for (const of of ['redeemed', 'expired', 'returned']) expect(totals[of], of).toBeGreaterThan(0);
  for (const level of ['ordinary', 'silver', 'gold']) expect(tiers[level], level).toBeGreaterThan(0);
  const kinds = new Set(entries.map(({ kind }) => kind));
  for (const kind of ['earn', 'return', 'redeem', 'reserve', 'release', 'restore', 'expire', 'tier']) {
    expect(kinds).toContain(kind);
  }
});

test('every snapshot tells what the events so far come to in memory', async () => {
  expectSame(await numbersOfStage(months), expected);
});

describe('the newest snapshot', () => {
  const told = async (words: readonly string[]) => numbersOfStage(months.slice(-1), ...words);
  const inMemory = async (words: readonly string[]) => {
    const earlier = months.slice(0, -1).flatMap(({ events }) => ['--events', events]);
    return numbersOfFiles(program, months.slice(-1), ...words, ...earlier);
  };

  test.each(['web', 'shop'])('tells those who enrolled through %s', async (channel) => {
    const scope = ['--channel', channel];
    expectSame(await told(scope), await inMemory(scope));
  });

  test('tells some periods alone', async () => {
    const periods = ['--from', '2024-08-01', '--to', '2024-12-31'];
    expectSame(await told(periods), await inMemory(periods));
  });

  // What accounts no longer tell stays by the levels that its members had when they last did.
  const [thirteenMonths, twoMonths] = ['2024-04-01', '2025-03-01'];
  const ofTwoMonths = ['act.hour', 'comp.high', 'pts.breakage'];
  const ofAllMonthsAtOnce = ['act.hour', 'pts.liability'];

  describe.each(['ordinary', 'silver', 'gold'])('tells of who is %s', (tier) => {
    test('the months that accounts know', async () => {
      const scope = ['--tier', tier, '--from', thirteenMonths];
      expectSame(await told(scope), await inMemory(scope), [...ofTwoMonths, ...ofAllMonthsAtOnce]);
    });

    test('the months that they know with their hours and vintages', async () => {
      const scope = ['--tier', tier, '--from', twoMonths];
      expectSame(await told(scope), await inMemory(scope), ofAllMonthsAtOnce);
    });
  });
});

test('the numbers of the stage are written as a page', async () => {
  const page = join(folder, 'page.html');
  expect(await perennial('metrics', '--as-of', last, '--html', page)).toMatchObject({ code: 0 });
  const text = await readFile(page, 'utf8');
  expect(text).toMatch(/^<!doctype html>/i);
  for (const { id } of allNumbers) expect(text, id).toContain(id);
});

test('filled in from the entries the snapshots tell the same', async () => {
  const { document } = await perennialJson('metrics', 'backfill', '--to', last);
  expect(document).toEqual({ days: months.map(({ asOf }) => asOf) });
  expectSame(await numbersOfStage(months), expected);
});
