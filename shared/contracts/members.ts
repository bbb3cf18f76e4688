/** How events name a member, and how identities are compared. */
import * as z from 'zod/mini';
import { id } from './primitives.ts';

/** The kinds of identity that belong to others; a `memberId` is ours and not kept as one. */
export const identityKinds = ['externalId', 'email', 'phone', 'card'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** An identity as it is compared: e-mail, phone and card after normalising, an external id exactly. */
export type Identity = { readonly kind: IdentityKind; readonly value: string };
export type MemberReference = Identity | { readonly kind: 'memberId'; readonly value: string };

/** Full-width forms become plain ones; what people put between the characters goes. */
function withoutSeparators(value: string): string {
  return value.normalize('NFKC').replace(/[\s().\-\u2010-\u2015]/g, '');
}

const emailRule = 'an e-mail address';
export const email = id.check(
  z.overwrite((value) => value.normalize('NFKC').trim().toLowerCase()),
  z.refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), { error: emailRule }),
);

const phoneRule = 'a phone number in E.164 form, beginning with + and the country code';
export const phone = id.check(
  z.overwrite(withoutSeparators),
  z.refine((value) => /^\+[1-9]\d{1,14}$/.test(value), { error: phoneRule }),
);

const cardRule = 'a card number of at least one letter or digit';
export const card = id.check(
  z.overwrite((value) => withoutSeparators(value).toUpperCase()),
  z.refine((value) => value !== '', { error: cardRule }),
);

const memberRule = 'an object with exactly one of memberId, externalId, email, phone, card';
/** A member object: exactly one of the five kinds. */
export const member = z
  .object(
    {
      memberId: z.optional(id),
      externalId: z.optional(id),
      email: z.optional(email),
      phone: z.optional(phone),
      card: z.optional(card),
    },
    { error: memberRule },
  )
  .check(
    z.refine((value) => Object.values(value).filter((given) => given !== undefined).length === 1, {
      error: memberRule,
    }),
  )
  .register(z.globalRegistry, { description: memberRule });

/** The one identity of a parsed member object, or those that an event about a person gives. */
export function identitiesOf(given: Partial<Readonly<Record<IdentityKind, string | null | undefined>>>): Identity[] {
  return identityKinds.flatMap((kind) => {
    const value = given[kind];
    return value === undefined || value === null ? [] : [{ kind, value }];
  });
}

/** The one reference of a parsed member object. */
export function referenceOf(given: z.output<typeof member>): MemberReference {
  if (given.memberId !== undefined) return { kind: 'memberId', value: given.memberId };
  const [identity] = identitiesOf(given);
  if (identity === undefined) throw new TypeError('a parsed member object names exactly one identity');
  return identity;
}
