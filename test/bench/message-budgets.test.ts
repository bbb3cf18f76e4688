/** What one message of a campaign costs in all (docs/data-model.md: at most six write units, whatever becomes of it). */
import { beforeAll, expect, inject, it } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import type { LocalStores } from '../../bench/local-stores.ts';
import { meterOn } from '../../bench/meter.ts';
import type { Meter } from '../../bench/meter.ts';
import type { CountedSend, SentMessage } from '../../shared/domain/campaigns/sent-message.ts';
import { sha256 } from '../../shared/platform/digest.ts';
import { newMemberId } from '../../shared/platform/ids.ts';
import { instant } from '../domain/build.ts';

let stores: LocalStores;
let meter: Meter;
beforeAll(async () => {
  const client = localClient(inject('endpoint'));
  stores = storesOver(client, await createTables(client));
  meter = meterOn(client, stores.tables);
});

const at = (minute: number) => instant(`2026-12-01T10:${String(minute).padStart(2, '0')}:00.123Z`);

/** 132 bits. */
const messageId = (name: string) => sha256(name).slice(0, 22);

/** A message whose names are as long as plans and occasions may well have them. */
function messageOf(memberId: string, name: string): SentMessage {
  const campaignId = `spring-${'x'.repeat(57)}`;
  return {
    memberId,
    messageId: messageId(name),
    campaignId,
    run: `${campaignId}#2026-12-01T10:00:00.000Z`,
    occasion: `2026-12-31:${'y'.repeat(53)}`,
    step: 's'.repeat(32),
    channel: 'webhook',
    ordinal: 999_999,
    claimedAt: at(1),
    leaseUntil: at(2),
    attempts: 1,
    skipped: null,
    failedAt: null,
    unknownSince: null,
    presumedSentAt: null,
    facts: {},
  };
}

/** Sends of a member who is told as much as any cap allows. */
function sendsOf(count: number): readonly CountedSend[] {
  return Array.from({ length: count }, (_, index) => {
    return { at: at(index), channel: 'webhook' as const, messageId: messageId(String(index)) };
  });
}

async function unitsOf(work: () => Promise<unknown>, result: unknown) {
  const { result: given, calls, readUnits, writeUnits } = await meter.measure(work);
  expect(given).toEqual(result);
  return { calls, readUnits, writeUnits };
}
const one = { calls: 1, readUnits: 0, writeUnits: 1 };

it('a message is reserved, claimed, accepted, delivered, opened and clicked for one write unit each', async () => {
  const { outbox } = stores;
  const memberId = newMemberId();
  const message = messageOf(memberId, 'first');
  const { calls, readUnits } = await meter.measure(async () => outbox.read(memberId, message.messageId));
  expect([calls, readUnits]).toEqual([1, 2]);
  const before = meter.total().writeUnits;
  expect(await unitsOf(async () => outbox.putSends(memberId, sendsOf(24), 0), 'committed')).toEqual(one);
  expect(await unitsOf(async () => outbox.putMessage(message), 'put')).toEqual(one);
  for (const fact of ['acceptedAt', 'deliveredAt', 'openedAt', 'clickedAt'] as const) {
    expect(await unitsOf(async () => outbox.setFact(memberId, message.messageId, fact, at(3)), 'set')).toEqual(one);
  }
  expect(meter.total().writeUnits - before).toBe(6);
});

it('an event of the provider that comes twice, or of no message of ours, costs a unit', async () => {
  const { outbox } = stores;
  const [memberId, message] = [newMemberId(), messageOf('', 'second')];
  await outbox.putMessage({ ...message, memberId });
  await outbox.setFact(memberId, message.messageId, 'openedAt', at(3));
  const again = async () => outbox.setFact(memberId, message.messageId, 'openedAt', at(4));
  expect(await unitsOf(again, 'exists')).toEqual(one);
  expect(await unitsOf(async () => outbox.setFact(memberId, 'none', 'openedAt', at(4)), 'unknown')).toEqual(one);
});

it('a message is one unit whatever all becomes of it, and a skip is one', async () => {
  const { outbox } = stores;
  const memberId = newMemberId();
  const message = messageOf(memberId, 'third');
  await outbox.putMessage(message);
  for (const fact of ['bouncedAt', 'complainedAt', 'unsubscribedAt', 'deliveredAt', 'openedAt', 'clickedAt'] as const) {
    await outbox.setFact(memberId, message.messageId, fact, at(3));
  }
  const last: SentMessage = {
    ...message,
    attempts: 2,
    skipped: { reason: 'fact-changed', at: at(4) },
    failedAt: at(5),
    unknownSince: at(6),
    presumedSentAt: at(7),
  };
  expect(await unitsOf(async () => outbox.changeMessage(last, message), 'committed')).toEqual(one);
  expect(await unitsOf(async () => outbox.putMessage(message), 'exists')).toEqual(one);
  const skipped: SentMessage = {
    ...messageOf(memberId, 'fourth'),
    channel: null,
    claimedAt: null,
    leaseUntil: null,
    attempts: 0,
    skipped: { reason: 'capped', at: at(4) },
  };
  expect(await unitsOf(async () => outbox.putMessage(skipped), 'put')).toEqual(one);
});

it('a coupon is issued for a unit', async () => {
  const { coupons } = stores;
  const coupon = {
    memberId: newMemberId(),
    messageId: messageId('coupon'),
    campaignId: `spring-${'x'.repeat(57)}`,
    code: '7Q2K-9FHT-0WXZ-M4NB',
    issuedAt: at(1),
    endsOn: '2027-01-01',
    terms: { gives: 'amount' as const, offMinor: 5000n, minNetMinor: 20_000n, days: 30 },
  };
  expect(await unitsOf(async () => coupons.issue(coupon), coupon)).toEqual(one);
});
