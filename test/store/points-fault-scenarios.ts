/** Points that are spent, held, given away, corrected and brought along, each time with what was there before. */
import type { Scenario } from './fault-harness.ts';
import { ann, annMail, enrolled, inTurn, messages, nothing, receipt, reviewed, sent, sold } from './fault-messages.ts';

const requested = (requestId: string, points: number, more: object = {}) => {
  return sent('redemption.requested', requestId, { member: ann, requestId, points, ...more });
};
const committed = (requestId: string, day?: string) => {
  return sent('redemption.committed', requestId, { member: ann, requestId }, day);
};
const cancelled = (requestId: string, day?: string) => {
  return sent('redemption.cancelled', requestId, { member: ann, requestId }, day);
};
const adjusted = (requestId: string, points: number) => {
  return sent('points.adjusted.requested', requestId, {
    member: ann,
    requestId,
    points,
    reason: 'goodwill',
    actor: 'a',
  });
};
const given = (requestId: string, points: number) => {
  return sent('points.transfer.requested', requestId, { from: ann, to: annMail, requestId, points });
};
const merged = (requestId: string) => {
  return sent('member.merged', requestId, { kept: annMail, removed: ann, requestId });
};
const imported = sent('points.imported', 'i1', {
  member: ann,
  requestId: 'i1',
  lots: [
    { points: 70, expiresOn: '2027-01-01' },
    { points: 30, availableOn: '2026-04-01', expiresOn: null },
  ],
});
const bought = messages('enrol', sold('p0', ann));
/** Long enough for whatever comes on the same day. */
const hold = { hold: { minutes: 60 } };
const later = { occurredAt: '2026-03-12T12:00:00+08:00' };
const refersTo = (redemptionId: string) => ({ ...later, data: { pointsRedeemed: 40, redemptionId } });

export const scenarios: readonly Scenario[] = [
  {
    name: 'redeeming at once, and more than is left',
    before: bought,
    act: messages('enrol', requested('q1', 60), requested('q2', 60)),
  },
  {
    name: 'refusing a redemption for ever, whatever is earned afterwards',
    before: bought,
    act: inTurn(messages('enrol', requested('q1', 150)), messages('enrol', sold('p1', ann, later))),
  },
  {
    name: 'holding, and spending what is held',
    before: bought,
    act: inTurn(messages('enrol', requested('q1', 40, hold)), messages('enrol', committed('q1'))),
  },
  {
    name: 'holding, and giving it up',
    before: bought,
    act: inTurn(messages('enrol', requested('q1', 40, hold)), messages('enrol', cancelled('q1'))),
  },
  {
    name: 'buying when a hold has run out, which is then unknown',
    before: inTurn(bought, messages('enrol', requested('q1', 40, hold))),
    act: messages('enrol', sold('p1', ann, later), committed('q1', '13')),
  },
  {
    name: 'reviewing when a hold has run out',
    before: inTurn(bought, messages('enrol', requested('q1', 40, hold))),
    act: reviewed('2026-03-20'),
  },
  {
    name: 'merging two members who hold points, and what is sent for the other one then',
    before: inTurn(
      bought,
      messages('enrol', sold('p1', annMail)),
      messages('enrol', requested('q1', 40, hold), requested('q2', 150)),
    ),
    act: inTurn(
      messages('enrol', merged('m1')),
      messages('enrol', sold('p2', annMail), sold('p1', annMail), committed('q1')),
    ),
  },
  {
    name: 'buying with points, and with more than there are',
    before: bought,
    act: messages(
      'enrol',
      sold('p1', ann, { ...later, data: { pointsRedeemed: 40 } }),
      sold('p2', ann, { ...later, data: { pointsRedeemed: 1000 } }),
    ),
  },
  {
    name: 'buying with what was redeemed before, which pays for one sale alone',
    before: inTurn(bought, messages('enrol', requested('q1', 40))),
    act: inTurn(messages('enrol', sold('p1', ann, refersTo('q1'))), messages('enrol', sold('p2', ann, refersTo('q1')))),
  },
  {
    name: 'claiming a sale that points cannot pay for, which is refused then and may be corrected',
    before: messages('park', sold('p1', ann, { data: { pointsRedeemed: 50 } })),
    act: inTurn(
      messages('park', enrolled('e1', ann)),
      messages('park', { ...sold('p1', ann, { metadata: receipt('corrected') }), delivery: 'corrected' }),
    ),
  },
  { name: 'adjusting up and down', before: bought, act: messages('enrol', adjusted('a1', 25), adjusted('a2', -200)) },
  {
    name: 'giving points to another member, and more than there are',
    before: messages('enrol', sold('p0', ann), sold('m0', annMail, { net: 5000 })),
    act: inTurn(messages('enrol', given('t1', 60)), messages('enrol', given('t2', 60))),
  },
  { name: 'bringing points along by somebody new', before: nothing, act: messages('enrol', imported) },
  {
    name: 'bringing points along before the enrolment',
    before: nothing,
    act: inTurn(messages('park', imported), messages('park', enrolled('e1', ann))),
  },
];
