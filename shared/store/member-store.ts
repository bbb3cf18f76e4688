/** What the commands need to know of people, apart from balances and statistics; writes go through the ledger's `commit`. */
import type { Consent } from '../domain/consent.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/zone.ts';

/** Keyed hash of an identity: the same identity always has the same key, and nothing can be read from it. */
export type IdentityKey = string;

/** Whose an identity was until an instant, exclusive. */
export type FormerOwner = { readonly memberId: string; readonly until: Instant };

/**
 * Whose an identity is, and was. What occurred before `erasedAt` and names the identity is of a person who was erased;
 * what occurred later, of the first of the former owners who had it still; and then of the owner, or of nobody yet.
 */
export type Ownership = {
  readonly memberId: string | null;
  readonly erasedAt: Instant | null;
  /** Who gave the identity up, in the order of their instants, all after `erasedAt`; absent where nobody did. */
  readonly former?: readonly FormerOwner[] | undefined;
};

/** An identity that nobody has and nobody who was erased had. */
export const unclaimed: Ownership = { memberId: null, erasedAt: null };

/** Whether there is nothing to be said of an identity, so that nothing is kept of it. */
export function isUnclaimed({ memberId, erasedAt, former }: Ownership): boolean {
  return memberId === null && erasedAt === null && former === undefined;
}

/** An enrolment event; `memberId` is the member whom it enrolled, where that one was merged into this one since. */
export type EnrolledBy = {
  readonly occurredAt: string;
  readonly eventId: string;
  readonly memberId?: string | undefined;
};

/** An identity that a member gave up, as its former owner: the member, or one who was merged into that one since. */
export type GivenUp = FormerOwner & { readonly identity: IdentityKey };

/** Who a member is. */
export type Profile = Person & {
  readonly memberId: string;
  readonly version: number;
  /** By their keys alone, so that an erasure finds them; the oldest first, absent where there are none. */
  readonly givenUp?: readonly GivenUp[] | undefined;
  /** The enrolment event that occurred first. */
  readonly enrolledBy?: EnrolledBy | undefined;
  /** The event that made a member whom nobody had enrolled. */
  readonly joinedBy?: { readonly occurredAt: string; readonly type: string } | undefined;
};

/** What is remembered of an event about a person, so that it is applied once. */
export type AppliedRecord = {
  /** Keyed hash of the event's type and business key. */
  readonly key: string;
  readonly type: 'member.enrolled' | 'member.updated' | 'member.erased';
  /** Keyed fingerprint of the content without the member. */
  readonly content: string;
  /** The same with the member as the event named it; an enrolment names none. */
  readonly named?: string | undefined;
  readonly delivery: string;
  readonly memberId: string;
  readonly occurredAt: string;
};

/** The answers that one event brought, kept as proof and never changed. */
export type ConsentRecord = {
  readonly memberId: string;
  /** Of the event: keyed hash, as in `AppliedRecord`. */
  readonly key: string;
  readonly occurredAt: string;
  readonly eventId: string;
  readonly consents: readonly Consent[];
};

export type MemberStore = {
  /** Whose identities are; those that are unclaimed are left out. */
  readonly owners: (
    identities: readonly IdentityKey[],
    consistency: 'eventual' | 'strong',
  ) => Promise<ReadonlyMap<IdentityKey, Ownership>>;
  /** Strongly consistent, as everything below. */
  readonly profile: (memberId: string) => Promise<Profile | undefined>;
  readonly applied: (key: string) => Promise<AppliedRecord | undefined>;
  /** All that a member ever answered, oldest event first. */
  readonly consents: (memberId: string) => Promise<readonly ConsentRecord[]>;
  /** Ids of the entries to come of what waits for an identity, oldest first. */
  readonly parked: (identity: IdentityKey) => Promise<readonly string[]>;
};

/** For whoever goes through all members. */
export type ProfileList = {
  /** Of many members at once; eventually consistent, which costs half. Those who have none are left out. */
  readonly profiles: (memberIds: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
};
