/** Goods that come back, each time with what was there before. */
import type { Scenario } from './fault-harness.ts';
import { ann, annMail, enrolled, inTurn, messages, sent, sold } from './fault-messages.ts';

const returned = (returnId: string, data: object, day?: string) => {
  return sent('purchase.returned', returnId, { returnId, ...data }, day);
};
const paid = { data: { pointsRedeemed: 50 }, occurredAt: '2026-03-02T12:00:00+08:00' };

export const scenarios: readonly Scenario[] = [
  {
    name: 'returning a part and then all of a sale, which takes the level along',
    before: messages('enrol', sold('p0', ann), sold('p1', ann, { net: 60_000 })),
    act: inTurn(
      messages('enrol', returned('r1', { purchaseId: 'p1', net: 5000 })),
      messages('enrol', returned('r2', { purchaseId: 'p1', full: true })),
    ),
  },
  {
    name: 'returning what points paid for',
    before: messages('enrol', sold('p0', ann), sold('p1', ann, paid)),
    act: messages('enrol', returned('r1', { purchaseId: 'p1', full: true })),
  },
  {
    name: 'returning without a receipt',
    before: messages('enrol', sold('p0', ann)),
    act: messages('enrol', returned('r1', { member: ann, currency: 'CNY', net: 3000 })),
  },
  {
    name: 'returning more than was sold',
    before: messages('enrol', sold('p0', ann)),
    act: messages('enrol', returned('r1', { purchaseId: 'p0', net: 10_001 })),
  },
  {
    name: 'returning before the sale',
    before: messages('enrol', sold('p0', ann)),
    act: inTurn(
      messages('enrol', returned('r1', { purchaseId: 'p1', net: 5000 })),
      messages('enrol', returned('r2', { purchaseId: 'p1', full: true })),
      messages('enrol', sold('p1', ann)),
    ),
  },
  {
    name: 'returning before the sale what the sale turns out not to have',
    before: messages('enrol', sold('p0', ann)),
    act: inTurn(
      messages('enrol', returned('r1', { purchaseId: 'p1', net: 10_001 })),
      messages('enrol', returned('r2', { purchaseId: 'p1', net: 4000 })),
      messages('enrol', sold('p1', ann)),
    ),
  },
  {
    name: 'returning before the sale, which a guest makes and claims',
    before: messages('enrol', enrolled('e1', ann)),
    act: inTurn(
      messages('enrol', returned('r1', { purchaseId: 'p1', net: 5000 })),
      messages('enrol', sold('p1', undefined)),
      messages('enrol', { ...sold('p1', ann), delivery: 'with a member' }),
    ),
  },
  {
    name: 'claiming a sale that returns wait for',
    before: messages(
      'park',
      returned('r1', { purchaseId: 'p1', net: 5000 }),
      sold('p1', ann),
      sold('p2', annMail, { net: 20_000 }),
    ),
    act: messages('park', enrolled('e1', ann, annMail)),
  },
];
