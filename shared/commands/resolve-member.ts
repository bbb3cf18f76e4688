/** Who an event means: the one place where a reference becomes a member. */
import type { MemberReference } from '../contracts/members.ts';
import type { Instant } from '../domain/zone.ts';
import type { Digests } from '../platform/digest.ts';
import { unclaimed } from '../store/member-store.ts';
import type { IdentityKey, Ownership, Profile } from '../store/member-store.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { refused, unknownMember } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { readPresent } from './present-members.ts';

export type Resolved =
  | { readonly is: 'member'; readonly memberId: string }
  /** An identity that nobody has, as it was read. */
  | { readonly is: 'nobody'; readonly identity: IdentityKey; readonly ownership: Ownership }
  /** An identity of somebody who was erased after the event occurred. */
  | { readonly is: 'erased' };

/** Whether an event of that instant is about somebody who had the identity and was erased since. */
export function wasErasedSince({ erasedAt }: Pick<Ownership, 'erasedAt'>, occurredAt: Instant): boolean {
  return erasedAt !== null && occurredAt < erasedAt;
}

/**
 * Who is meant by a reference in an event of the given instant. A member who is named by our own id is taken at the
 * word: whether there is one, and whether the member is still one, the account says.
 *
 * @param owners of the identities that are named; those that nobody has may be left out
 */
export function resolveMember(
  digests: Digests,
  reference: MemberReference,
  occurredAt: Instant,
  owners: ReadonlyMap<IdentityKey, Ownership>,
): Resolved {
  const identity = keyOfReference(digests, reference);
  if (identity === undefined) return { is: 'member', memberId: reference.value };
  const ownership = owners.get(identity) ?? unclaimed;
  if (wasErasedSince(ownership, occurredAt)) return { is: 'erased' };
  const { memberId } = ownership;
  return memberId === null ? { is: 'nobody', identity, ownership } : { is: 'member', memberId };
}

/** The answer to an event that names somebody who was erased. */
export function memberErased(field: string): Outcome & { readonly status: 'refused' } {
  return refused('member-erased', { field, rule: 'somebody who was not erased since the event occurred' });
}

export type Found =
  | { readonly outcome: Outcome & { readonly status: 'refused' } }
  | { readonly outcome?: undefined; readonly profile: Profile };

/**
 * The member whom an event names, with what is known of the person.
 *
 * @param resolved what the reference comes to, read strongly consistent
 * @returns undefined where whoever had the identity has left since: read again
 */
export async function findProfile(
  { members, ledger }: Pick<Dependencies, 'members' | 'ledger'>,
  reference: MemberReference,
  resolved: Resolved,
): Promise<Found | undefined> {
  const field = 'data.member';
  if (resolved.is === 'erased') return { outcome: memberErased(field) };
  if (resolved.is === 'nobody') return { outcome: unknownMember(field) };
  const { memberId } = resolved;
  const profile = await members.profile(memberId);
  if (profile !== undefined) return { profile };
  if (reference.kind !== 'memberId') return undefined;
  const { accounts } = await readPresent(ledger, { memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  if (account?.left?.how === 'erased') return { outcome: memberErased(field) };
  if (account === undefined || account.memberId === memberId) return { outcome: unknownMember(field) };
  const present = await members.profile(account.memberId);
  return present === undefined ? undefined : { profile: present };
}
