/** Who a member is. Identities stand in bodies only, never in an address: addresses end up in logs. */
import * as z from 'zod/mini';
import { consents, profileFields as fields } from '../member-profile.ts';
import { memberEnrolled } from '../member-enrolled.ts';
import { memberUpdated } from '../member-updated.ts';
import { identityKinds, member } from '../members.ts';
import { dateTime, id, text } from '../primitives.ts';
import { noBody, noParameters, operation } from './operation.ts';
import { balance } from './values.ts';

/** What was done to whom: made from what is remembered of the request alone, so that it is the same for ever. */
const done = z
  .object({
    memberId: id,
    occurredAt: dateTime.clone().register(z.globalRegistry, { description: 'When it was first asked for.' }),
  })
  .register(z.globalRegistry, { id: 'memberDone' });

export const enrolMember = operation({
  name: 'enrolMember',
  summary: 'Enrol a member',
  description:
    'Enrols somebody, or gives a member who has one of the identities the others and whatever else is told. What waited ' +
    'for the identities is posted.',
  query: noParameters,
  body: memberEnrolled,
  writes: true,
  status: 201,
  answer: done,
  problems: ['identity-taken', 'conflicting-duplicate', 'member-erased'],
});

export const findMember = operation({
  name: 'findMember',
  summary: 'Find a member',
  description: 'The member who has an identity, compared after normalising.',
  query: noParameters,
  body: z.object({ member }, { error: 'an object' }).register(z.globalRegistry, { id: 'memberQuestion' }),
  writes: false,
  status: 200,
  answer: z.object({ memberId: id }).register(z.globalRegistry, { id: 'memberFound' }),
  problems: ['unknown-member', 'member-erased'],
});

export const profile = z
  .object({
    name: z.optional(fields.name),
    gender: z.optional(fields.gender),
    birthday: z.optional(fields.birthday),
    occupation: z.optional(fields.occupation),
    locale: z.optional(fields.locale),
    timeZone: z.optional(fields.timeZone),
    channel: z.optional(fields.channel),
    enrolledAt: z.optional(fields.enrolledAt),
    interests: z.optional(fields.interests),
    referralCode: z.optional(fields.referralCode),
    contacts: z.object({ pushToken: z.optional(text), wechatOpenId: z.optional(text) }),
    attributes: z.record(z.string(), z.union([text, z.number(), z.boolean()])),
  })
  .register(z.globalRegistry, { id: 'profile' });

export const identity = z.object({ kind: z.enum(identityKinds), value: z.string() });

const person = z
  .object({
    memberId: id,
    identities: z.array(identity),
    profile,
    consents: consents.clone().register(z.globalRegistry, { description: 'The answers that count now.' }),
  })
  .register(z.globalRegistry, { id: 'member' });
export type PersonDocument = z.output<typeof person>;

export const showMember = operation({
  name: 'showMember',
  summary: 'Show a member',
  description: 'Identities, profile and consents of a member.',
  query: noParameters,
  body: noBody,
  writes: false,
  status: 200,
  answer: person,
  problems: ['unknown-member', 'member-erased'],
});

export const updateMember = operation({
  name: 'updateMember',
  summary: 'Change a member',
  description: 'A merge patch: what is absent stays, what is null is removed.',
  query: noParameters,
  body: z.omit(memberUpdated, { member: true }).register(z.globalRegistry, { id: 'memberChange' }),
  writes: true,
  status: 200,
  answer: done,
  problems: ['unknown-member', 'member-erased', 'identity-taken', 'conflicting-duplicate'],
});

export const mergeMember = operation({
  name: 'mergeMember',
  summary: 'Merge a member into this one',
  description:
    'Two members turn out to be one person: this one has the points, the history and the identities of both afterwards, ' +
    'and what still comes for the other one is this one’s.',
  query: noParameters,
  body: z.object({ removed: member }, { error: 'an object' }).register(z.globalRegistry, { id: 'mergeRequest' }),
  writes: true,
  status: 200,
  answer: z
    .object({
      memberId: id,
      removed: id.clone().register(z.globalRegistry, { description: 'The member who is no more.' }),
      entryId: z.string(),
      occurredAt: dateTime,
      balanceAfter: balance,
    })
    .register(z.globalRegistry, { id: 'memberMerged' }),
  problems: ['unknown-member', 'member-erased', 'invalid-merge', 'conflicting-duplicate'],
});

export const eraseMember = operation({
  name: 'eraseMember',
  summary: 'Erase a member',
  description:
    'Profile, identities and consents are gone at once; of an identity only a keyed hash stays. The books stay under an ' +
    'id that means nothing.',
  query: noParameters,
  body: noBody,
  writes: true,
  status: 200,
  answer: done,
  problems: ['unknown-member', 'member-erased', 'conflicting-duplicate'],
});
