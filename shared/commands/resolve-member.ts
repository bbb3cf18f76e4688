/** Who an event means: the one place where a reference becomes a member. */
import type { MemberReference } from '../contracts/members.ts';
import type { Instant } from '../domain/zone.ts';
import type { Digests } from '../platform/digest.ts';
import { unclaimed } from '../store/member-store.ts';
import type { IdentityKey, Ownership, Profile } from '../store/member-store.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { formerAt } from './given-up.ts';
import { refused, unknownMember } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { presentId, readPresent } from './present-members.ts';

export type Resolved =
  /** `hadIt`: who had the identity when the event occurred, and is another member by now if that one was merged since. */
  | { readonly is: 'member'; readonly memberId: string; readonly hadIt?: true }
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
  const former = formerAt(ownership, occurredAt);
  if (former !== undefined) return { is: 'member', memberId: former, hadIt: true };
  const { memberId } = ownership;
  return memberId === null ? { is: 'nobody', identity, ownership } : { is: 'member', memberId };
}

/** Whose an identity was at an instant, by the id that the member had then; null for nobody. */
export function holderAt(ownership: Ownership, at: Instant): string | null {
  return formerAt(ownership, at) ?? ownership.memberId;
}

/** Who the owners are now that identities had at an instant. Nothing is read unless one of them has moved since. */
export async function holdersOf(
  ledger: Dependencies['ledger'],
  owners: readonly Ownership[],
  at: Instant,
): Promise<ReadonlySet<string>> {
  const present = owners.flatMap((ownership) =>
    formerAt(ownership, at) === undefined ? (ownership.memberId ?? []) : [],
  );
  const former = [...new Set(owners.flatMap((ownership) => formerAt(ownership, at) ?? []))];
  return new Set([...present, ...(await Promise.all(former.map(async (memberId) => presentId(ledger, memberId))))]);
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
  const isNamed = reference.kind === 'memberId';
  if (!isNamed && resolved.hadIt === undefined) return undefined;
  const { accounts } = await readPresent(ledger, { memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  if (account?.left?.how === 'erased') return isNamed ? { outcome: memberErased(field) } : undefined;
  if (account === undefined || account.memberId === memberId) return { outcome: unknownMember(field) };
  const present = await members.profile(account.memberId);
  return present === undefined ? undefined : { profile: present };
}
