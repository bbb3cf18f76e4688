/** What waited for somebody to enrol becomes that member's, with the points of its own day. */
import type { Refusal } from '../contracts/refusals.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { IdentityKey, Ownership } from '../store/member-store.ts';
import type { ParkedPlace } from '../store/store.ts';
import { decideWaiting } from './decide-waiting.ts';
import type { Dependencies } from './dependencies.ts';
import type { Settled } from './outcome.ts';
import { areOne } from './present-members.ts';
import { recordEvents } from './record-events.ts';
import { holderAt, memberErased, wasErasedSince } from './resolve-member.ts';
import { applyWaitingReturns } from './return-purchase.ts';
import { untilSettled } from './retry.ts';
import { claimedBy, ownershipOf, refusingWrites } from './waiting-events.ts';

/** Applies the returns of a sale that was claimed. Its place is given up last: until then a claim finds them again. */
async function applyReturns(
  deps: Dependencies,
  returnIds: readonly string[],
  place: ParkedPlace,
): Promise<readonly Settled[]> {
  if (returnIds.length === 0) return [];
  const settled = await applyWaitingReturns(deps, returnIds);
  await deps.ledger.commit([{ write: 'unparked', place }]);
  return settled;
}

type Claim = Pick<ParkedPlace, 'identity' | 'entryId'> & {
  /** Who claims it; null for nobody: then only what is of somebody who was erased goes. */
  readonly memberId: string | null;
  readonly ownership: Ownership;
};

/** @returns undefined when another writer was faster */
async function claim(
  deps: Dependencies,
  { memberId, identity, entryId, ownership }: Claim,
): Promise<readonly Settled[] | undefined> {
  const item = (await deps.ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  if (item?.found === 'entry' && item.entry.kind === 'earn') {
    // An earlier claim came as far as the sale.
    const { occurredAt, returnsBefore } = item.entry;
    return applyReturns(deps, returnsBefore, { identity, occurredAt: formatInstant(occurredAt), entryId });
  }
  if (item?.found !== 'held' || item.held.holds !== 'waiting' || item.held.event === null) return [];
  const { event } = item.held;
  const place = { identity, occurredAt: event.occurredAt, entryId };
  const delivered = claimedBy(event, memberId ?? 'nobody');
  const { delivery } = delivered;
  const { occurredAt } = delivered.event;
  const { held } = item;
  const refuse = async (reason: Refusal) => {
    // It may be corrected, and for that its place has to be free.
    const writes = [...refusingWrites(deps, held, event, reason), { write: 'unparked', place } as const];
    return (await deps.ledger.commit(writes)) === 'conflict' ? undefined : [{ delivery, refusal: reason }];
  };
  if (wasErasedSince(ownership, occurredAt)) return refuse(memberErased('data.member').refusal);
  // Since it was attached the member may have given it up, or left; whoever was merged into another is that one.
  const holder = holderAt(ownership, occurredAt);
  if (memberId === null || holder === null || !(await areOne(deps.ledger, holder, memberId))) return [];
  const recorded = await recordEvents(deps, { memberId }, [delivered], {
    decide: decideWaiting,
    keepsPlace: true,
    justEnrolled: true,
  });
  if (recorded === undefined) return undefined;
  const outcome = recorded.outcomes.get(delivery);
  if (outcome?.status === 'refused') return refuse(outcome.refusal);
  if (outcome?.status !== 'applied') return [];
  return [{ delivery, entryId }, ...(await applyReturns(deps, recorded.returnsWaiting, place))];
}

/**
 * Posts what waits for the identities of a member, oldest first, and the returns of it; what turns out wrong is refused.
 * Whoever calls it has attached the identities before: from then on nothing more is parked under them, so nothing is
 * missed; and calling it again does nothing twice.
 */
export async function claimParked(
  deps: Dependencies,
  memberId: string,
  identities: readonly string[],
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (const identity of identities) {
    const parked = await deps.members.parked(identity);
    if (parked.length === 0) continue;
    const ownership = await ownershipOf(deps.members, identity);
    for (const entryId of parked) {
      const place = { memberId, identity, entryId, ownership };
      settled.push(...(await untilSettled(deps, () => claim(deps, place))));
    }
  }
  return settled;
}

/** Refuses what waits for an identity of a member who is erased, but for what occurred afterwards. */
export async function refuseParked(
  deps: Dependencies,
  identity: IdentityKey,
  erasedAt: Instant,
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  const ownership: Ownership = { memberId: null, erasedAt };
  for (const entryId of await deps.members.parked(identity)) {
    const place = { memberId: null, identity, entryId, ownership };
    settled.push(...(await untilSettled(deps, () => claim(deps, place))));
  }
  return settled;
}
