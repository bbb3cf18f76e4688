import { beforeAll, describe, expect, test } from 'vitest';
import { enrolment, sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { askingFor, putEvents, receipt } from './bus.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { replay, replayFresh, simulate, startAfresh, withoutMemberIds } from './perennial.ts';
import { books, stores } from './stage.ts';

const day = (date: string) => `${date}T12:00:00+08:00`;

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await folderOfFile();
  program = await writeDocument(folder, 'parking.json', {
    ...plainDocument,
    id: 'parking',
    members: { unknown: 'park' },
  });
});

describe('strangers and guests in a file', () => {
  const dora = { email: 'dora@example.com' };
  const [lost, found] = [{ phone: '+861000000077' }, { phone: '+861000000088' }];
  const guest = { purchaseId: 'guest-1', net: 30_000, occurredAt: day('2026-03-20') };
  const lines = [
    sale({ purchaseId: 'dora-1', member: dora, net: 40_000, occurredAt: day('2026-01-05') }),
    sale({ purchaseId: 'lost-1', member: lost, net: 5_000, occurredAt: day('2026-01-06') }),
    // The same stranger says it twice, and then something else under the same id.
    sale({ purchaseId: 'dora-1', member: dora, net: 40_000, occurredAt: day('2026-01-05'), eventId: 'again' }),
    sale({ purchaseId: 'dora-1', member: dora, net: 41_000, occurredAt: day('2026-01-05'), eventId: 'other' }),
    sale({ purchaseId: 'dora-2', member: { email: ' Dora@Example.com ' }, net: 20_000, occurredAt: day('2026-01-20') }),
    sale({ purchaseId: 'found-1', member: found, net: 7_000, occurredAt: day('2026-02-01') }),
    enrolment({ eventId: 'e-1', identities: { externalId: 'D1', ...dora }, occurredAt: day('2026-02-10') }),
    enrolment({ eventId: 'e-2', identities: { externalId: 'D1', card: '88 00 1' }, occurredAt: day('2026-02-11') }),
    enrolment({ eventId: 'e-3', identities: { externalId: 'F1', ...found }, occurredAt: day('2026-02-12') }),
    sale(guest),
    sale({ ...guest, eventId: 'guest-again' }),
    sale({ purchaseId: 'guest-2', net: 9_900, occurredAt: day('2026-03-21') }),
    // Another one than the guest was: refused. Then who it was, by her card.
    sale({ ...guest, net: 30_100, member: { externalId: 'D1' }, eventId: 'guest-other' }),
    sale({ ...guest, member: { card: '88001' }, eventId: 'guest-named' }),
    sale({ purchaseId: 'dora-3', member: { externalId: 'D1' }, net: 1_000, occurredAt: day('2026-04-01') }),
    sale(guest),
  ];

  test('the document is the one that simulate prints, and posts each purchase on its own day', async () => {
    const events = [await writeLines(folder, 'events.ndjson', lines)];
    const document = await replayFresh({ program, events });
    expect(withoutMemberIds(document)).toEqual(withoutMemberIds(await simulate({ program, events })));
    expect(document.events).toEqual({ read: 16, applied: 8, duplicates: 4, refused: 2, parked: 2, test: 0 });
    expect(document.members.map(({ externalId, orders, available }) => [externalId, orders, available])).toEqual([
      ['D1', 4, 910],
      ['F1', 1, 70],
    ]);
    expect(document.entries.map(({ entryId, occurredAt }) => [entryId, occurredAt.slice(0, 10)])).toEqual([
      ['purchase:dora-1', '2026-01-05'],
      ['purchase:dora-2', '2026-01-20'],
      ['tier:purchase:dora-2', '2026-01-20'],
      ['purchase:guest-1', '2026-03-20'],
      ['purchase:dora-3', '2026-04-01'],
      ['purchase:found-1', '2026-02-01'],
    ]);
  });

  test('sent a second time it changes nothing, and what still waits goes on waiting', async () => {
    const events = [await writeLines(folder, 'events.ndjson', lines)];
    const before = await books();
    const { events: counts } = await replay({ events });
    expect(counts).toEqual({ read: 16, applied: 0, duplicates: 14, refused: 2, parked: 0, test: 0 });
    expect(await books()).toEqual(before);
  });
});

describe('receipts of what waits', () => {
  beforeAll(() => startAfresh(program));

  test('a stranger’s purchase is parked, and applied by the enrolment', async () => {
    const member = { email: 'eve@example.com' };
    await putEvents(
      sale({ purchaseId: 'eve-1', member, occurredAt: day('2026-05-01'), metadata: askingFor('r-eve-1') }),
      sale({ purchaseId: 'eve-2', member, occurredAt: day('2026-04-01'), metadata: askingFor('r-eve-2') }),
    );
    expect(await receipt('r-eve-1')).toEqual({ correlationId: 'r-eve-1', outcome: 'parked' });
    expect(await receipt('r-eve-2')).toEqual({ correlationId: 'r-eve-2', outcome: 'parked' });
    const identities = { externalId: 'E1', ...member };
    await putEvents(enrolment({ eventId: 'e-eve', identities, metadata: askingFor('r-e-eve') }));
    expect(await receipt('r-e-eve')).toMatchObject({ outcome: 'applied' });
    expect(await receipt('r-eve-1', 'parked')).toMatchObject({ outcome: 'applied', entryId: 'purchase:eve-1' });
    expect(await receipt('r-eve-2', 'parked')).toMatchObject({ outcome: 'applied', entryId: 'purchase:eve-2' });
    const { items } = await stores.ledger.read({ memberIds: [], entryIds: ['purchase:eve-1', 'purchase:eve-2'] });
    const seqs = ['purchase:eve-2', 'purchase:eve-1'].map((entryId) => {
      const item = items.get(entryId);
      return item?.found === 'entry' ? item.entry.seq : undefined;
    });
    // The older one first, whichever came first.
    expect(seqs).toEqual([1, 2]);
  });

  test('a guest’s purchase is parked, and applied when it is sent again with a member', async () => {
    const purchase = { purchaseId: 'guest-9', net: 12_300 };
    await putEvents(sale({ ...purchase, metadata: askingFor('r-guest') }));
    expect(await receipt('r-guest')).toMatchObject({ outcome: 'parked' });
    const member = { externalId: 'E1' };
    await putEvents(sale({ ...purchase, member, eventId: 'named', metadata: askingFor('r-named') }));
    expect(await receipt('r-named')).toMatchObject({ outcome: 'duplicate', entryId: 'purchase:guest-9' });
    expect(await receipt('r-guest', 'parked')).toMatchObject({ outcome: 'applied', entryId: 'purchase:guest-9' });
  });

  test('somebody else’s waiting purchase is nobody’s to take', async () => {
    const purchase = { purchaseId: 'taken', member: { phone: '+861000000099' } };
    await putEvents(sale({ ...purchase, metadata: askingFor('r-waits') }));
    expect(await receipt('r-waits')).toMatchObject({ outcome: 'parked' });
    const member = { externalId: 'E1' };
    await putEvents(sale({ ...purchase, member, eventId: 'thief', metadata: askingFor('r-thief') }));
    expect(await receipt('r-thief')).toMatchObject({ outcome: 'refused', refusal: { code: 'conflicting-duplicate' } });
    expect(await receipt('r-waits')).toMatchObject({ outcome: 'parked' });
  });
});
