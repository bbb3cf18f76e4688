import { beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../bench/local-stores.ts';
import { refusal } from '../../shared/contracts/refusals.ts';
import type { Receipt, Rejection } from '../../shared/store/store.ts';
import { all } from '../fixtures/all.ts';
import { bothStores } from './both-stores.ts';

const receipt = (correlationId: string, outcome: Receipt['outcome'] = 'applied'): Receipt => {
  return { correlationId, outcome };
};
const rejection = (id: string, receivedAt: string): Rejection => ({
  id,
  refusal: refusal('invalid-event', { field: 'data.net', rule: 'an integer' }),
  detailType: 'purchase.completed',
  receivedAt,
  sealedEvent: 'sealed',
});

describe.each(bothStores)('the intake in the $store store', ({ open }) => {
  let intake: Stores['intake'];
  beforeEach(async () => {
    ({ intake } = await open());
  });

  it('keeps receipts of every kind by their correlation ids', async () => {
    const receipts: Receipt[] = [
      { correlationId: 'é:1', outcome: 'applied', entryId: 'purchase:p1' },
      { correlationId: '2', outcome: 'refused', refusal: refusal('unparsable') },
      { correlationId: '3', outcome: 'refused', refusal: refusal('invalid-event', { field: 'data', rule: 'r' }) },
      receipt('4', 'parked'),
      receipt('5', 'test'),
      receipt('6', 'duplicate'),
    ];
    await intake.putReceipts(receipts);
    const found = await intake.receipts([...receipts.map(({ correlationId }) => correlationId), 'none']);
    expect(found).toEqual(new Map(receipts.map((each) => [each.correlationId, each])));
  });

  it('lets the last word about a correlation id count', async () => {
    await intake.putReceipts([receipt('1', 'parked')]);
    await intake.putReceipts([receipt('1', 'refused'), receipt('1', 'applied')]);
    expect(await intake.receipts(['1', '1'])).toEqual(new Map([['1', receipt('1', 'applied')]]));
  });

  it('takes and gives more receipts than one call of DynamoDB', async () => {
    const receipts = Array.from({ length: 130 }, (_, index) => receipt(String(index)));
    await intake.putReceipts(receipts);
    expect((await intake.receipts(receipts.map(({ correlationId }) => correlationId))).size).toBe(130);
    await intake.putReceipts([]);
    expect(await intake.receipts([])).toEqual(new Map());
  });

  it('lists rejections once each, the newest first, and no receipts among them', async () => {
    const first = { ...rejection('a', '2026-03-01T00:00:00Z'), eventId: 'event' };
    const second = rejection('b', '2026-03-02T00:00:00Z');
    const third = rejection('c', '2026-03-03T00:00:00Z');
    await intake.putReceipts([receipt('a')]);
    await intake.putRejections([second, third, first]);
    await intake.putRejections([second]);
    expect(await all(intake.rejections())).toEqual([third, second, first]);
    expect(await intake.rejectionsOf(['c', 'none', 'a'])).toEqual(
      new Map([
        ['a', first],
        ['c', third],
      ]),
    );
  });
});
