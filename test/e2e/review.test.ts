import { beforeAll, expect, test } from 'vitest';
import { sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { replay, replayFresh, simulate, withoutMemberIds } from './perennial.ts';
import { review, reviewed } from './review-machine.ts';
import { books, stores } from './stage.ts';

const noon = (day: string) => `${day}T12:00:00+08:00`;
const [rise, pause, window] = [{ externalId: 'rise' }, { externalId: 'pause' }, { externalId: 'window' }];
const sales = [
  sale({ purchaseId: 'rise-1', member: rise, net: 60_000, occurredAt: noon('2024-01-10') }),
  sale({ purchaseId: 'rise-2', member: rise, net: 10_000, occurredAt: noon('2024-06-01') }),
  // The points of the first are gone on 1 March, and nothing says so before the second.
  sale({ purchaseId: 'pause-1', member: pause, net: 10_000, occurredAt: noon('2024-03-01') }),
  sale({ purchaseId: 'pause-2', member: pause, net: 1_000, occurredAt: noon('2025-04-01') }),
  // 550 points, but never within twelve months.
  sale({ purchaseId: 'window-1', member: window, net: 45_000, occurredAt: noon('2023-01-15') }),
  sale({ purchaseId: 'window-2', member: window, net: 10_000, occurredAt: noon('2024-03-20') }),
];

let program: string;
let events: string[];

beforeAll(async () => {
  const folder = await folderOfFile();
  program = await writeDocument(folder, 'programme.json', plainDocument);
  events = [await writeLines(folder, 'events.ndjson', sales)];
});

/** What is in the stage now is what simulate comes to by the end of a day. */
async function expectAsSimulated(asOf: string): Promise<void> {
  const document = withoutMemberIds(await replay({ events, asOf }));
  const expected = withoutMemberIds(await simulate({ program, events, asOf }));
  expect({ ...document, events: expected.events }).toEqual(expected);
}

test('before any review nobody holds or counts what a later purchase finds expired', async () => {
  const asOf = '2022-12-31';
  const document = await replayFresh({ program, events, asOf });
  expect(withoutMemberIds(document)).toEqual(withoutMemberIds(await simulate({ program, events, asOf })));
  const held = document.members.map(({ externalId, tier, available, expired }) => [
    externalId,
    tier,
    available,
    expired,
  ]);
  expect(held).toEqual([
    ['pause', 'ordinary', 10, 100],
    // Nobody has looked at this one since, so its lots and its level are still there.
    ['rise', 'silver', 700, 0],
    ['window', 'ordinary', 100, 450],
  ]);
  const [pauseId] = document.members.map(({ memberId }) => memberId);
  const own = document.entries.filter(({ memberId }) => memberId === pauseId);
  expect(own.map(({ kind, points, occurredAt }) => [kind, points, occurredAt])).toEqual([
    ['earn', 100, '2024-03-01T04:00:00Z'],
    ['expire', -100, '2025-02-28T16:00:00Z'],
    ['earn', 10, '2025-04-01T04:00:00Z'],
  ]);
});

test('the machine posts what is due by a day, once however often and how many at once', async () => {
  const day = '2025-03-20';
  const both = await Promise.all([reviewed({ day }), reviewed({ day })]);
  // A lot and a level of rise, a lot of window; pause was looked at on a later day already.
  expect(both.map(({ posted }) => posted).reduce((sum, posted) => sum + posted)).toBe(3);
  for (const one of both) expect(one).toMatchObject({ day, reviewed: 3, failed: 0, complete: true, snapshot: 'taken' });
  await expectAsSimulated(day);
  const before = await books();
  expect(await reviewed({ day })).toMatchObject({
    day,
    reviewed: 3,
    posted: 0,
    failed: 0,
    complete: true,
    snapshot: 'taken',
  });
  expect(await reviewed({ day: '2024-12-31' })).toMatchObject({ posted: 0, complete: true });
  expect(await books()).toEqual(before);
  expect(await stores.settings.reviewedThrough()).toBe(day);
});

test('of two ticks that come at once one finds the day that has ended, and a day that is done is done', async () => {
  const both = await Promise.all([review({}), review({})]);
  // Two lots, and a level that twelve months without much no longer support.
  const [first] = both.filter(({ output }) => output['posted'] !== undefined);
  expect(first?.output).toMatchObject({ reviewed: 3, posted: 3, failed: 0, complete: true, snapshot: 'taken' });
  expect(first?.steps).toBe(7);
  const day = String(first?.output['day']);
  const [other] = both.filter((one) => one !== first);
  // The emulator runs both in turn or at once, as it likes.
  expect([
    { status: 'running', steps: 3 },
    { status: 'done', steps: 4 },
  ]).toContainEqual({ status: other?.output['status'], steps: other?.steps });
  const before = await books();
  const after = await review({});
  expect(after).toMatchObject({ output: { status: 'done', day }, steps: 4 });
  expect(await books()).toEqual(before);
  await expectAsSimulated(day);
});
