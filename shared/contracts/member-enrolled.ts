/** `member.enrolled`: a person joins, or one who is known tells more. */
import * as z from 'zod/mini';
import { attributes, consents, profileFields as fields } from './member-profile.ts';
import { identityKinds } from './members.ts';
import { text } from './primitives.ts';

export const memberEnrolled = z
  .object(
    {
      externalId: z.optional(fields.externalId),
      email: z.optional(fields.email),
      phone: z.optional(fields.phone),
      card: z.optional(fields.card),
      name: z.optional(fields.name),
      gender: z.optional(fields.gender),
      birthday: z.optional(fields.birthday),
      occupation: z.optional(fields.occupation),
      locale: z.optional(fields.locale),
      timeZone: z.optional(fields.timeZone),
      channel: z.optional(fields.channel),
      enrolledAt: z.optional(fields.enrolledAt),
      consents: z.optional(consents),
      interests: z.optional(fields.interests),
      contacts: z.optional(
        z.object({ pushToken: z.optional(text), wechatOpenId: z.optional(text) }, { error: 'an object' }),
      ),
      referralCode: z.optional(fields.referralCode),
      attributes: z.optional(attributes),
    },
    { error: 'an object' },
  )
  .check(
    z.refine((data) => identityKinds.some((kind) => data[kind] !== undefined), {
      path: ['externalId'],
      error: 'at least one of externalId, email, phone, card',
    }),
  )
  .register(z.globalRegistry, { id: 'member.enrolled' });
