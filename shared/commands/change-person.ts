/** What changes of a member when an event tells more: profile, identities, and the proof of what was consented to. */
import { attributesAtMost } from '../contracts/member-profile.ts';
import type { EnrolmentEvent, UpdateEvent } from '../contracts/parse-event.ts';
import { attributesOf, learn, nobody } from '../domain/person.ts';
import type { OwnIdentity, Person } from '../domain/person.ts';
import type { Digests } from '../platform/digest.ts';
import { parseInstant } from '../domain/zone.ts';
import { unclaimed } from '../store/member-store.ts';
import type { AppliedRecord, EnrolledBy, GivenUp, IdentityKey, Ownership, Profile } from '../store/member-store.ts';
import type { Write } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { formerAt, givenUpBy, keptOf, withoutFormer } from './given-up.ts';
import { refused } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { areOne } from './present-members.ts';
import { holderAt, memberErased, wasErasedSince } from './resolve-member.ts';

/** Giving all of them up, with what else goes along, fits into one transaction. */
const identitiesAtMost = 50;
/** With its identities and answers the profile still fits into an item of DynamoDB (400 KB). */
const factBytesAtMost = 300_000;

type Refusal = Outcome & { readonly status: 'refused' };
type Owners = ReadonlyMap<IdentityKey, Ownership>;

/** Where nothing is known yet. */
export type Known = Person & Pick<Profile, 'memberId' | 'version' | 'givenUp' | 'enrolledBy' | 'joinedBy'>;

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

/** Whether an enrolment occurred before another; of one instant the one whose id comes first by its text. */
export function isBefore(one: EnrolledBy, other: EnrolledBy): boolean {
  const [first, second] = [one, other].map(({ occurredAt }) => parseInstant(occurredAt) ?? 0);
  if (first !== second) return Number(first) < Number(second);
  return one.eventId < other.eventId;
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
  /** Nobody's, told by an event that comes after what replaced them: they were the member's until then. */
  readonly late: readonly KeyedIdentity[];
};

/** Of what an event tells of a member all but identities that the member has given up since. */
async function stillTold(
  { ledger }: Pick<Dependencies, 'ledger'>,
  memberId: string,
  { told, occurredAt }: EnrolmentEvent | UpdateEvent,
  given: readonly KeyedIdentity[],
  owners: Owners,
): Promise<Person> {
  const own = new Set<string>();
  for (const { kind, value, key } of given) {
    const former = formerAt(owners.get(key) ?? unclaimed, occurredAt);
    if (former !== undefined && (await areOne(ledger, former, memberId))) own.add(`${kind}:${value}`);
  }
  return { ...told, identities: told.identities.filter(({ kind, value }) => !own.has(`${kind}:${value}`)) };
}

/**
 * What a member comes to by an event.
 *
 * @param given the identities of the event, whose owners are read, strongly consistent
 */
export async function changeOf(
  deps: Pick<Dependencies, 'digests' | 'ledger'>,
  before: Known,
  event: EnrolmentEvent | UpdateEvent,
  given: readonly KeyedIdentity[],
  owners: Owners,
): Promise<Change | Refusal> {
  const told = await stillTold(deps, before.memberId, event, given, owners);
  const person = learn(before, told);
  const isNobodys = ({ key }: KeyedIdentity) => {
    const ownership = owners.get(key) ?? unclaimed;
    return holderAt(ownership, event.occurredAt) === null;
  };
  return (
    excess(before, person) ?? {
      person,
      gained: keyed(deps.digests, without(person, before)),
      lost: keyed(deps.digests, without(before, person)),
      late: keyed(deps.digests, without(told, person)).filter(isNobodys),
    }
  );
}

/** Identities of a member that pass: whose they are afterwards, and what the profile keeps of those that are given up. */
async function passing(
  { members }: Pick<Dependencies, 'members'>,
  { memberId, givenUp = [] }: Known,
  { person, gained, lost, late }: Change,
  known: Owners,
): Promise<{ readonly writes: readonly Write[]; readonly givenUp: readonly GivenUp[] } | undefined> {
  const given = [...lost, ...late].map(({ kind, key }): GivenUp => {
    const until = person.replaced[kind];
    if (until === undefined) throw new Error('what is given up was replaced');
    return { identity: key, memberId, until };
  });
  const { kept, dropped } = keptOf([...givenUp, ...given]);
  const further = [...lost.map(({ key }) => key), ...dropped.map(({ identity }) => identity)];
  const unread = [...new Set(further)].filter((key) => !known.has(key));
  const owners = new Map([...known, ...(unread.length === 0 ? [] : await members.owners(unread, 'strong'))]);
  const owned = (key: IdentityKey) => owners.get(key) ?? unclaimed;
  if (lost.some(({ key }) => owned(key).memberId !== memberId)) return undefined;
  const after = new Map<IdentityKey, Ownership>();
  for (const { key } of gained) after.set(key, { ...owned(key), memberId });
  for (const one of given) after.set(one.identity, givenUpBy({ ...owned(one.identity), memberId: null }, one));
  for (const { identity, memberId: who } of dropped) {
    after.set(identity, withoutFormer(after.get(identity) ?? owned(identity), who));
  }
  const writes = [...after].map(([identity, owner]): Write => {
    return { write: 'identity', identity, owner, expected: owned(identity) };
  });
  return { writes, givenUp: kept };
}

/**
 * What is written of a change.
 *
 * @param owners of all identities that the event gives, strongly consistent
 * @returns undefined where an identity that is to be lost is not the member's any more: read again and decide again
 */
export async function writesOf(
  deps: Pick<Dependencies, 'members'>,
  before: Known,
  change: Change,
  event: EnrolmentEvent | UpdateEvent,
  { applied, owners, enrolledBy }: { applied: AppliedRecord; owners: Owners; enrolledBy?: Profile['enrolledBy'] },
): Promise<readonly Write[] | Refusal | undefined> {
  const { memberId, version, joinedBy } = before;
  const { person } = change;
  const isTaken = ({ key }: KeyedIdentity) => {
    const ownership = owners.get(key) ?? unclaimed;
    return ownership.memberId !== null || formerAt(ownership, event.occurredAt) !== undefined;
  };
  if (change.gained.some(isTaken)) return identityTaken();
  const passed = await passing(deps, before, change, owners);
  if (passed === undefined) return undefined;
  const writes: Write[] = [...passed.writes, { write: 'applied', applied }];
  const { consents } = event;
  const { identities, replaced, facts, consents: known } = before;
  const same = JSON.stringify({ identities, replaced, facts, consents: known }) === JSON.stringify(person);
  // With the answers the profile is put even where they change nothing: whoever is erased meanwhile leaves none behind.
  if (!same || change.late.length > 0 || consents.length > 0 || enrolledBy !== before.enrolledBy) {
    const givenUp = passed.givenUp.length === 0 ? undefined : passed.givenUp;
    const profile: Profile = { ...person, memberId, version: version + 1, givenUp, enrolledBy, joinedBy };
    writes.push({ write: 'profile', profile, expected: version === 0 ? null : version });
  }
  if (consents.length > 0) {
    const { key, occurredAt } = applied;
    writes.push({ write: 'consents', record: { memberId, key, occurredAt, eventId: event.metadata.id, consents } });
  }
  return writes;
}
