import { expect, it } from 'vitest';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import { formatHeld } from '../../shared/store/dynamodb/ledger-item.ts';
import { parsedSale } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

function returned(reason: string) {
  const metadata = { id: 'event-x', version: '1.0', occurredAt: '2026-03-05T12:00:00+08:00' };
  const data = { returnId: 'x', purchaseId: 'p', full: true, reason };
  const parsed = parseEvent({ 'detail-type': 'purchase.returned', detail: { metadata, data } });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  return parsed.event;
}

it('what somebody wrote about a return is not kept while it waits, and still tells two returns apart', async () => {
  const world = new World([programmeWith()]);
  const status = async (event: ReturnType<typeof returned>, delivery: string) =>
    (await world.apply(event, delivery)).outcomes.get(delivery)?.status;
  expect(await status(returned('Ann Smith brought it back'), 'first')).toBe('parked');
  const { items } = await world.stores.ledger.read({ memberIds: [], entryIds: ['return:x', 'purchase:p'] });
  for (const item of items.values()) {
    if (item.found !== 'held') throw new TypeError('both places are held');
    expect(JSON.stringify(formatHeld(item.held))).not.toContain('Smith');
  }
  expect(await status(returned('another reason'), 'other')).toBe('refused');

  const { settled } = await world.apply(parsedSale({ purchaseId: 'p', member: { externalId: 'A1' } }), 'sale');
  expect(settled).toEqual([{ delivery: 'first', entryId: 'return:x' }]);
  expect(await status(returned('Ann Smith brought it back'), 'again')).toBe('duplicate');
  expect(await status(returned('another reason'), 'other again')).toBe('refused');
});
