import { beforeAll, describe, expect, test } from 'vitest';
import { cdnowRules, expected, observed } from '../real-data/expected.ts';
import { fold } from '../real-data/fold.ts';
import { files, haveFiles, rawCdnow } from '../real-data/raw-files.ts';
import { folderOfFile } from './files.ts';
import { perennial, programmeFile, replay, replayFresh, simulate, withoutMemberIds } from './perennial.ts';
import type { Run, RunDocument } from './perennial.ts';
import { books } from './stage.ts';

const program = programmeFile('cdnow');
const asOf = '1998-06-30';

describe.runIf(haveFiles('CDNOW through the deployed stack', files.sample))('the sample of CDNOW', () => {
  let run: Run;
  let document: RunDocument;

  beforeAll(async () => {
    const events = `${await folderOfFile()}/cdnow.ndjson`;
    const { code } = await perennial('import', '--format', 'cdnow', files.sample, '--to', events);
    expect(code).toBe(0);
    run = { events: [events], asOf };
    document = await replayFresh({ program, ...run });
  });

  test('the document is the one that simulate prints', async () => {
    expect(document.events).toMatchObject({ read: 6919, applied: 6919 });
    expect(withoutMemberIds(document)).toEqual(withoutMemberIds(await simulate({ program, ...run })));
  });

  test('totals, levels and members are those of the plain fold of the raw file', () => {
    const folded = expected(fold(rawCdnow(files.sample), cdnowRules, asOf), cdnowRules, asOf);
    const { totals, tiers, members } = observed(document);
    expect({ totals, tiers }).toEqual({ totals: folded.totals, tiers: folded.tiers });
    expect(members).toMatchObject(folded.members);
    expect(members).toHaveLength(2357);
  });

  test('sent a second time everything is a duplicate, and no item of the books is written', async () => {
    const before = await books();
    const again = await replay({ ...run, brief: true });
    expect(await books()).toEqual(before);
    expect(again.events).toEqual({ ...document.events, applied: 0, duplicates: 6919 });
    expect([again.totals, again.tiers]).toEqual([document.totals, document.tiers]);
  });
});
