/** Birthdays in a file: simulate and replay give the same, whatever waited for whom. */
import { beforeAll, expect, test } from 'vitest';
import { enrolment, sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { replayFresh, simulate, withoutMemberIds } from './perennial.ts';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await folderOfFile();
  program = await writeDocument(folder, 'birthdays.json', {
    ...plainDocument,
    id: 'birthdays',
    members: { unknown: 'park' },
    earn: [
      ...plainDocument.earn,
      { id: 'on-the-day', kind: 'fixed', points: 1000, when: { birthday: 'day' } },
      { id: 'in-the-week', kind: 'fixed', points: 200, when: { birthday: 'week' } },
      { id: 'in-the-month', kind: 'multiply', by: '2', when: { birthday: 'month' } },
    ],
  });
});

const day = (date: string) => `${date}T12:00:00+08:00`;
const [ann, bo, cem] = [{ externalId: 'ann' }, { externalId: 'bo' }, { externalId: 'cem' }];

const lines = [
  enrolment({ eventId: 'e-ann', identities: { ...ann, birthday: '2004-02-29' }, occurredAt: day('2026-01-02') }),
  enrolment({ eventId: 'e-cem', identities: cem, occurredAt: day('2026-01-02') }),
  // A Monday, in a year without a 29 February: the day before 1 March is a Saturday.
  sale({ purchaseId: 'ann-1', member: ann, net: 1000, occurredAt: day('2026-02-23') }),
  sale({ purchaseId: 'ann-2', member: ann, net: 1000, occurredAt: day('2026-02-28') }),
  sale({ purchaseId: 'ann-3', member: ann, net: 1000, occurredAt: day('2026-03-01') }),
  sale({ purchaseId: 'ann-4', member: ann, net: 1000, occurredAt: day('2026-03-02') }),
  // The first moment of her day in Shanghai is in the day before elsewhere.
  sale({ purchaseId: 'ann-5', member: ann, net: 1000, occurredAt: '2026-02-27T16:00:00Z' }),
  sale({ purchaseId: 'bo-1', member: bo, net: 1000, occurredAt: day('2026-05-03') }),
  sale({ purchaseId: 'cem-1', member: cem, net: 1000, occurredAt: day('2026-05-03') }),
  enrolment({ eventId: 'e-bo', identities: { ...bo, birthday: '--05-31' }, occurredAt: day('2026-05-04') }),
];

test('the points are those of the day of each purchase, and the same from both', async () => {
  const events = [await writeLines(folder, 'events.ndjson', lines)];
  const document = await replayFresh({ program, events });
  expect(withoutMemberIds(document)).toEqual(withoutMemberIds(await simulate({ program, events })));
  expect(document.events).toEqual({ read: 10, applied: 10, duplicates: 0, refused: 0, parked: 0, test: 0 });
  const earned = document.entries.flatMap(({ entryId, points }) =>
    entryId.startsWith('tier') ? [] : [[entryId, points]],
  );
  expect(earned).toEqual([
    ['purchase:ann-1', 220],
    ['purchase:ann-2', 1220],
    ['purchase:ann-3', 210],
    ['purchase:ann-4', 10],
    ['purchase:ann-5', 1220],
    ['purchase:bo-1', 20],
    ['purchase:cem-1', 10],
  ]);
});
