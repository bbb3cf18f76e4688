/**
 * A member is forgotten. Profile and identities go at once, in one transaction; of the identities their keyed hashes stay,
 * so that what occurred before is known to be about nobody any more. The books stay, under an id that means nothing.
 */
import type { ErasureEvent } from '../contracts/parse-event.ts';
import type { Instant } from '../domain/zone.ts';
import { businessDay } from '../domain/zone.ts';
import { programmeAt } from '../domain/programme.ts';
import { unclaimed } from '../store/member-store.ts';
import type { IdentityKey, Profile } from '../store/member-store.ts';
import { writesAtMost } from '../store/store.ts';
import type { Write } from '../store/store.ts';
import { answerAgain, rememberedOf } from './applied-event.ts';
import { keyed } from './change-person.ts';
import { refuseParked } from './claim-parked.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOfReference } from './fingerprint.ts';
import { erasedUntil } from './given-up.ts';
import { resultOf } from './outcome.ts';
import type { Delivered, Outcome, Results, Settled } from './outcome.ts';
import { areOne } from './present-members.ts';
import { findProfile, memberErased, resolveMember } from './resolve-member.ts';
import { untilSettled } from './retry.ts';

type Erased = { readonly outcome: Outcome; readonly memberId?: string };

/** An identity of whoever is erased, present or given up, and until when what names it is about that person. */
type Tombstone = { readonly until: Instant; readonly isOwn: boolean };

function tombstonesOf(
  { digests }: Pick<Dependencies, 'digests'>,
  { identities, givenUp = [] }: Profile,
  { occurredAt }: ErasureEvent,
): ReadonlyMap<IdentityKey, Tombstone> {
  const tombstones = new Map<IdentityKey, Tombstone>();
  // The newest comes last.
  for (const { identity, until } of givenUp) {
    tombstones.set(identity, { until: until < occurredAt ? until : occurredAt, isOwn: false });
  }
  for (const { key } of keyed(digests, identities)) tombstones.set(key, { until: occurredAt, isOwn: true });
  return tombstones;
}

/** What is written of an erasure; undefined where somebody else has one of the identities by now. */
async function writesFor(
  deps: Dependencies,
  profile: Profile,
  { occurredAt }: ErasureEvent,
  tombstones: ReadonlyMap<IdentityKey, Tombstone>,
): Promise<readonly Write[] | undefined> {
  const { memberId, version } = profile;
  const keys = [...tombstones.keys()];
  const owners = keys.length === 0 ? new Map<string, never>() : await deps.members.owners(keys, 'strong');
  const { accounts } = await deps.ledger.read({ memberIds: [memberId], entryIds: [] });
  const before = accounts.get(memberId);
  if (before === undefined) throw new Error('a profile has an account');
  if (before.account.left !== null) return undefined;
  const on = businessDay(occurredAt, programmeAt(await deps.programmes(), occurredAt).timeZone);
  const known: Write[] = [];
  // Whoever gave up an identity did so as the member, or before being merged into that one.
  const ids = new Set([memberId, ...(profile.givenUp ?? []).map((one) => one.memberId)]);
  for (const [identity, { until, isOwn }] of tombstones) {
    const expected = owners.get(identity) ?? unclaimed;
    if (isOwn && expected.memberId !== memberId) return undefined;
    const owner = erasedUntil({ ...expected, memberId: isOwn ? null : expected.memberId }, ids, until);
    known.push({ write: 'identity', identity, owner, expected });
  }
  return [
    ...known,
    { write: 'profile-gone', memberId, expected: version },
    { write: 'account', account: { ...before.account, left: { how: 'erased', on } }, expected: before.version },
  ];
}

async function attempt(
  deps: Dependencies,
  delivered: Delivered<ErasureEvent>,
  settled: Settled[],
): Promise<Erased | undefined> {
  const { digests, members } = deps;
  const { event } = delivered;
  const remembered = rememberedOf(digests, delivered);
  const named = keyOfReference(digests, event.member);
  const [owner, before] = await Promise.all([
    named === undefined ? new Map<string, never>() : members.owners([named], 'strong'),
    members.applied(remembered.key),
  ]);
  const resolved = resolveMember(digests, event.member, event.occurredAt, owner);
  if (resolved.is === 'erased') {
    // Of whoever had the name then and was erased by this very request something may be left, if that was cut off.
    return { outcome: memberErased('data.member'), ...(before === undefined ? {} : { memberId: before.memberId }) };
  }
  if (before !== undefined) {
    const isSame = resolved.is === 'member' && (await areOne(deps.ledger, resolved.memberId, before.memberId));
    const outcome = answerAgain(before, remembered, isSame ? before.memberId : undefined);
    return outcome.status === 'refused' ? { outcome } : { outcome, memberId: before.memberId };
  }
  const found = await findProfile(deps, event.member, resolved);
  if (found === undefined || found.outcome !== undefined) return found;
  const { profile } = found;
  const { memberId } = profile;
  const tombstones = tombstonesOf(deps, profile, event);
  // Whose identities they are is known only now, so what waits for them goes first: it is found again until they are gone.
  for (const [identity, { until }] of tombstones) settled.push(...(await refuseParked(deps, identity, until)));
  const writes = await writesFor(deps, profile, event, tombstones);
  if (writes === undefined) return undefined;
  const applied: Write = { write: 'applied', applied: { ...remembered, memberId } };
  if ((await deps.ledger.commit([...writes, applied])) === 'conflict') return undefined;
  return { outcome: { status: 'applied' }, memberId };
}

/** Removes what a member who is no more ever answered: without the profile nothing can be added any more. */
async function forgetConsents(deps: Dependencies, memberId: string): Promise<void> {
  const records = await deps.members.consents(memberId);
  for (let at = 0; at < records.length; at += writesAtMost) {
    const some = records.slice(at, at + writesAtMost);
    await untilSettled(deps, async () => {
      const writes = some.map((record): Write => ({ write: 'consents-gone', record }));
      return (await deps.ledger.commit(writes)) === 'conflict' ? undefined : true;
    });
  }
}

/** Applies one erasure. A redelivery takes up where an interrupted one stopped. */
export async function eraseMember(deps: Dependencies, delivered: Delivered<ErasureEvent>): Promise<Results> {
  const { delivery } = delivered;
  const settled: Settled[] = [];
  const { outcome, memberId } = await untilSettled(deps, () => attempt(deps, delivered, settled));
  if (memberId !== undefined) await forgetConsents(deps, memberId);
  return resultOf(delivery, outcome, settled);
}
