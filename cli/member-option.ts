import { member, referenceOf } from '../shared/contracts/members.ts';
import type { MemberReference } from '../shared/contracts/members.ts';
import { identityKey } from '../shared/commands/fingerprint.ts';
import { identityKeySecretName } from '../shared/config/names.ts';
import { digestsWith } from '../shared/platform/digest.ts';
import { readSecretKeys } from '../shared/platform/secret-keys.ts';
import type { Deployment } from './deployment.ts';
import { Failure, UsageError } from './failure.ts';

/** The member that `KIND:VALUE` names. @throws UsageError when it is not of that form */
export function memberOption(text: string): MemberReference {
  const [kind = '', ...value] = text.split(':');
  const parsed = member.safeParse({ [kind]: value.join(':') });
  if (!parsed.success) {
    throw new UsageError('a member is named KIND:VALUE, KIND being memberId, externalId, email, phone or card');
  }
  return referenceOf(parsed.data);
}

/** The id of a member of a deployed stage. @throws Failure when nobody is known by that name */
export async function findMember(deployment: Deployment, reference: MemberReference): Promise<string> {
  if (reference.kind === 'memberId') return reference.value;
  const keys = await readSecretKeys(identityKeySecretName(deployment.stage), deployment.clients);
  const key = identityKey(digestsWith(keys.identities), reference);
  const owner = (await deployment.members.owners([key], 'strong')).get(key)?.memberId ?? null;
  if (owner === null)
    throw new Failure(`Nobody is known by this ${reference.kind}.`, 'Identities are compared as events name them.');
  return owner;
}
