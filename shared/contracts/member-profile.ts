/** What events tell of a person: the fields of a profile and the answers to what was asked, as facts with their instant. */
import * as z from 'zod/mini';
import { parseDay } from '../domain/calendar.ts';
import { consentChannels, consentPurposes } from '../domain/consent.ts';
import type { Consent } from '../domain/consent.ts';
import { allAttributes, attributeField, learn, nobody } from '../domain/person.ts';
import type { Fact, FactValue, Person, ProfileField } from '../domain/person.ts';
import { isTimeZone, parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { card, email, identitiesOf, phone } from './members.ts';
import { dateTime, flag, id, oneOf, text } from './primitives.ts';

const birthdayRule = 'a date YYYY-MM-DD or --MM-DD that exists';
const birthday = z
  .string({ error: birthdayRule })
  // Without a year every month-day of a leap year exists.
  .check(z.refine((value) => parseDay(value.replace(/^--/, '2000-')) !== undefined, { error: birthdayRule }));

const consent = z.object(
  {
    purpose: oneOf(consentPurposes),
    channel: oneOf(consentChannels),
    granted: flag,
    at: dateTime,
    text,
    how: text,
    by: text,
  },
  { error: 'an object' },
);
/** What was consented to is never removed: it is withdrawn by a newer one that is not granted. */
export const consents = z.array(consent, { error: 'a list of consents' });

/** What an event may tell of a person, and a member have in all. */
export const attributesAtMost = 50;
const attributesRule = `an object of at most ${String(attributesAtMost)} attributes`;
const attributeNameRule = 'names of at most 256 UTF-16 units, well-formed Unicode';
const attributeRule = 'a string of at most 256 UTF-16 units, a number or a boolean';
const attributeValue = z.union([text, z.number(), z.boolean()], { error: attributeRule });
const attributesError = ({ code }: { readonly code?: string }) =>
  code === 'invalid_key' ? attributeNameRule : attributesRule;
const few = z.refine<object>((value) => Object.keys(value).length <= attributesAtMost, { error: attributesRule });

/** The fields of a profile, as an event gives them that leaves out what it does not know. */
export const profileFields = {
  externalId: id,
  email,
  phone,
  card,
  name: text,
  gender: text,
  birthday,
  occupation: text,
  locale: text,
  timeZone: text.check(z.refine(isTimeZone, { error: 'an IANA time zone' })),
  channel: text,
  enrolledAt: dateTime,
  interests: z.array(text, { error: 'a list of strings' }),
  referralCode: text,
} as const;
export const attributes = z.record(text, attributeValue, { error: attributesError }).check(few);
/** Of which null removes one. */
export const attributeChanges = z.record(text, z.nullable(attributeValue), { error: attributesError }).check(few);

/** Absent says nothing; null, that there is no value any more. */
type Told<Value> = Value | null | undefined;
type Given = Partial<Readonly<Record<Exclude<keyof typeof profileFields, 'interests'>, Told<string>>>> & {
  readonly interests?: Told<readonly string[]>;
  readonly consents?: z.output<typeof consents> | undefined;
  readonly contacts?: Told<{ readonly pushToken?: Told<string>; readonly wechatOpenId?: Told<string> }>;
  readonly attributes?: Told<Readonly<Record<string, string | number | boolean | null>>>;
};

const noContacts = { pushToken: null, wechatOpenId: null };

function valuesOf(given: Given): Readonly<Record<ProfileField, Told<FactValue>>> {
  const { name, gender, birthday: born, occupation, locale, timeZone, channel, enrolledAt } = given;
  const { interests, referralCode } = given;
  const { pushToken, wechatOpenId } = given.contacts === null ? noContacts : (given.contacts ?? {});
  const own = { name, gender, birthday: born, occupation, locale, timeZone, channel, enrolledAt };
  return { ...own, interests, referralCode, pushToken, wechatOpenId };
}

function consentOf({ at, ...rest }: z.output<typeof consent>): Consent {
  const instant = parseInstant(at);
  if (instant === undefined) throw new TypeError('a parsed date-time is an instant');
  return { ...rest, at: instant };
}

/**
 * What an event tells of a person.
 *
 * @param at the instant of the event
 */
export function personOf(given: Given, at: Instant): Person {
  const attributesGiven = Object.entries(given.attributes ?? {}).map(
    ([name, value]): readonly [string, Told<FactValue>] => [attributeField(name), value],
  );
  const values: (readonly [string, Told<FactValue>])[] = [...Object.entries(valuesOf(given)), ...attributesGiven];
  if (given.attributes === null) values.push([allAttributes, null]);
  const facts = values.flatMap(([field, value]): (readonly [string, Fact])[] =>
    value === undefined ? [] : [[field, { value, at }]],
  );
  const identities = identitiesOf(given).map((identity) => ({ ...identity, at }));
  const told = { ...nobody, identities, facts: Object.fromEntries(facts) };
  return learn(nobody, { ...told, consents: (given.consents ?? []).map(consentOf) });
}

/** The answers that an event brings, all of them: the proof of each is kept. */
export function consentsOf({ consents: given = [] }: Pick<Given, 'consents'>): readonly Consent[] {
  return given.map(consentOf);
}
