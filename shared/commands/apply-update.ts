/** An update of a member, without what may have waited for the identities that it brings. */
import type { UpdateEvent } from '../contracts/parse-event.ts';
import { answerAgain, rememberedOf } from './applied-event.ts';
import { changeOf, erasedAmong, keyed, writesOf } from './change-person.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import type { Delivered, Outcome } from './outcome.ts';
import { areOne } from './present-members.ts';
import { findProfile, memberErased, resolveMember } from './resolve-member.ts';
import { untilSettled } from './retry.ts';

export type UpdateDependencies = Pick<Dependencies, 'ledger' | 'members' | 'digests' | 'backOff'>;

export type Updated = {
  readonly outcome: Outcome;
  /** The member, and under which of the event's identities something may wait. */
  readonly claiming?: { readonly memberId: string; readonly identities: readonly string[] };
};

async function attempt(deps: UpdateDependencies, delivered: Delivered<UpdateEvent>): Promise<Updated | undefined> {
  const { digests, members } = deps;
  const { event } = delivered;
  const given = keyed(digests, event.identities);
  const keys = given.map(({ key }) => key);
  const remembered = rememberedOf(digests, delivered);
  const named = keyOfReference(digests, event.member);
  const wanted = [...new Set(named === undefined ? keys : [named, ...keys])];
  const [owners, before] = await Promise.all([
    wanted.length === 0 ? new Map<string, never>() : members.owners(wanted, 'strong'),
    members.applied(remembered.key),
  ]);
  const resolved = resolveMember(digests, event.member, event.occurredAt, owners);
  if (resolved.is === 'erased') return { outcome: memberErased('data.member') };
  const erased = erasedAmong(event, given, owners);
  if (erased !== undefined) return { outcome: erased };
  if (before !== undefined) {
    const isSame = resolved.is === 'member' && (await areOne(deps.ledger, resolved.memberId, before.memberId));
    const outcome = answerAgain(before, remembered, isSame ? before.memberId : undefined);
    const { memberId } = before;
    return outcome.status === 'refused' ? { outcome } : { outcome, claiming: { memberId, identities: keys } };
  }
  const found = await findProfile(deps, event.member, resolved);
  if (found === undefined || found.outcome !== undefined) return found;
  const { profile } = found;
  const change = changeOf(digests, profile, event);
  if ('status' in change) return { outcome: change };
  const further = change.lost.map(({ key }) => key).filter((key) => !owners.has(key));
  const ofLost = further.length === 0 ? [] : await members.owners(further, 'strong');
  const writes = writesOf(profile, change, event, {
    applied: { ...remembered, memberId: profile.memberId },
    owners: new Map([...owners, ...ofLost]),
    enrolledBy: profile.enrolledBy,
  });
  if (writes === undefined) return undefined;
  if ('status' in writes) return { outcome: writes };
  if ((await deps.ledger.commit(writes)) === 'conflict') return undefined;
  const identities = change.gained.map(({ key }) => key);
  return { outcome: { status: 'applied' }, claiming: { memberId: profile.memberId, identities } };
}

/** Decides about one update and writes it, as often as it takes until nobody else was faster. */
export async function applyUpdate(deps: UpdateDependencies, delivered: Delivered<UpdateEvent>): Promise<Updated> {
  return untilSettled(deps, () => attempt(deps, delivered));
}
