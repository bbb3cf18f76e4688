import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { queueNames } from '../../shared/config/names.ts';
import { openText } from '../../shared/platform/sealed-text.ts';
import { enrolment, sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { askingFor, envelope, putEvents, receipt, sendBodies } from './bus.ts';
import type { ShopEvent } from './bus.ts';
import { eventually } from './eventually.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { startAfresh } from './perennial.ts';
import { allDone, messagesIn, rawItems, secretKeys, stores } from './stage.ts';
import type { Item } from './stage.ts';

const carl = { email: 'carl@example.com' };
const nora = { externalId: 'nora-klein' };

beforeAll(async () => {
  const folder = await folderOfFile();
  await startAfresh(await writeDocument(folder, 'programme.json', plainDocument));
});

type Bad = {
  readonly body: string;
  /** What is found of the rejection; the id is the message's own where the body names none. */
  readonly expected: {
    readonly id?: string;
    readonly refusal: object;
    readonly detailType: string;
    readonly eventId?: string;
  };
};

const broken = '{"detail-type":"purchase.completed","detail":{"data":{"purchaseId":"b-0","member":{"email":"carl@exam';
const bad = (id: string, event: ShopEvent, refusal: object): Bad => {
  const detailType = event['detail-type'];
  return { body: envelope(id, event), expected: { id, refusal, detailType, eventId: `event-${id}` } };
};
const badPurchases: readonly Bad[] = [
  { body: broken, expected: { refusal: { code: 'unparsable' }, detailType: '' } },
  { body: '["carl@example.com", 987654321]', expected: { refusal: { code: 'unparsable' }, detailType: '' } },
  bad(
    'b-1',
    { ...sale({ purchaseId: 'b-1', member: carl, net: 987_654_321 }), 'detail-type': 'purchase.shipped' },
    { code: 'unknown-type', field: 'detail-type', rule: expect.stringContaining('purchase.completed') },
  ),
  bad('b-2', sale({ purchaseId: 'b-2', member: carl, net: 987_654_321, data: { currency: 'USD' } }), {
    code: 'wrong-currency',
    field: 'data.currency',
    rule: "the programme's currency, CNY",
  }),
  bad('b-3', sale({ purchaseId: 'b-3', member: nora, data: { lines: [{ lineId: 'x', sku: 'SECRET-1', net: -5 }] } }), {
    code: 'invalid-event',
    field: 'data.lines[0].net',
    rule: expect.stringContaining('integer'),
  }),
];
const badMembers: readonly Bad[] = [
  bad(
    'b-4',
    { ...enrolment({ eventId: 'event-b-4', identities: { name: 'Carl Secret' } }) },
    {
      code: 'invalid-event',
      field: 'data.externalId',
      rule: expect.stringContaining('at least one'),
    },
  ),
  bad('b-5', enrolment({ eventId: 'event-b-5', identities: { phone: '98 76 54 321' } }), {
    code: 'invalid-event',
    field: 'data.phone',
    rule: expect.stringContaining('E.164'),
  }),
];
/** What in the events above nobody may read in the rejected store. */
const secrets = ['carl@', 'nora-klein', 'Carl Secret', 'SECRET-1', '987654321', '98 76 54 321'];

const good = (id: string, member: Readonly<Record<string, string>>) =>
  sale({ purchaseId: id, member, net: 5_000, metadata: askingFor(`receipt-${id}`) });

async function rejections(count: number): Promise<readonly Item[]> {
  return eventually(`${count} rejections`, async () => {
    const items = (await rawItems('intake')).filter(({ key }) => String(key).startsWith('rejection#'));
    return items.length >= count ? items : undefined;
  });
}

test('bad events in a batch are refused and kept sealed; the good ones beside them are applied', async () => {
  const goodOnes = ['g-1', 'g-2', 'g-3', 'g-4'];
  const purchases = [
    envelope('g-1', good('g-1', carl)),
    ...badPurchases.map(({ body }) => body),
    envelope('g-2', good('g-2', nora)),
    envelope('g-3', good('g-3', carl)),
  ];
  const identities = { externalId: 'otto', card: '4711' };
  const members = [
    ...badMembers.map(({ body }) => body),
    envelope('g-5', enrolment({ eventId: 'g-5', identities, metadata: askingFor('receipt-g-5') })),
  ];
  const [ids, memberIds] = await Promise.all([
    sendBodies(queueNames.purchases, purchases),
    sendBodies(queueNames.members, members),
    putEvents(good('g-4', nora)),
  ]);
  for (const id of [...goodOnes, 'g-5']) {
    expect(await receipt(`receipt-${id}`)).toMatchObject({ outcome: 'applied' });
  }
  const sent = [
    ...badPurchases.map((one, index) => ({ ...one, messageId: ids[index + 1] })),
    ...badMembers.map((one, index) => ({ ...one, messageId: memberIds[index] })),
  ];
  const items = await rejections(sent.length);
  const { rejections: key } = await secretKeys();
  for (const { body, expected, messageId } of sent) {
    const { id = messageId, ...rest } = expected;
    const item = items.find((one) => one['id'] === id);
    expect(item).toMatchObject({ id, ...rest });
    const opened: unknown = JSON.parse(openText(key, z.string().parse(item?.['sealedEvent'])));
    // What is no JSON comes back as its text.
    expect(opened).toEqual(body === broken ? broken : JSON.parse(body));
  }
  expect(items).toHaveLength(sent.length);
});

test('nothing of an event can be read where it is kept', async () => {
  const items = await rejections(badPurchases.length + badMembers.length);
  for (const item of items) {
    const names = Object.keys(item).filter((name) => name !== 'eventId');
    expect(names.toSorted()).toEqual([
      'detailType',
      'expiresAtEpochSeconds',
      'id',
      'key',
      'receivedAt',
      'refusal',
      'sealedEvent',
    ]);
    const text = `${JSON.stringify(item)}${Buffer.from(String(item['sealedEvent']), 'base64').toString('latin1')}`;
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  }
});

test('points are those of the good events, and nothing is left in a queue', async () => {
  const { accounts } = await stores.ledger.scanAccounts();
  expect(accounts.map(({ account }) => [account.orders, account.sums.earned]).toSorted()).toEqual([
    [0, 0n],
    [2, 100n],
    [2, 100n],
  ]);
  await Promise.all([allDone(queueNames.purchases), allDone(queueNames.members)]);
  expect(await messagesIn(queueNames.purchasesDeadLetters)).toBe(0);
  expect(await messagesIn(queueNames.membersDeadLetters)).toBe(0);
});
