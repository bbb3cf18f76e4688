import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { perennial, perennialJson, replay, startAfresh } from './perennial.ts';

/** From 1 June 2026 a whole unit of money is worth three points, and everybody has to be known. */
const next = {
  ...plainDocument,
  version: 2,
  effectiveFrom: '2026-06-01T00:00:00+08:00',
  members: { unknown: 'refuse' },
  earn: [{ ...plainDocument.earn[0], points: 3 }],
};

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await folderOfFile();
  program = await writeDocument(folder, 'v1.json', plainDocument);
  await startAfresh(program);
});

async function listed() {
  const list = z.object({
    versions: z.array(z.object({ programId: z.string(), version: z.int(), effectiveFrom: z.string() })),
  });
  return list.parse((await perennialJson('program', 'list')).document).versions;
}

const first = { programId: 'test', version: 1, effectiveFrom: '2020-01-01T00:00:00Z' };
const second = { programId: 'test', version: 2, effectiveFrom: '2026-05-31T16:00:00Z' };

test('a version is listed; published again it is unchanged', async () => {
  expect(await listed()).toEqual([first]);
  const { code, document } = await perennialJson('program', 'publish', program);
  expect(document).toMatchObject({ status: 'unchanged', ...first });
  expect(code).toBe(0);
  // Written in another order it is the same document.
  const reordered = Object.fromEntries(Object.entries(plainDocument).toReversed());
  const again = await perennialJson('program', 'publish', await writeDocument(folder, 'reordered.json', reordered));
  expect(again).toMatchObject({ code: 0, document: { status: 'unchanged' } });
  expect(await listed()).toEqual([first]);
});

test.for([
  ['the same version with other content', { currency: 'USD' }, 'published with other content'],
  ['a programme of another id', { id: 'other', version: 2 }, 'one programme'],
  [
    'one that begins before the version before it',
    { version: 2, effectiveFrom: '2019-01-01T00:00:00Z' },
    'effectiveFrom',
  ],
  ['a document with faults', { version: 2, timeZone: 'Mars/Olympus', earn: [{ kind: 'gift' }] }, 'timeZone'],
] as const)('%s is refused, and nothing is published', async ([, changes, said]) => {
  const file = await writeDocument(folder, 'refused.json', { ...plainDocument, ...changes });
  const result = await perennial('program', 'publish', file, '--json');
  expect(result).toMatchObject({ code: 1, printed: '', said: expect.stringContaining(said) });
  expect(await listed()).toEqual([first]);
});

test('check names every fault with its place, without a stage', async () => {
  const faulty = { ...plainDocument, currency: 'cny', tiers: { levels: [{ id: 'a', from: 1 }] } };
  const { code, document } = await perennialJson(
    'program',
    'check',
    await writeDocument(folder, 'faulty.json', faulty),
  );
  const { faults } = z.object({ faults: z.array(z.looseObject({ path: z.string() })) }).parse(document);
  expect(faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['currency', 'tiers.levels[0].from']));
  expect(code).toBe(1);
  expect(await perennialJson('program', 'check', program)).toEqual({ code: 0, document: { faults: [] } });
});

test('the next version decides what happens from its day on, and nothing before', async () => {
  const ann = { externalId: 'ann' };
  const before = await writeLines(folder, 'before.ndjson', [
    sale({ purchaseId: 'p-1', member: ann, net: 1_000, occurredAt: '2026-05-01T12:00:00+08:00' }),
    // It falls into the time of the version that is not there yet.
    sale({ purchaseId: 'p-2', member: ann, net: 1_000, occurredAt: '2026-07-01T12:00:00+08:00' }),
  ]);
  const { members: earlier } = await replay({ events: [before] });
  expect(earlier).toMatchObject([{ externalId: 'ann', earned: 20 }]);

  const published = await perennialJson('program', 'publish', await writeDocument(folder, 'v2.json', next));
  expect(published).toMatchObject({ code: 0, document: { status: 'published', ...second } });
  expect(await listed()).toEqual([first, second]);

  const events = await writeLines(folder, 'after.ndjson', [
    sale({ purchaseId: 'p-3', member: ann, net: 1_000, occurredAt: '2026-05-31T23:59:59+08:00' }),
    sale({ purchaseId: 'p-4', member: ann, net: 1_000, occurredAt: '2026-06-01T00:00:00+08:00' }),
    sale({ purchaseId: 'p-5', member: { externalId: 'bo' }, net: 1_000, occurredAt: '2026-05-31T12:00:00+08:00' }),
    sale({ purchaseId: 'p-6', member: { externalId: 'cy' }, net: 1_000, occurredAt: '2026-06-02T12:00:00+08:00' }),
    sale({ purchaseId: 'p-2', member: ann, net: 1_000, occurredAt: '2026-07-01T12:00:00+08:00', eventId: 'again' }),
  ]);
  const document = await replay({ events: [events] });
  expect(document.program).toBe('test@2');
  expect(document.events).toMatchObject({ applied: 3, duplicates: 1, refused: 1 });
  expect(document.refusals).toMatchObject([{ line: 4, code: 'unknown-member' }]);
  const earned = document.entries.filter(({ kind }) => kind === 'earn');
  expect(Object.fromEntries(earned.map(({ entryId, points }) => [entryId, points]))).toEqual({
    'purchase:p-1': 10,
    'purchase:p-2': 10,
    'purchase:p-3': 10,
    'purchase:p-4': 30,
    'purchase:p-5': 10,
  });
  expect((await perennial('verify')).code).toBe(0);
});
