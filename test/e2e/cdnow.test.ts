import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { runs } from '../property-runs.ts';
import { cdnowRules, expected, observed } from '../real-data/expected.ts';
import { fold } from '../real-data/fold.ts';
import { files, haveFiles, rawCdnow } from '../real-data/raw-files.ts';
import { folderOfFile, writeLines } from './files.ts';
import { perennial, programmeFile, replay, replayFresh, simulate, withoutMemberIds } from './perennial.ts';
import type { Run, RunDocument } from './perennial.ts';
import { books } from './stage.ts';

const program = programmeFile('cdnow');
const asOf = '1998-06-30';

/** All customers with `npm run test:long`; in the usual run every fifth, who buy as the others do. */
const part = runs(1) > 1 ? { each: 1, purchases: 6919, customers: 2357 } : { each: 5, purchases: 1289, customers: 471 };

/** Writes the lines of these customers as they lie in the file, whose second column numbers them. */
async function writePart(folder: string): Promise<string> {
  const lines = (await readFile(files.sample, 'utf8')).split('\n');
  const numberOf = (line: string) => Number(line.trim().split(/ +/)[1]);
  return writeLines(
    folder,
    'cdnow.txt',
    lines.filter((line) => numberOf(line) % part.each === 0),
  );
}

describe.runIf(haveFiles('CDNOW through the deployed stack', files.sample))('the sample of CDNOW', () => {
  let raw: string;
  let run: Run;
  let document: RunDocument;

  beforeAll(async () => {
    const folder = await folderOfFile();
    raw = await writePart(folder);
    const events = `${folder}/cdnow.ndjson`;
    const { code } = await perennial('import', '--format', 'cdnow', raw, '--to', events);
    expect(code).toBe(0);
    run = { events: [events], asOf };
    document = await replayFresh({ program, ...run });
  });

  test('the document is the one that simulate prints', async () => {
    expect(document.events).toMatchObject({ read: part.purchases, applied: part.purchases });
    expect(withoutMemberIds(document)).toEqual(withoutMemberIds(await simulate({ program, ...run })));
  });

  test('totals, levels and members are those of the plain fold of the raw file', () => {
    const folded = expected(fold(rawCdnow(raw), cdnowRules, asOf), cdnowRules, asOf);
    const { totals, tiers, members } = observed(document);
    expect({ totals, tiers }).toEqual({ totals: folded.totals, tiers: folded.tiers });
    expect(members).toMatchObject(folded.members);
    expect(members).toHaveLength(part.customers);
  });

  test('sent a second time everything is a duplicate, and no item of the books is written', async () => {
    const before = await books();
    const again = await replay({ ...run, brief: true });
    expect(await books()).toEqual(before);
    expect(again.events).toEqual({ ...document.events, applied: 0, duplicates: part.purchases });
    expect([again.totals, again.tiers]).toEqual([document.totals, document.tiers]);
  });
});
