/** A member of whom there is something of everything. */
import type { IssuedCoupon } from '../../../shared/contracts/issued-coupon.ts';
import { stageMessage } from '../../../shared/contracts/messages.ts';
import type { SentMessage } from '../../../shared/domain/campaigns/sent-message.ts';
import { day, instant } from '../../domain/build.ts';
import { enrolment, sale } from '../../fixtures/events.ts';
import { programmeWith } from '../../fixtures/programme.ts';
import { openMemoryDesk } from './desk.ts';
import type { DeskStores, MemoryDesk } from './desk.ts';

export const consent = (granted: boolean, at: string) => {
  return { purpose: 'promotions', channel: 'email', granted, at, text: 'terms-3', how: 'form', by: 'clerk-7' };
};

const told = (memberId: string, on: string) =>
  stageMessage({ memberId, programId: 'main', day: day(on), occurredAt: `${on}T15:59:59.999Z` }, null, 'new');

const soon = instant('2026-03-09T02:00:00Z');

const sent = (memberId: string, messageId: string): SentMessage => ({
  memberId,
  messageId,
  campaignId: 'spring',
  run: 'spring#2026-03-09T02:00:00Z',
  occasion: 'once',
  step: 'first',
  channel: 'email',
  ordinal: 3,
  claimedAt: soon,
  leaseUntil: instant('2026-03-09T02:01:00Z'),
  attempts: 1,
  skipped: null,
  failedAt: null,
  unknownSince: null,
  presumedSentAt: null,
  facts: { openedAt: instant('2026-03-09T03:00:00Z'), acceptedAt: soon },
});

const skipped = (memberId: string): SentMessage => ({
  ...sent(memberId, 'm-skipped'),
  step: 'second',
  channel: null,
  claimedAt: null,
  leaseUntil: null,
  attempts: 0,
  skipped: { reason: 'capped', at: soon },
  facts: {},
});

const coupon = (memberId: string, code: string): IssuedCoupon => ({
  memberId,
  messageId: 'm-sent',
  campaignId: 'spring',
  code,
  issuedAt: soon,
  endsOn: '2026-04-08',
  terms: { gives: 'amount', offMinor: 2n ** 60n, minNetMinor: 10_000n, days: 30 },
});

/** Ann with two purchases, one of which came back in part, two answers to one question, and Bo merged into her. */
export async function annsDesk(stores?: DeskStores): Promise<MemoryDesk> {
  const desk = openMemoryDesk([programmeWith({ members: { unknown: 'park' } })], stores);
  const ann = { externalId: 'ann' };
  await desk.bus(
    enrolment({ eventId: 'e1', identities: { ...ann, email: 'ann@example.com', phone: '+4915155500001' } }),
    enrolment({ eventId: 'e2', identities: { card: '2' } }),
    sale({ purchaseId: 'p1', member: ann, data: { net: undefined, lines: [{ lineId: 'a', net: 10_000 }] } }),
    sale({ purchaseId: 'p2', member: { card: '2' }, net: 20_000, occurredAt: '2026-03-03T12:00:00+08:00' }),
    {
      'detail-type': 'purchase.returned',
      detail: {
        metadata: { id: 'r1', version: '1.0', occurredAt: '2026-03-04T12:00:00+08:00' },
        data: { returnId: 'r1', purchaseId: 'p1', lines: [{ lineId: 'a', net: 4000 }] },
      },
    },
    {
      'detail-type': 'member.updated',
      detail: {
        metadata: { id: 'u1', version: '1.0', occurredAt: '2026-03-05T12:00:00+08:00' },
        data: {
          member: ann,
          name: 'Ann',
          attributes: { size: 'M' },
          consents: [consent(true, '2026-03-01T00:00:00Z'), consent(false, '2026-03-04T00:00:00Z')],
        },
      },
    },
    {
      'detail-type': 'member.updated',
      detail: {
        metadata: { id: 'u2', version: '1.0', occurredAt: '2026-03-06T12:00:00+08:00' },
        data: { member: ann, attributes: { size: null } },
      },
    },
  );
  for (const memberId of ['member-2', 'member-1']) await desk.messages.claim(told(memberId, '2026-03-03'));
  for (const message of [sent('member-1', 'm-sent'), skipped('member-1'), sent('member-2', 'm-sent')]) {
    await desk.outbox.putMessage(message);
  }
  await desk.coupons.issue(coupon('member-1', '7Q2K-9FHT-0WXZ-M4NB'));
  await desk.coupons.issue(coupon('member-2', 'AAAA-BBBB-CCCC-DDDD'));
  await desk.json('suppress', 'sms:+49 151 555 00001', '--reason', 'complained');
  await desk.bus({
    'detail-type': 'member.merged',
    detail: {
      metadata: { id: 'm1', version: '1.0', occurredAt: '2026-03-10T12:00:00+08:00' },
      data: { requestId: 'm1', kept: ann, removed: { card: '2' } },
    },
  });
  return desk;
}
