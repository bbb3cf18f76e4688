import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { cdnowRules, expected, flatRules, observed, unbalanced } from './expected.ts';
import { fold, totalsOf } from './fold.ts';
import { toEndOfMonth, toEndOfNextYear, untilInactive } from './lives.ts';
import { perennial, programmeFile, programmeWith, simulate } from './perennial.ts';
import { files, haveFiles, rawCdnow } from './raw-files.ts';

const asOf = '1998-06-30';
const noEvents = { read: 0, applied: 0, duplicates: 0, refused: 0, parked: 0, test: 0 };

describe.runIf(haveFiles('CDNOW', files.master, files.sample))('CDNOW, whole files', () => {
  let folder: string;
  let master: string;
  let masterByDate: string;
  let sample: string;
  let flatProgramme: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
    const inFolder = (name: string) => join(folder, name);
    [master, masterByDate, sample] = [inFolder('master'), inFolder('by-date'), inFolder('sample')];
    flatProgramme = inFolder('flat.json');
    await perennial('import', '--format', 'cdnow', files.master, '--to', master);
    await perennial('import', '--format', 'cdnow', files.sample, '--to', sample);
    await writeFile(masterByDate, sortedByDate(await readFile(master, 'utf8')));
    await writeFile(flatProgramme, withoutLevels(await readFile(programmeFile('cdnow'), 'utf8')));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('the files hold what they are known to hold', () => {
    const [all, some] = [rawCdnow(files.master), rawCdnow(files.sample)];
    expect([all.length, new Set(all.map(({ member }) => member)).size]).toEqual([69_659, 23_570]);
    expect([some.length, new Set(some.map(({ member }) => member)).size]).toEqual([6_919, 2_357]);
    expect(all.filter(({ minor }) => minor === 0)).toHaveLength(80);
  });

  test('the plain fold gives these numbers, in file order and in date order', () => {
    const all = rawCdnow(files.master);
    const some = rawCdnow(files.sample);
    const byDate = all.toSorted((a, b) => Number(a.day.replaceAll('-', '')) - Number(b.day.replaceAll('-', '')));
    const flat = {
      members: 23_570,
      purchases: 69_659,
      netMinor: 250_031_563,
      earned: 2_453_159,
      expired: 1_296_901,
      available: 1_156_258,
      tiers: { ordinary: 23_570 },
      entries: { earn: 69_659, tier: 0, expire: 31_966 },
    };
    const levelled = {
      ...flat,
      earned: 2_740_341,
      expired: 1_335_256,
      available: 1_405_085,
      tiers: { ordinary: 21_136, silver: 1_749, gold: 618, diamond: 67 },
      entries: { earn: 69_659, tier: 4_222, expire: 31_966 },
    };
    for (const purchases of [all, byDate]) {
      expect(totalsOf(fold(purchases, flatRules, asOf), flatRules)).toEqual(flat);
      expect(totalsOf(fold(purchases, cdnowRules, asOf), cdnowRules)).toEqual(levelled);
    }
    expect(totalsOf(fold(some, cdnowRules, asOf), cdnowRules)).toEqual({
      members: 2_357,
      purchases: 6_919,
      netMinor: 24_409_194,
      earned: 264_930,
      expired: 141_828,
      available: 123_102,
      tiers: { ordinary: 2_124, silver: 162, gold: 66, diamond: 5 },
      entries: { earn: 6_919, tier: 408, expire: 3_193 },
    });
  });

  test('the whole file under a programme without levels: totals and every member as in the fold', async () => {
    const document = await simulate({ program: flatProgramme, events: [master], asOf });
    expect(document.events).toEqual({ ...noEvents, read: 69_659, applied: 69_659 });
    expect(observed(document)).toEqual(expected(fold(rawCdnow(files.master), flatRules, asOf), flatRules, asOf));
  });

  test.each([
    {
      expiry: { policy: 'after', months: 12, roundUpTo: 'month' },
      life: toEndOfMonth,
      order: 'in file order',
      through: asOf,
      gives: { earned: 2_740_341, expired: 1_335_256, available: 1_405_085 },
    },
    {
      expiry: { policy: 'inactivity', months: 12 },
      life: untilInactive,
      order: 'in date order',
      through: asOf,
      gives: { earned: 2_740_341, expired: 690_997, available: 2_049_344 },
    },
    {
      // The first day on which the points of 1997 are gone.
      expiry: { policy: 'endOf', period: 'year', plus: 1 },
      life: toEndOfNextYear,
      order: 'in file order',
      through: '1999-01-01',
      gives: { earned: 2_740_341, expired: 2_147_208, available: 593_133 },
    },
  ])('the whole file $order, expiry $expiry.policy: every member as in the fold', async (given) => {
    const { expiry, life, order, through, gives } = given;
    const events = [order === 'in file order' ? master : masterByDate];
    const program = join(folder, `${expiry.policy}.json`);
    await writeFile(program, await programmeWith('cdnow', { expiry }));
    const document = await simulate({ program, events, asOf: through });
    const folded = fold(rawCdnow(files.master), cdnowRules, through);
    expect(document.events).toEqual({ ...noEvents, read: 69_659, applied: 69_659 });
    expect(observed(document)).toEqual(expected(folded, cdnowRules, through, life));
    expect(document.totals).toMatchObject(gives);
    expect(unbalanced(document)).toEqual([]);
  });

  test('a day in between, when reviews are due for some and most points are still good', async () => {
    const day = '1998-02-20';
    const until = rawCdnow(files.sample).filter((purchase) => purchase.day <= day);
    const events = join(folder, 'until-a-day');
    const lines = (await readFile(sample, 'utf8')).split('\n');
    await writeFile(events, lines.filter((line) => line !== '' && occurredAt(line) <= `${day}T24`).join('\n'));
    const document = await simulate({ program: programmeFile('cdnow'), events: [events], asOf: day });
    expect(observed(document)).toEqual(expected(fold(until, cdnowRules, day), cdnowRules, day));
  });

  test('the sample, entry by entry; sent again, and again as part of the master, it changes nothing', async () => {
    const folded = fold(rawCdnow(files.sample), cdnowRules, asOf);
    const once = await simulate({ program: programmeFile('cdnow'), events: [sample], asOf, entries: true });
    expect(observed(once)).toEqual(expected(folded, cdnowRules, asOf));
    const kinds = Object.groupBy(once.entries, ({ kind }) => kind);
    expect(Object.fromEntries(Object.entries(kinds).map(([kind, entries]) => [kind, entries?.length]))).toEqual(
      totalsOf(folded, cdnowRules).entries,
    );

    const twice = await simulate({ program: programmeFile('cdnow'), events: [sample, sample], asOf, entries: true });
    expect(twice.events).toEqual({ ...noEvents, read: 13_838, applied: 6_919, duplicates: 6_919 });
    expect(observed(twice)).toEqual(observed(once));
    expect(twice.entries).toEqual(once.entries);

    const both = await simulate({ program: programmeFile('cdnow'), events: [master, sample], asOf });
    expect(both.events).toEqual({ ...noEvents, read: 76_578, applied: 69_659, duplicates: 6_919 });
    expect(both.totals['earned']).toBe(2_740_341);
  });
});

const eventLine = z.object({ detail: z.object({ metadata: z.object({ occurredAt: z.string() }) }) });

function occurredAt(line: string): string {
  return eventLine.parse(JSON.parse(line)).detail.metadata.occurredAt;
}

/** All times have the same offset, so they sort as text; the sort keeps the order within a day. */
function sortedByDate(lines: string): string {
  const timed = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [occurredAt(line), line] as const);
  timed.sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1));
  return timed.map(([, line]) => `${line}\n`).join('');
}

function withoutLevels(text: string): string {
  const document = z.looseObject({ tiers: z.looseObject({ levels: z.array(z.unknown()) }) }).parse(JSON.parse(text));
  return JSON.stringify({ ...document, tiers: { ...document.tiers, levels: document.tiers.levels.slice(0, 1) } });
}
