/** Who has an identity. */
import type { MemberReference } from '../contracts/members.ts';
import { refusal } from '../contracts/refusals.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { findAccount } from './view-account.ts';

/**
 * The member whom a reference names, or why there is none.
 *
 * @param field what named the member, for the refusal
 */
export async function findMember(
  deps: Pick<Dependencies, 'ledger' | 'members' | 'digests'>,
  member: MemberReference,
  field: string,
): Promise<{ readonly memberId: string } | { readonly refusal: Refusal }> {
  const identity = keyOfReference(deps.digests, member);
  if (identity === undefined) {
    const found = await findAccount(deps, member.value, field);
    return 'refusal' in found ? found : { memberId: found.account.memberId };
  }
  // Whoever has just enrolled is found: a till asks right after it.
  const memberId = (await deps.members.owners([identity], 'strong')).get(identity)?.memberId ?? undefined;
  if (memberId !== undefined) return { memberId };
  return { refusal: refusal('unknown-member', { field, rule: 'somebody who is enrolled' }) };
}
