/** Things that functions do for people who come and buy, each with what was there before. */
import type { Scenario } from './fault-harness.ts';
import {
  ann,
  annMail,
  enrolled,
  erased,
  messages,
  nothing,
  receipt,
  reviewed,
  sold,
  updated,
} from './fault-messages.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'recording a purchase of somebody who is known',
    before: messages('enrol', enrolled('e1', ann), sold('p0', ann)),
    // 600 points: the level rises in the same posting.
    act: messages('enrol', sold('p1', ann, { net: 60_000 }), sold('p2', ann)),
  },
  {
    name: 'recording somebody’s first purchase',
    before: nothing,
    act: messages('enrol', sold('p1', ann)),
  },
  {
    name: 'enrolling',
    before: messages('refuse', enrolled('e1', ann)),
    act: messages('refuse', enrolled('e2', ann, annMail)),
  },
  { name: 'parking', before: nothing, act: messages('park', sold('p1', ann)) },
  {
    name: 'claiming what was parked',
    before: messages('park', sold('p1', ann), sold('p2', annMail, { occurredAt: '2026-02-01T12:00:00+08:00' })),
    act: messages('park', enrolled('e1', ann, annMail)),
  },
  {
    name: 'claiming a guest’s purchase',
    before: messages('enrol', enrolled('e1', ann), sold('p1', undefined)),
    act: messages('enrol', { ...sold('p1', ann, { metadata: receipt('with a member') }), delivery: 'with a member' }),
  },
  {
    name: 'updating a member',
    before: messages('park', enrolled('e1', ann, annMail), sold('p1', { email: 'ann@new.example' })),
    act: messages('park', updated()),
  },
  {
    name: 'erasing a member',
    before: messages('park', enrolled('e1', ann, annMail), sold('p1', ann), updated()),
    act: messages('park', erased()),
  },
  {
    name: 'reviewing',
    before: messages('enrol', sold('p1', ann, { net: 60_000 }), sold('p2', annMail)),
    act: reviewed(),
  },
];
