/** What is known of two people who turn out to be one: profiles, identities, and the proof of what they allowed. */
import { mergedPerson } from '../domain/merged-person.ts';
import type { Instant } from '../domain/zone.ts';
import { unclaimed } from '../store/member-store.ts';
import type { ConsentRecord, EnrolledBy, GivenUp, IdentityKey, Ownership, Profile } from '../store/member-store.ts';
import { writesAtMost } from '../store/store.ts';
import type { Write } from '../store/store.ts';
import { excessRule, isBefore } from './change-person.ts';
import type { Dependencies } from './dependencies.ts';
import { keptOf, withoutFormer } from './given-up.ts';
import { readPresent } from './present-members.ts';
import { untilSettled } from './retry.ts';

export type MergedIds = { readonly kept: string; readonly removed: string };

/** Proof that moves to another member: each record is two writes. */
function moving(records: readonly ConsentRecord[], memberId: string): readonly Write[] {
  return records.flatMap((record): Write[] => [
    { write: 'consents', record: { ...record, memberId } },
    { write: 'consents-gone', record },
  ]);
}

/**
 * The identities of the member who is removed, as the other's, and those that both gave up and that are more than the
 * profile keeps; undefined where one of the identities is somebody else's by now.
 */
async function identityWrites(
  { digests, members }: Dependencies,
  { identities }: Profile,
  dropped: readonly GivenUp[],
  { kept, removed }: MergedIds,
): Promise<readonly Write[] | undefined> {
  const own = identities.map(({ kind, value }) => digests.lookUp(kind, value));
  const keys = [...new Set([...own, ...dropped.map(({ identity }) => identity)])];
  if (keys.length === 0) return [];
  const owners = await members.owners(keys, 'strong');
  const owned = (key: IdentityKey) => owners.get(key) ?? unclaimed;
  if (own.some((key) => owned(key).memberId !== removed)) return undefined;
  const after = new Map<IdentityKey, Ownership>(own.map((key) => [key, { ...owned(key), memberId: kept }]));
  for (const { identity, memberId } of dropped) {
    after.set(identity, withoutFormer(after.get(identity) ?? owned(identity), memberId));
  }
  return [...after].map(([identity, owner]) => ({ write: 'identity', identity, owner, expected: owned(identity) }));
}

/** The first enrolment of both. */
function enrolledByOf(kept: Profile, removed: Profile): EnrolledBy | undefined {
  const [own, other] = [kept.enrolledBy, removed.enrolledBy];
  if (other === undefined || (own !== undefined && !isBefore(other, own))) return own;
  return { ...other, memberId: other.memberId ?? removed.memberId };
}

export type ProfileWrites = {
  /** Why so much cannot be kept of one person. */
  readonly excess: string | undefined;
  readonly writes: readonly Write[];
  /** Of the proof what fits beside them, the oldest first, and whether that is all: a transaction may not hold it. */
  readonly proof: (room: number) => { readonly now: readonly Write[]; readonly isAll: boolean };
};

/** What a merge writes of who its members are; undefined when something has changed since it was read. */
export async function profileWrites(
  deps: Dependencies,
  ids: MergedIds,
  occurredAt: Instant,
): Promise<ProfileWrites | undefined> {
  const { members } = deps;
  const [kept, removed] = await Promise.all([members.profile(ids.kept), members.profile(ids.removed)]);
  if (kept === undefined || removed === undefined) return undefined;
  // Every answer comes with a put of the profile: those of the version that goes are all there only once it was read.
  const records = await members.consents(ids.removed);
  const { kept: givenUp, dropped } = keptOf([...(kept.givenUp ?? []), ...(removed.givenUp ?? [])]);
  const identities = await identityWrites(deps, removed, dropped, ids);
  if (identities === undefined) return undefined;
  const profile: Profile = {
    ...kept,
    ...mergedPerson(kept, removed, occurredAt),
    version: kept.version + 1,
    enrolledBy: enrolledByOf(kept, removed),
    givenUp: givenUp.length === 0 ? undefined : givenUp,
  };
  return {
    excess: excessRule(profile),
    writes: [
      ...identities,
      { write: 'profile', profile, expected: kept.version },
      { write: 'profile-gone', memberId: ids.removed, expected: removed.version },
    ],
    proof: (room) => {
      const some = records.slice(0, Math.floor(room / 2));
      return { now: moving(some, ids.kept), isAll: some.length === records.length };
    },
  };
}

/** One place is the profile's, which says that the member is still one. */
const recordsAtOnce = Math.floor((writesAtMost - 1) / 2);

/** @returns undefined when another writer was faster */
async function moveSome({ ledger, members }: Dependencies, { kept, removed }: MergedIds): Promise<boolean | undefined> {
  const [{ accounts }, records] = await Promise.all([
    readPresent(ledger, { memberIds: [kept], entryIds: [] }),
    members.consents(removed),
  ]);
  if (records.length === 0) return true;
  const account = accounts.get(kept)?.account;
  if (account === undefined) throw new Error('whoever is kept has an account');
  const { memberId, left } = account;
  const profile = left === null ? await members.profile(memberId) : undefined;
  // Whoever was kept has left since it was read.
  if (left === null && profile === undefined) return undefined;
  const some = records.slice(0, profile === undefined ? writesAtMost : recordsAtOnce);
  const writes: readonly Write[] =
    profile === undefined
      ? // Whoever was kept was erased since: nothing is to be known of either.
        some.map((record) => ({ write: 'consents-gone', record }))
      : [
          { write: 'profile', profile: { ...profile, version: profile.version + 1 }, expected: profile.version },
          ...moving(some, memberId),
        ];
  if ((await ledger.commit(writes)) === 'conflict') return undefined;
  return some.length === records.length;
}

/** Moves the proof that did not fit beside a merge, or that was left over by a delivery that was cut off. */
export async function moveRestOfProof(deps: Dependencies, ids: MergedIds): Promise<void> {
  while (!(await untilSettled(deps, () => moveSome(deps, ids))));
}
