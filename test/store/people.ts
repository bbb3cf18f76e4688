/** What is kept of people, for tests of the stores. */
import type { Consent } from '../../shared/domain/consent.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import type { AppliedRecord, ConsentRecord, Profile } from '../../shared/store/member-store.ts';

const at = instantOf(Date.UTC(2026, 2, 1));

const consent: Consent = {
  purpose: 'promotions',
  channel: 'email',
  granted: true,
  at,
  text: 'terms-7',
  how: 'web form',
  by: 'the member',
};

/** A profile with something of every kind. */
export function profileOf(memberId: string): Profile {
  return {
    memberId,
    version: 1,
    identities: [{ kind: 'externalId', value: 'A1', at }],
    replaced: { email: at },
    facts: {
      'attributes.': { value: '', at },
      'attributes.__proto__': { value: 1e300, at },
      'attributes.large': { value: 0.1, at },
      birthday: { value: '--02-29', at },
      interests: { value: ['tea', ''], at },
      name: { value: null, at },
    },
    consents: [consent],
    givenUp: [{ identity: 'key', memberId, until: at }],
    enrolledBy: { occurredAt: '2026-03-01T04:00:00Z', eventId: 'e1' },
    joinedBy: { occurredAt: '2026-02-01T04:00:00Z', type: 'purchase.completed' },
  };
}

export const applied: AppliedRecord = {
  key: 'applied-1',
  type: 'member.updated',
  content: 'c',
  named: 'n',
  delivery: 'd',
  memberId: 'ann',
  occurredAt: '2026-03-01T04:00:00Z',
};

/** The answers of an event at noon of 1 March 2026 unless said otherwise. */
export function consentsOf(memberId: string, occurredAt = '2026-03-01T04:00:00Z', key = 'event-1'): ConsentRecord {
  return { memberId, key, occurredAt, eventId: `of ${key}`, consents: [consent, { ...consent, granted: false }] };
}
