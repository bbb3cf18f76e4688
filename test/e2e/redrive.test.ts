import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueNames } from '../../shared/config/names.ts';
import { enrolment, sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { askingFor, envelope, receipt, sendBodies } from './bus.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { perennialJson, startAfresh } from './perennial.ts';
import { allDone, books, queueUrl, sqs } from './stage.ts';

const { purchasesDeadLetters, membersDeadLetters } = queueNames;
const member = { externalId: 'ann' };
const lost = sale({ purchaseId: 'lost', member, metadata: askingFor('receipt-lost') });
const broken = sale({ purchaseId: 'broken', member, data: { net: 'ten' } });

beforeAll(async () => {
  const folder = await folderOfFile();
  await startAfresh(await writeDocument(folder, 'programme.json', plainDocument));
});

afterAll(async () => {
  for (const queue of [purchasesDeadLetters, membersDeadLetters]) {
    await sqs.send(new PurgeQueueCommand({ QueueUrl: await queueUrl(queue) }));
  }
});

test('what lies among the dead letters is listed, and looked at without being sent', async () => {
  await sendBodies(purchasesDeadLetters, [envelope('d-1', lost), envelope('d-2', broken), '{"not an event']);
  await sendBodies(membersDeadLetters, [
    envelope('d-3', enrolment({ eventId: 'e-1', identities: member, metadata: askingFor('receipt-ann') })),
  ]);
  expect(await perennialJson('redrive', '--list')).toEqual({
    code: 0,
    document: {
      stage: 'local',
      // A stage has those of the channels that it uses, too.
      queues: expect.arrayContaining([
        { queue: 'purchases-dlq', messages: 3 },
        { queue: 'members-dlq', messages: 1 },
        { queue: 'publish-ledger-failures', messages: 0 },
        { queue: 'publish-rejections-failures', messages: 0 },
        { queue: 'publish-messages-failures', messages: 0 },
        { queue: 'publish-members-failures', messages: 0 },
      ]),
    },
  });
  const looked = await perennialJson('redrive', 'purchases-dlq', '--dry-run');
  expect(looked).toMatchObject({ code: 1, document: { sent: 0, sendable: 1, kept: 2 } });
  expect((await books()).ledger).toEqual([]);
});

test('sent again, the sound ones are applied, and the others stay with the reason', async () => {
  const members = await perennialJson('redrive', 'members-dlq');
  expect(members).toMatchObject({ code: 0, document: { sent: 1, kept: 0 } });
  expect(await receipt('receipt-ann')).toMatchObject({ outcome: 'applied' });

  const purchases = await perennialJson('redrive', 'purchases-dlq');
  expect(purchases).toMatchObject({ code: 1, document: { sent: 1, sendable: 0, kept: 2 } });
  expect(purchases.document).toHaveProperty(
    'messages',
    expect.arrayContaining([
      expect.objectContaining({ eventId: 'd-1', outcome: 'sent', problem: null }),
      expect.objectContaining({ eventId: 'd-2', outcome: 'kept', problem: expect.stringContaining('data.net') }),
      expect.objectContaining({ eventId: null, outcome: 'kept', problem: expect.stringContaining('JSON') }),
    ]),
  );
  expect(await receipt('receipt-lost')).toMatchObject({ outcome: 'applied', entryId: 'purchase:lost' });
  expect((await books()).accounts).toMatchObject([{ orders: 1, sums: { earned: 100 } }]);
  const again = await perennialJson('redrive', 'purchases-dlq');
  expect(again).toMatchObject({ code: 1, document: { sent: 0, kept: 2 } });
});

test('an event that was applied already, redriven, changes nothing', async () => {
  const before = await books();
  const further = sale({ purchaseId: 'further', member, metadata: askingFor('receipt-further') });
  await sendBodies(purchasesDeadLetters, [envelope('d-1', lost), envelope('d-9', further)]);
  expect(await perennialJson('redrive', 'purchases-dlq')).toMatchObject({ document: { sent: 2, kept: 2 } });
  expect(await receipt('receipt-further')).toMatchObject({ outcome: 'applied' });
  await allDone(queueNames.purchases);
  const after = await books();
  const lostOne = (items: readonly object[]) =>
    items.filter((item) => JSON.stringify(item).includes('"purchase:lost"'));
  expect(lostOne(after.ledger)).toEqual(lostOne(before.ledger));
  expect(after.accounts).toMatchObject([{ orders: 2, sums: { earned: 200 } }]);
});
