/** Events with as many lines as a bus carries: each is worked on in time, and whatever is kept of it fits an item. */
import { expect, it } from 'vitest';
import { eventBytesAtMost, parseEvent } from '../../shared/contracts/parse-event.ts';
import { formatHeld } from '../../shared/store/dynamodb/ledger-item.ts';
import { all } from '../fixtures/all.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

/** DynamoDB's limit for an item, in bytes. */
const itemBytesAtMost = 400 * 1024;

const lines = Array.from({ length: 9_000 }, (_, index) => ({ lineId: String(index), net: 1 }));
const member = { externalId: 'A1' };
const sale = (named: typeof member | undefined) => {
  return parsedSale({ purchaseId: 'p', member: named, net: lines.length, data: { lines } });
};
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function returned(returnId: string, of: readonly object[] = lines) {
  const metadata = { id: returnId, version: '1.0', occurredAt: '2026-03-02T12:00:00+08:00' };
  const detail = { metadata, data: { returnId, purchaseId: 'p', lines: of } };
  expect(bytes(detail)).toBeLessThan(eventBytesAtMost);
  const parsed = parseEvent({ 'detail-type': 'purchase.returned', detail });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  return parsed.event;
}

async function heldUnder(world: World, key: string): Promise<unknown> {
  const item = (await world.stores.ledger.read({ memberIds: [], entryIds: [key] })).items.get(key);
  return item?.found === 'held' ? formatHeld(item.held) : undefined;
}

it('has events that are nearly as large as they may be', () => {
  expect(bytes(lines)).toBeGreaterThan(0.8 * eventBytesAtMost);
});

it('takes back every line of a sale by its name', async () => {
  const world = new World([programmeWith()]);
  await world.apply(sale(member), 'sale');
  const { outcomes } = await world.apply(returned('r'), 'return');
  expect(outcomes.get('return')).toEqual({ status: 'applied', entryId: 'return:r' });
  const [{ account } = { account: undefined }] = await world.accounts();
  expect(account).toMatchObject({ orders: 0, netMinor: 0n });
  expect(bytes(await all(world.stores.ledger.records('member-1')))).toBeLessThan(itemBytesAtMost);
  expect(bytes(await heldUnder(world, 'returns:p'))).toBeLessThan(itemBytesAtMost);
});

it('keeps a sale and a return that wait, and applies them as if they had not', async () => {
  const world = new World([programmeWith()]);
  await world.apply(returned('r'), 'return');
  await world.apply(sale(undefined), 'guest');
  expect(bytes(await heldUnder(world, 'return:r'))).toBeLessThan(itemBytesAtMost);
  expect(bytes(await heldUnder(world, 'purchase:p'))).toBeLessThan(itemBytesAtMost);
  await world.apply(parsedEnrolment({ eventId: 'e', identities: member }), 'enrolment');
  const { settled } = await world.apply(sale(member), 'claim');
  expect(settled.map(({ delivery }) => delivery)).toEqual(['guest', 'return']);
  const [{ account } = { account: undefined }] = await world.accounts();
  expect(account).toMatchObject({ orders: 0, netMinor: 0n });
  expect(await world.faults()).toEqual([]);
});

it('keeps what a line of a sale leaves out apart from what one of a return does', async () => {
  const world = new World([programmeWith()]);
  const sold = [
    { lineId: 'a', net: 300, quantity: '3' },
    { lineId: 'b', net: 100, quantity: '1', kind: 'product' },
  ];
  await world.apply(returned('r', [{ lineId: 'a', net: 150, quantity: '1' }]), 'return');
  await world.apply(parsedSale({ purchaseId: 'p', member, net: 400, data: { lines: sold } }), 'sale');
  expect(await heldUnder(world, 'returns:p')).toMatchObject({ held: { returns: { lines: [['a', 150, '1']] } } });
});
