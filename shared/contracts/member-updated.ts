/** `member.updated`: what changes of a member; what is absent stays, what is null is removed. */
import * as z from 'zod/mini';
import { attributeChanges, consents, profileFields as fields } from './member-profile.ts';
import { member } from './members.ts';
import { text } from './primitives.ts';

const change = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

export const memberUpdated = z
  .object(
    {
      member,
      externalId: change(fields.externalId).register(z.globalRegistry, {
        description: 'The one that the member has from now on, as of each kind of identity.',
      }),
      email: change(fields.email),
      phone: change(fields.phone),
      card: change(fields.card),
      name: change(fields.name),
      gender: change(fields.gender),
      birthday: change(fields.birthday),
      occupation: change(fields.occupation),
      locale: change(fields.locale),
      timeZone: change(fields.timeZone),
      channel: change(fields.channel),
      enrolledAt: change(fields.enrolledAt),
      consents: z.optional(consents),
      interests: change(fields.interests),
      contacts: change(z.object({ pushToken: change(text), wechatOpenId: change(text) }, { error: 'an object' })),
      referralCode: change(fields.referralCode),
      attributes: change(attributeChanges).register(z.globalRegistry, {
        description: 'Those that are named change; null removes all.',
      }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'member.updated' });
export type MemberUpdated = z.output<typeof memberUpdated>;
