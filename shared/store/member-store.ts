/** What the commands need to know of people, apart from balances and statistics; writes go through the ledger's `commit`. */
import type { Consent } from '../domain/consent.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/zone.ts';

/** Keyed hash of an identity: the same identity always has the same key, and nothing can be read from it. */
export type IdentityKey = string;

/**
 * Whose an identity is. What occurred before `erasedAt` and names the identity is of a person who was erased; what
 * occurred later is of the owner, or of nobody yet.
 */
export type Ownership = { readonly memberId: string | null; readonly erasedAt: Instant | null };

/** An identity that nobody has and nobody who was erased had. */
export const unclaimed: Ownership = { memberId: null, erasedAt: null };

/** Who a member is. */
export type Profile = Person & {
  readonly memberId: string;
  readonly version: number;
  /** The enrolment event that made the member, or the first of one whom another event had made. */
  readonly enrolledBy?: { readonly occurredAt: string; readonly eventId: string } | undefined;
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
