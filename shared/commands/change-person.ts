/** What changes of a member when an event tells more: profile, identities, and the proof of what was consented to. */
import { attributesAtMost } from '../contracts/member-profile.ts';
import type { EnrolmentEvent, UpdateEvent } from '../contracts/parse-event.ts';
import { attributesOf, learn, nobody } from '../domain/person.ts';
import type { OwnIdentity, Person } from '../domain/person.ts';
import type { Digests } from '../platform/digest.ts';
import { unclaimed } from '../store/member-store.ts';
import type { AppliedRecord, IdentityKey, Ownership, Profile } from '../store/member-store.ts';
import type { Write } from '../store/store.ts';
import { refused } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { memberErased, wasErasedSince } from './resolve-member.ts';

/** Giving all of them up, with what else goes along, fits into one transaction. */
const identitiesAtMost = 50;
/** With its identities and answers the profile still fits into an item of DynamoDB (400 KB). */
const factBytesAtMost = 300_000;

type Refusal = Outcome & { readonly status: 'refused' };
type Owners = ReadonlyMap<IdentityKey, Ownership>;

/** Where nothing is known yet. */
export type Known = Person & Pick<Profile, 'memberId' | 'version' | 'enrolledBy' | 'joinedBy'>;

/** A member of whom nothing is known. */
export function newcomer(memberId: string): Known {
  return { ...nobody, memberId, version: 0 };
}

const identitiesRule = `at most ${String(identitiesAtMost)} identities of a member`;
const factsRule = `a profile of at most ${String(factBytesAtMost)} bytes`;

function bytesOf({ facts }: Person): number {
  return new TextEncoder().encode(JSON.stringify(facts)).length;
}

/** Which rule a person breaks of whom more is known than can be kept, or than can be forgotten at once. */
export function excessRule(person: Person): string | undefined {
  if (person.identities.length > identitiesAtMost) return identitiesRule;
  return bytesOf(person) > factBytesAtMost ? factsRule : undefined;
}

/**
 * Why an event tells more than can be kept of one person. Whoever has more already, because two people were merged, may
 * still change it, and take back what was allowed.
 */
function excess(before: Person, after: Person): Refusal | undefined {
  const attributes = attributesOf(after.facts).size;
  if (attributes > attributesAtMost && attributes > attributesOf(before.facts).size) {
    const rule = `at most ${String(attributesAtMost)} attributes of a member`;
    return refused('invalid-event', { field: 'data.attributes', rule });
  }
  const rule = excessRule(after);
  return rule === undefined ? undefined : refused('invalid-event', { field: 'data', rule });
}

export type KeyedIdentity = Pick<OwnIdentity, 'kind' | 'value'> & { readonly key: IdentityKey };

export function keyed(
  digests: Digests,
  identities: readonly Pick<OwnIdentity, 'kind' | 'value'>[],
): readonly KeyedIdentity[] {
  return identities.map(({ kind, value }) => ({ kind, value, key: digests.lookUp(kind, value) }));
}

/** The answer to an event that gives an identity of somebody who was erased since. */
export function erasedAmong(event: EnrolmentEvent | UpdateEvent, given: readonly KeyedIdentity[], owners: Owners) {
  const erased = given.find(({ key }) => wasErasedSince(owners.get(key) ?? unclaimed, event.occurredAt));
  return erased && memberErased(`data.${erased.kind}`);
}

export function identityTaken(): Refusal {
  return refused('identity-taken', { field: 'data', rule: 'identities of one member, or of nobody' });
}

/** Identities that the first person has and the second does not. */
function without(one: Person, other: Person): readonly OwnIdentity[] {
  const of = ({ kind, value }: OwnIdentity) => `${kind}:${value}`;
  const known = new Set(other.identities.map(of));
  return one.identities.filter((identity) => !known.has(of(identity)));
}

export type Change = {
  readonly person: Person;
  /** Identities that were somebody else's or nobody's, and those that are nobody's from now on. */
  readonly gained: readonly KeyedIdentity[];
  readonly lost: readonly KeyedIdentity[];
};

/** What a member comes to by an event. */
export function changeOf(digests: Digests, before: Known, { told }: EnrolmentEvent | UpdateEvent): Change | Refusal {
  const person = learn(before, told);
  return (
    excess(before, person) ?? {
      person,
      gained: keyed(digests, without(person, before)),
      lost: keyed(digests, without(before, person)),
    }
  );
}

/**
 * What is written of a change.
 *
 * @param owners of all identities that are gained or lost, strongly consistent
 * @returns undefined where an identity that is to be lost is not the member's any more: read again and decide again
 */
export function writesOf(
  before: Known,
  change: Change,
  event: EnrolmentEvent | UpdateEvent,
  { applied, owners, enrolledBy }: { applied: AppliedRecord; owners: Owners; enrolledBy?: Profile['enrolledBy'] },
): readonly Write[] | Refusal | undefined {
  const { memberId, version, joinedBy } = before;
  const { person } = change;
  const owned = ({ key }: KeyedIdentity) => owners.get(key) ?? unclaimed;
  if (change.gained.some((identity) => owned(identity).memberId !== null)) return identityTaken();
  if (change.lost.some((identity) => owned(identity).memberId !== memberId)) return undefined;
  const passed = (identity: KeyedIdentity, to: string | null): Write => {
    const expected = owned(identity);
    return { write: 'identity', identity: identity.key, owner: { ...expected, memberId: to }, expected };
  };
  const writes: Write[] = [
    ...change.gained.map((identity) => passed(identity, memberId)),
    ...change.lost.map((identity) => passed(identity, null)),
    { write: 'applied', applied },
  ];
  const { consents } = event;
  const { identities, replaced, facts, consents: known } = before;
  const same = JSON.stringify({ identities, replaced, facts, consents: known }) === JSON.stringify(person);
  // With the answers the profile is put even where they change nothing: whoever is erased meanwhile leaves none behind.
  if (!same || consents.length > 0 || enrolledBy !== before.enrolledBy) {
    const profile: Profile = { ...person, memberId, version: version + 1, enrolledBy, joinedBy };
    writes.push({ write: 'profile', profile, expected: version === 0 ? null : version });
  }
  if (consents.length > 0) {
    const { key, occurredAt } = applied;
    writes.push({ write: 'consents', record: { memberId, key, occurredAt, eventId: event.metadata.id, consents } });
  }
  return writes;
}
