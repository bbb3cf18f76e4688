/** A member of whom there is something of everything. */
import { stageMessage } from '../../../shared/contracts/messages.ts';
import { day } from '../../domain/build.ts';
import { enrolment, sale } from '../../fixtures/events.ts';
import { programmeWith } from '../../fixtures/programme.ts';
import { openMemoryDesk } from './desk.ts';
import type { MemoryDesk } from './desk.ts';

export const consent = (granted: boolean, at: string) => {
  return { purpose: 'promotions', channel: 'email', granted, at, text: 'terms-3', how: 'form', by: 'clerk-7' };
};

const told = (memberId: string, on: string) =>
  stageMessage({ memberId, programId: 'main', day: day(on), occurredAt: `${on}T15:59:59.999Z` }, null, 'new');

/** Ann with two purchases, one of which came back in part, two answers to one question, and Bo merged into her. */
export async function annsDesk(): Promise<MemoryDesk> {
  const desk = openMemoryDesk([programmeWith({ members: { unknown: 'park' } })]);
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
  await desk.json('suppress', 'sms:+49 151 555 00001', '--reason', 'complained');
  await desk.json('merge', 'externalId:ann', 'card:2', '--request-id', 'm1');
  return desk;
}
