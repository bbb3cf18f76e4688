/** Who a member is as items of the members table; what people tell of themselves is a text of JSON in them. */
import * as z from 'zod/mini';
import { consentChannels, consentPurposes } from '../../domain/consent.ts';
import { instantOf } from '../../domain/zone.ts';
import type { ConsentRecord, Profile } from '../member-store.ts';
import { memberKeys } from './keys.ts';

const instant = z.pipe(z.number(), z.transform(instantOf));
const json = z.pipe(
  z.string(),
  z.transform((text): unknown => JSON.parse(text)),
);
const fact = z.object({
  value: z.nullable(z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  at: instant,
});
const consents = z.pipe(
  json,
  z.array(
    z.object({
      purpose: z.enum(consentPurposes),
      channel: z.enum(consentChannels),
      granted: z.boolean(),
      at: instant,
      text: z.string(),
      how: z.string(),
      by: z.string(),
    }),
  ),
);

/** Attributes that hold nothing are left out. */
const profileItem = z.object({
  memberId: z.string(),
  version: z.int(),
  identities: z.array(z.object({ kind: z.string(), value: z.string(), at: instant })),
  replaced: z._default(z.record(z.string(), instant), {}),
  facts: z._default(z.pipe(json, z.record(z.string(), fact)), {}),
  consents: z._default(consents, []),
  givenUp: z.optional(z.pipe(json, z.array(z.object({ identity: z.string(), memberId: z.string(), until: instant })))),
  enrolledBy: z.optional(z.object({ occurredAt: z.string(), eventId: z.string(), memberId: z.optional(z.string()) })),
  joinedBy: z.optional(z.object({ occurredAt: z.string(), type: z.string() })),
});
const consentsItem = z.object({
  memberId: z.string(),
  event: z.string(),
  occurredAt: z.string(),
  eventId: z.string(),
  consents,
});

const hasAny = (given: object) => Object.keys(given).length > 0;

export function formatProfile(profile: Profile): Record<string, unknown> {
  const { facts, replaced, consents: given, givenUp } = profile;
  return {
    ...memberKeys.profile(profile.memberId),
    ...profile,
    replaced: hasAny(replaced) ? replaced : undefined,
    facts: hasAny(facts) ? JSON.stringify(facts) : undefined,
    consents: given.length > 0 ? JSON.stringify(given) : undefined,
    givenUp: givenUp && JSON.stringify(givenUp),
  };
}

/** @throws ZodError when the item is no profile */
export function parseProfile(item: unknown): Profile {
  return profileItem.parse(item);
}

export function formatConsents(record: ConsentRecord): Record<string, unknown> {
  const { key: event, ...rest } = record;
  return { ...memberKeys.consents(record), ...rest, event, consents: JSON.stringify(record.consents) };
}

/** @throws ZodError when the item is no record of consents */
export function parseConsents(item: unknown): ConsentRecord {
  const { event: key, ...rest } = consentsItem.parse(item);
  return { key, ...rest };
}
