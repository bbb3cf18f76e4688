import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { shopEvents } from '../../cli/demo/shop.ts';
import { nodeFolder } from '../../cli/local/paths.ts';
import { folderOfFile, writeLines } from './files.ts';
import { parseRun, perennialJson, programmeFile, projectFolder, wordsOf } from './perennial.ts';
import { replay, replayFresh, simulate, startAfresh, withoutMemberIds } from './perennial.ts';
import type { RunDocument } from './perennial.ts';
import { books, endpoint } from './stage.ts';

const program = programmeFile('starter');
let events: string;
let expected: RunDocument;

beforeAll(async () => {
  const folder = await folderOfFile();
  events = await writeLines(folder, 'shop.ndjson', shopEvents());
  expected = withoutMemberIds(await simulate({ program, events: [events] }));
});

/** A replay as a process of its own, which shares nothing with another but the stage. */
async function replayApart(): Promise<RunDocument> {
  const words = ['cli/perennial.mjs', 'replay', ...wordsOf({ events: [events] })];
  const env = { PATH: nodeFolder, AWS_ENDPOINT_URL: endpoint };
  const options = { cwd: projectFolder, env, maxBuffer: 1 << 30 };
  return parseRun((await promisify(execFile)('node', words, options)).stdout);
}

function counted(events: readonly Readonly<Record<string, number>>[], outcome: string): number {
  return events.reduce((sum, counts) => sum + (counts[outcome] ?? 0), 0);
}

describe('the shop of the demonstration, from the bus to the tables', () => {
  let first: RunDocument;

  beforeAll(async () => {
    first = await replayFresh({ program, events: [events] });
  });

  test('the document is the one that simulate prints', () => {
    expect(withoutMemberIds(first)).toEqual(expected);
  });

  test('it has all that the shop is there to show', () => {
    expect(first.events).toMatchObject({ read: [...shopEvents()].length, refused: 4, parked: 4, test: 1 });
    const kinds = new Set(first.entries.map(({ kind }) => kind));
    for (const kind of ['earn', 'return', 'restore', 'redeem', 'release', 'adjust', 'transfer-in', 'expire', 'tier']) {
      expect(kinds).toContain(kind);
    }
    expect(first.refusals.map(({ code }) => code)).toEqual([
      'wrong-currency',
      'unknown-type',
      'invalid-event',
      'conflicting-duplicate',
    ]);
  });

  test('the books are in order', async () => {
    const { code, document } = await perennialJson('verify');
    expect(document).toEqual({ members: first.members.length, entries: first.entries.length, differences: [] });
    expect(code).toBe(0);
  });

  test("Ann's balance, and each of her entries, can be explained", async () => {
    const ann = first.members.find(({ externalId }) => externalId === 'ann');
    const { code, document } = await perennialJson('explain', 'externalId:ann');
    expect(code).toBe(0);
    expect(document).toMatchObject({ memberId: ann?.memberId, balance: { available: ann?.available } });
    for (const { entryId, points } of first.entries.filter(({ memberId }) => memberId === ann?.memberId).slice(-4)) {
      const { document: entry } = await perennialJson('explain', 'externalId:ann', entryId, '--lang', 'zh-CN');
      expect(entry).toMatchObject({ memberId: ann?.memberId, language: 'zh-CN', points });
    }
  });

  test('sent a second time everything is a duplicate, and no item of the books is written', async () => {
    const before = await books();
    const second = await replay({ events: [events] });
    expect(await books()).toEqual(before);
    const { read, test: tests, refused } = first.events;
    expect(second.events).toEqual({
      ...first.events,
      applied: 0,
      parked: 0,
      duplicates: Number(read) - Number(tests) - Number(refused),
    });
    expect({ ...second, events: first.events }).toEqual(first);
  });
});

test('sent by two processes at once it comes to the same', async () => {
  await startAfresh(program);
  const both = await Promise.all([replayApart(), replayApart()]);
  for (const document of both) {
    expect({ ...withoutMemberIds(document), events: expected.events }).toEqual(expected);
  }
  const counts = both.map((document) => document.events);
  expect(counted(counts, 'applied')).toBe(expected.events['applied']);
  expect(counted(counts, 'parked')).toBe(expected.events['parked']);
  expect(counted(counts, 'read')).toBe(2 * Number(expected.events['read']));
});
