/** Who a member is, as it is answered. */
import type { PersonDocument } from '../contracts/http/members.ts';
import { identityKinds } from '../contracts/members.ts';
import { attributesOf } from '../domain/person.ts';
import type { FactValue, PersonalFacts } from '../domain/person.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Profile } from '../store/member-store.ts';

const textFields = [
  'name',
  'gender',
  'birthday',
  'occupation',
  'locale',
  'timeZone',
  'channel',
  'enrolledAt',
  'referralCode',
] as const;
const contactFields = ['pushToken', 'wechatOpenId'] as const;

/** The fields of these names that have a text. */
function textsOf<Name extends string>(facts: PersonalFacts, names: readonly Name[]): Partial<Record<Name, string>>;
function textsOf(facts: PersonalFacts, names: readonly string[]): Partial<Record<string, string>> {
  const told = names.flatMap((name) => {
    const value = facts[name]?.value;
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(told);
}

const isList = (value: FactValue): value is readonly string[] => typeof value === 'object';
const isPlain = (value: FactValue): value is string | number | boolean => !isList(value);

export function personDocument(profile: Profile): PersonDocument {
  const { memberId, identities, facts, consents } = profile;
  const interests = facts['interests']?.value ?? null;
  const attributes = [...attributesOf(facts)].flatMap(([name, value]) =>
    isPlain(value) ? [[name, value] as const] : [],
  );
  return {
    memberId,
    identities: identities.flatMap(({ kind, value }) => {
      const known = identityKinds.find((one) => one === kind);
      return known === undefined ? [] : [{ kind: known, value }];
    }),
    profile: {
      ...textsOf(facts, textFields),
      ...(interests !== null && isList(interests) ? { interests: [...interests] } : {}),
      contacts: textsOf(facts, contactFields),
      attributes: Object.fromEntries(attributes),
    },
    consents: consents.map(({ at, ...consent }) => ({ ...consent, at: formatInstant(at) })),
  };
}
