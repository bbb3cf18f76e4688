/**
 * The sample of CDNOW, 2,357 members, month by month through the deployed machine. It takes some minutes, so it is for
 * `npm run test:long`; `months.test.ts` does the same in every run with a shop that is made for it. The file is no part of
 * the repository; without it this is left out and says so.
 */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { runs } from '../property-runs.ts';
import { files, haveFiles } from '../real-data/raw-files.ts';
import { folderOfFile } from './files.ts';
import { expectSame, numbersOfFiles, numbersOfStage, replayMonths, writeMonths } from './month-by-month.ts';
import type { MonthOfEvents, Numbers } from './month-by-month.ts';
import { perennial, perennialJson, programmeFile } from './perennial.ts';

const program = programmeFile('cdnow');
const event = z.object({
  'detail-type': z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({ occurredAt: z.string() }),
  }),
});
const isLong = runs(1) > 1;

async function sample(folder: string): Promise<readonly z.output<typeof event>[]> {
  const file = `${folder}/cdnow.ndjson`;
  expect(await perennial('import', '--format', 'cdnow', files.sample, '--to', file)).toMatchObject({ code: 0 });
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const events = lines.map((line) => event.parse(JSON.parse(line)));
  // The file is in the order of the customers.
  return events.sort((a, b) => (a.detail.metadata.occurredAt < b.detail.metadata.occurredAt ? -1 : 1));
}

describe.runIf(isLong && haveFiles('CDNOW month by month', files.sample))('the sample of CDNOW, month by month', () => {
  let months: readonly MonthOfEvents[];
  let expected: Numbers;

  beforeAll(async () => {
    const folder = await folderOfFile();
    months = await writeMonths(folder, await sample(folder), 'America/New_York');
    expect(months.map(({ asOf }) => asOf)).toHaveLength(18);
    [expected] = await Promise.all([numbersOfFiles(program, months), replayMonths(program, months)]);
  });

  test('every snapshot tells what the events so far come to in memory', async () => {
    expectSame(await numbersOfStage(months), expected);
  });

  test('filled in from the entries they tell the same', async () => {
    const last = months.at(-1)?.asOf ?? '';
    const { document } = await perennialJson('metrics', 'backfill', '--to', last);
    expect(document).toEqual({ days: months.map(({ asOf }) => asOf) });
    expectSame(await numbersOfStage(months), expected);
  });
});
