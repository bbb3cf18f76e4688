/** What is known of a person is the same in whatever order, and however often, it was told. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { consentChannels, consentPurposes, newestConsents } from '../../shared/domain/consent.ts';
import type { Consent } from '../../shared/domain/consent.ts';
import { allAttributes, attributeField, learn, nobody, profileFields } from '../../shared/domain/person.ts';
import type { Fact, Person, PersonalFacts } from '../../shared/domain/person.ts';
import { instantOf } from '../../shared/domain/zone.ts';

// Few instants and values: ties are what goes wrong.
const at = fc.integer({ min: 1, max: 4 }).map(instantOf);
const fewTexts = fc.constantFrom('a', 'b', '');
const value = fc.oneof(fewTexts, fc.constantFrom(1, 0), fc.boolean(), fc.array(fewTexts, { maxLength: 2 }));
const fact: fc.Arbitrary<Fact> = fc.record({ value: fc.option(value), at });
const removal: fc.Arbitrary<Fact> = fc.record({ value: fc.constant(null), at });
const named = fc.constantFrom(...profileFields.slice(0, 2), attributeField('a'), attributeField('__proto__'));
const facts: fc.Arbitrary<PersonalFacts> = fc
  .tuple(fc.uniqueArray(fc.tuple(named, fact), { selector: ([field]) => field, maxLength: 3 }), fc.option(removal))
  .map(([pairs, all]) => Object.fromEntries(all === null ? pairs : [...pairs, [allAttributes, all]]));
const consent: fc.Arbitrary<Consent> = fc.record({
  purpose: fc.constantFrom(...consentPurposes.slice(0, 2)),
  channel: fc.constantFrom(...consentChannels.slice(0, 2)),
  granted: fc.boolean(),
  at,
  text: fewTexts,
  how: fewTexts,
  by: fc.constant('somebody'),
});
const kind = fc.constantFrom('email', 'card');
const told: fc.Arbitrary<Person> = fc.record({
  identities: fc.array(fc.record({ kind, value: fewTexts, at }), { maxLength: 2 }),
  replaced: fc.dictionary(kind, at, { maxKeys: 1 }),
  facts,
  consents: fc.array(consent, { maxLength: 3 }),
});

const allOf = (people: readonly Person[]) => people.reduce(learn, nobody);

/** Everything that was told, each one to three times, in two orders. */
const tellings = fc.array(told, { minLength: 1, maxLength: 6 }).chain((people) =>
  fc.record({
    people: fc.constant(people),
    again: fc
      .array(fc.constantFrom(...people), { maxLength: people.length })
      .chain((twice) => fc.shuffledSubarray([...people, ...twice], { minLength: people.length + twice.length })),
  }),
);

it('is one person, to the order of the keys', () => {
  fc.assert(
    fc.property(tellings, ({ people, again }) => {
      expect(JSON.stringify(allOf(again))).toBe(JSON.stringify(allOf(people)));
    }),
  );
});

it('is one person, put together of parts as well as of single tellings', () => {
  fc.assert(
    fc.property(fc.array(told), fc.array(told), (some, others) => {
      expect(learn(allOf(some), allOf(others))).toEqual(allOf([...some, ...others]));
    }),
  );
});

it('has of each field the newest fact, none newer than which removed it', () => {
  fc.assert(
    fc.property(fc.array(told), (people) => {
      const { facts: known } = allOf(people);
      const given = people.flatMap((person) => Object.entries(person.facts));
      for (const [field, { value: newest, at: since }] of Object.entries(known)) {
        const about = given.filter(([other]) => other === field).map(([, one]) => one);
        expect(about).toContainEqual({ value: newest, at: since });
        expect(since).toBe(Math.max(...about.map((one) => one.at)));
        const removed = about.some((one) => one.at === since && one.value === null);
        expect(newest === null).toBe(removed);
      }
      const attributesEnd = known[allAttributes]?.at ?? 0;
      for (const [field, { at: since }] of given) {
        const isGone = field.startsWith('attributes.') && since <= attributesEnd;
        if (!isGone) expect(known).toHaveProperty([field]);
      }
    }),
  );
});

it('has every identity that was told, but for those that were replaced later', () => {
  fc.assert(
    fc.property(fc.array(told), (people) => {
      const { identities } = allOf(people);
      const replaced = (of: string) => Math.max(0, ...people.map((person) => person.replaced[of] ?? 0));
      const left = people
        .flatMap((person) => person.identities)
        .filter((identity) => identity.at >= replaced(identity.kind))
        .map((identity) => `${identity.kind}:${identity.value}`);
      expect(identities.map((identity) => `${identity.kind}:${identity.value}`).sort()).toEqual(
        [...new Set(left)].sort(),
      );
    }),
  );
});

it('allows what the newest answer says, and nothing where one of the same instant refuses', () => {
  fc.assert(
    fc.property(fc.array(consent), (given) => {
      const newest = newestConsents(given);
      for (const { purpose, channel, granted, at: since } of newest) {
        const about = given.filter((one) => one.purpose === purpose && one.channel === channel);
        expect(since).toBe(Math.max(...about.map((one) => one.at)));
        expect(granted).toBe(about.filter((one) => one.at === since).every((one) => one.granted));
      }
      const asked = new Set(given.map(({ purpose, channel }) => `${purpose} ${channel}`));
      expect(newest.map(({ purpose, channel }) => `${purpose} ${channel}`).sort()).toEqual([...asked].sort());
    }),
  );
});
