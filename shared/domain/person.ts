/**
 * What is known of a person, put together from what events told. Of each field the newest fact by the time at which it
 * occurred counts, so `learn` gives the same person in whatever order, and however often, the facts arrive.
 */
import { newestConsents } from './consent.ts';
import type { Consent } from './consent.ts';
import type { Instant } from './zone.ts';

export type FactValue = string | number | boolean | readonly string[];
/** The value of a field, null where it was removed, and the instant of the event that said so. */
export type Fact = { readonly value: FactValue | null; readonly at: Instant };

/** The fields of a profile that have one value; beside them there are attributes, which producers name. */
export const profileFields = [
  'name',
  'gender',
  'birthday',
  'occupation',
  'locale',
  'timeZone',
  'channel',
  'enrolledAt',
  'interests',
  'pushToken',
  'wechatOpenId',
  'referralCode',
] as const;
export type ProfileField = (typeof profileFields)[number];

export function isProfileField(field: string): field is ProfileField {
  return profileFields.some((known) => known === field);
}

export const attributePrefix = 'attributes.';
/** All attributes at once; a fact of it is always a removal. */
export const allAttributes = 'attributes';

/** The field of an attribute. */
export function attributeField(name: string): string {
  return attributePrefix + name;
}

/** Facts by field. */
export type PersonalFacts = Readonly<Record<string, Fact>>;

/** An identity as it is compared, with the newest instant at which somebody said that it is this person's. */
export type OwnIdentity = { readonly kind: string; readonly value: string; readonly at: Instant };

export type Person = {
  /** Oldest first. */
  readonly identities: readonly OwnIdentity[];
  /** By kind of identity: the instant at which all older ones of the kind were replaced. */
  readonly replaced: Readonly<Record<string, Instant>>;
  readonly facts: PersonalFacts;
  /** The answers that count now. */
  readonly consents: readonly Consent[];
};

/** Whether a fact counts and the other does not: the newer one, at the same instant a removal before any value. */
function outranks(one: Fact, other: Fact): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.value === null || other.value === null) return one.value === null;
  return JSON.stringify(one.value) > JSON.stringify(other.value);
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** The values of two records under their keys in order, put together where both have one. */
function join<Value>(
  one: Readonly<Record<string, Value>>,
  other: Readonly<Record<string, Value>>,
  choose: (a: Value, b: Value) => Value,
): Map<string, Value> {
  const joined = new Map(Object.entries(one));
  for (const [key, value] of Object.entries(other)) {
    const known = joined.get(key);
    joined.set(key, known === undefined ? value : choose(known, value));
  }
  return new Map([...joined].sort(([a], [b]) => byText(a, b)));
}

function learnFacts(known: PersonalFacts, told: PersonalFacts): PersonalFacts {
  const newest = join(known, told, (a, b) => (outranks(b, a) ? b : a));
  const removedAt = newest.get(allAttributes)?.at;
  const stays = ([field, { at }]: readonly [string, Fact]) =>
    removedAt === undefined || !field.startsWith(attributePrefix) || at > removedAt;
  return Object.fromEntries([...newest].filter(stays));
}

function learnIdentities(known: Person, told: Person): Pick<Person, 'identities' | 'replaced'> {
  const replaced = join(known.replaced, told.replaced, (a, b) => (a > b ? a : b));
  const newest = new Map<string, OwnIdentity>();
  for (const identity of [...known.identities, ...told.identities]) {
    const key = `${identity.kind}:${identity.value}`;
    const other = newest.get(key);
    if (other === undefined || other.at < identity.at) newest.set(key, identity);
  }
  const identities = [...newest.entries()]
    .filter(([, { kind, at }]) => at >= (replaced.get(kind) ?? at))
    .sort(([a, one], [b, other]) => one.at - other.at || byText(a, b))
    .map(([, identity]) => identity);
  return { identities, replaced: Object.fromEntries(replaced) };
}

/** Nothing is known. */
export const nobody: Person = { identities: [], replaced: {}, facts: {}, consents: [] };

/** What is known of a person after something more was told; also of two people who turn out to be one. */
export function learn(known: Person, told: Person): Person {
  return {
    ...learnIdentities(known, told),
    facts: learnFacts(known.facts, told.facts),
    consents: newestConsents([...known.consents, ...told.consents]),
  };
}

/** The attributes that a person has, by name. */
export function attributesOf(facts: PersonalFacts): ReadonlyMap<string, FactValue> {
  return new Map(
    Object.entries(facts).flatMap(([field, { value }]) =>
      field.startsWith(attributePrefix) && value !== null
        ? [[field.slice(attributePrefix.length), value] as const]
        : [],
    ),
  );
}
