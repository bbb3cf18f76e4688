/** Things that functions do, each with what was there before; delivered again, they do nothing more. */
import { reviewMembers } from '../../shared/commands/review-members.ts';
import { takeInEvents } from '../../shared/commands/take-in-events.ts';
import type { IntakeDependencies, Message } from '../../shared/commands/take-in-events.ts';
import type { UnknownMemberPolicy } from '../../shared/domain/programme.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { newMemberId } from '../../shared/platform/ids.ts';
import type { LocalStores } from '../../bench/local-stores.ts';
import { enrolment, sale } from '../fixtures/events.ts';
import type { SaleOptions } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';

/** Settles again what can be settled; false when something is left that has to be delivered again. */
export type Deliver = (stores: LocalStores) => Promise<boolean>;
export type Scenario = { readonly name: string; readonly before: Deliver; readonly act: Deliver };

const ann = { externalId: 'A1' };
const annMail = { email: 'ann@example.com' };

function dependencies(stores: LocalStores, unknown: UnknownMemberPolicy): Omit<IntakeDependencies, 'now'> {
  const programme = programmeWith({ members: { unknown } });
  return {
    ...stores,
    programmes: async () => Promise.resolve([programme]),
    digests,
    newMemberId,
    // A wait would only slow the tests down; that there are waits is for the tests of the commands.
    backOff: async () => Promise.resolve(),
    seal: (text) => text,
  };
}

function messages(unknown: UnknownMemberPolicy, ...batch: readonly Message[]): Deliver {
  return async (stores) => {
    const { failed } = await takeInEvents(
      { ...dependencies(stores, unknown), now: () => '2030-01-01T00:00:00Z' },
      batch,
    );
    return failed.size === 0;
  };
}

const receipt = (correlationId: string) => ({ receipt: true, correlationId });

function sold(purchaseId: string, member: SaleOptions['member'], options: Partial<SaleOptions> = {}): Message {
  return {
    delivery: `delivery-${purchaseId}`,
    envelope: sale({ purchaseId, member, metadata: receipt(purchaseId), ...options }),
  };
}

function enrolled(eventId: string, ...identities: readonly Readonly<Record<string, string>>[]): Message {
  const all: Readonly<Record<string, string>> = Object.assign({}, ...identities);
  return { delivery: eventId, envelope: enrolment({ eventId, identities: all, metadata: receipt(eventId) }) };
}

const nothing: Deliver = async () => Promise.resolve(true);

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
    name: 'reviewing',
    before: messages('enrol', sold('p1', ann, { net: 60_000 }), sold('p2', annMail)),
    act: async (stores) => {
      const now = () => instantOf(Date.UTC(2030, 0, 1));
      const reviewer = { ...dependencies(stores, 'enrol'), settings: stores.settings, now, timeLeft: () => true };
      const { failures } = await reviewMembers(reviewer, { day: '2028-01-01' });
      return failures.length === 0;
    },
  },
];
