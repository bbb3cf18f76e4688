/** A member tells more, or takes back what was told; what waited for the identities that are gained is posted. */
import type { UpdateEvent } from '../contracts/parse-event.ts';
import { answerAgain, rememberedOf } from './applied-event.ts';
import { changeOf, erasedAmong, keyed, writesOf } from './change-person.ts';
import { claimParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { resultOf } from './outcome.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';
import { areOne } from './present-members.ts';
import { findProfile, memberErased, resolveMember } from './resolve-member.ts';
import { untilSettled } from './retry.ts';

type Updated = {
  readonly outcome: Outcome;
  /** The member, and under which of the event's identities something may wait. */
  readonly claiming?: { readonly memberId: string; readonly identities: readonly string[] };
};

async function attempt(deps: Dependencies, delivered: Delivered<UpdateEvent>): Promise<Updated | undefined> {
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
  const erased = resolved.is === 'erased' ? memberErased('data.member') : erasedAmong(event, given, owners);
  if (before !== undefined) {
    const { memberId } = before;
    const isSame = resolved.is === 'member' && (await areOne(deps.ledger, resolved.memberId, memberId));
    const outcome = answerAgain(before, remembered, isSame ? memberId : undefined);
    const claiming = outcome.status === 'refused' ? {} : { claiming: { memberId, identities: keys } };
    // Who had one of the names then may be erased by now; what waits for the others is the member's all the same.
    return { outcome: erased ?? outcome, ...claiming };
  }
  if (erased !== undefined) return { outcome: erased };
  const found = await findProfile(deps, event.member, resolved);
  if (found === undefined || found.outcome !== undefined) return found;
  const { profile } = found;
  const change = await changeOf(deps, profile, event, given, owners);
  if ('status' in change) return { outcome: change };
  const writes = await writesOf(deps, profile, change, event, {
    applied: { ...remembered, memberId: profile.memberId },
    owners,
    enrolledBy: profile.enrolledBy,
  });
  if (writes === undefined) return undefined;
  if ('status' in writes) return { outcome: writes };
  if ((await deps.ledger.commit(writes)) === 'conflict') return undefined;
  const identities = [...change.gained, ...change.late].map(({ key }) => key);
  return { outcome: { status: 'applied' }, claiming: { memberId: profile.memberId, identities } };
}

/** Applies one update. A redelivery takes up where an interrupted one stopped. */
export async function updateMember(deps: Dependencies, delivered: Delivered<UpdateEvent>): Promise<Results> {
  const { delivery } = delivered;
  const { outcome, claiming } = await untilSettled(deps, () => attempt(deps, delivered));
  if (claiming === undefined) return resultOf(delivery, outcome);
  return resultOf(delivery, outcome, await claimParked(deps, claiming.memberId, claiming.identities));
}
