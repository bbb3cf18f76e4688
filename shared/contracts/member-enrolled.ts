/** `member.enrolled`: a person joins, or one who is known is given further identities. */
import * as z from 'zod/mini';
import { isTimeZone } from '../domain/zone.ts';
import { parseDay } from '../domain/calendar.ts';
import { card, email, identityKinds, phone } from './members.ts';
import { dateTime, flag, id, oneOf, text } from './primitives.ts';

const birthdayRule = 'a date YYYY-MM-DD or --MM-DD that exists';
const birthday = z
  .string({ error: birthdayRule })
  // Without a year every month-day of a leap year exists.
  .check(z.refine((value) => parseDay(value.replace(/^--/, '2000-')) !== undefined, { error: birthdayRule }));

const consent = z.object(
  {
    purpose: oneOf(['loyalty', 'promotions', 'profiling']),
    channel: oneOf(['email', 'sms', 'push', 'wechat']),
    granted: flag,
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
  .check(z.refine((value) => Object.keys(value).length <= 50, { error: attributesRule }));

export const memberEnrolled = z
  .object(
    {
      externalId: z.optional(id),
      email: z.optional(email),
      phone: z.optional(phone),
      card: z.optional(card),
      name: z.optional(text),
      gender: z.optional(text),
      birthday: z.optional(birthday),
      occupation: z.optional(text),
      locale: z.optional(text),
      timeZone: z.optional(text.check(z.refine(isTimeZone, { error: 'an IANA time zone' }))),
      channel: z.optional(text),
      enrolledAt: z.optional(dateTime),
      consents: z.optional(z.array(consent, { error: 'a list of consents' })),
      interests: z.optional(z.array(text, { error: 'a list of strings' })),
      contacts: z.optional(
        z.object({ pushToken: z.optional(text), wechatOpenId: z.optional(text) }, { error: 'an object' }),
      ),
      referralCode: z.optional(text),
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
