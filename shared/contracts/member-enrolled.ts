/** `member.enrolled`: a person joins, or one who is known is given further identities. */
import * as z from 'zod';
import { isTimeZone } from '../domain/zone.ts';
import { parseDay } from '../domain/calendar.ts';
import { card, email, identityKinds, phone } from './members.ts';
import { dateTime, id, oneOf, text } from './primitives.ts';

const birthdayRule = 'a date YYYY-MM-DD or --MM-DD that exists';
const birthday = z
  .string({ error: birthdayRule })
  // Without a year every month-day of a leap year exists.
  .refine((value) => parseDay(value.replace(/^--/, '2000-')) !== undefined, { error: birthdayRule });

const consent = z.object(
  {
    purpose: oneOf(['loyalty', 'promotions', 'profiling']),
    channel: oneOf(['email', 'sms', 'push', 'wechat']),
    granted: z.boolean({ error: 'true or false' }),
    at: dateTime,
    text,
    how: text,
    by: text,
  },
  { error: 'an object' },
);

const attributeRule = 'a string of at most 256 UTF-16 units, a number or a boolean';
const attributesRule = 'at most 50 attributes';
const attributes = z
  .record(text, z.union([text, z.number(), z.boolean()], { error: attributeRule }), { error: attributesRule })
  .refine((value) => Object.keys(value).length <= 50, { error: attributesRule });

export const memberEnrolled = z
  .object(
    {
      externalId: id.optional(),
      email: email.optional(),
      phone: phone.optional(),
      card: card.optional(),
      name: text.optional(),
      gender: text.optional(),
      birthday: birthday.optional(),
      occupation: text.optional(),
      locale: text.optional(),
      timeZone: text.refine(isTimeZone, { error: 'an IANA time zone' }).optional(),
      channel: text.optional(),
      enrolledAt: dateTime.optional(),
      consents: z.array(consent, { error: 'a list of consents' }).optional(),
      interests: z.array(text, { error: 'a list of strings' }).optional(),
      contacts: z
        .object({ pushToken: text.optional(), wechatOpenId: text.optional() }, { error: 'an object' })
        .optional(),
      referralCode: text.optional(),
      attributes: attributes.optional(),
    },
    { error: 'an object' },
  )
  .refine((data) => identityKinds.some((kind) => data[kind] !== undefined), {
    path: ['externalId'],
    error: 'at least one of externalId, email, phone, card',
  })
  .meta({ id: 'member.enrolled' });
export type MemberEnrolled = z.output<typeof memberEnrolled>;
