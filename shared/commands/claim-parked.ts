/** What waited for somebody to enrol becomes that member's, with the points of its own day. */
import { formatInstant } from '../domain/zone.ts';
import type { ParkedPlace } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import type { Settled } from './outcome.ts';
import { recordEvents } from './record-events.ts';
import { applyWaitingReturns } from './return-purchase.ts';
import { untilSettled } from './retry.ts';
import { claimedBy, refusingWrites } from './waiting-events.ts';

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

/** @returns undefined when another writer was faster */
async function claim(
  deps: Dependencies,
  memberId: string,
  { identity, entryId }: Pick<ParkedPlace, 'identity' | 'entryId'>,
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
  const delivered = claimedBy(event, memberId);
  const { delivery } = delivered;
  const recorded = await recordEvents(deps, { memberId }, [delivered], { keepsPlace: true, justEnrolled: true });
  if (recorded === undefined) return undefined;
  const outcome = recorded.outcomes.get(delivery);
  if (outcome?.status === 'refused') {
    // It may be corrected, and for that its place has to be free.
    const { refusal } = outcome;
    const writes = [...refusingWrites(deps, item.held, event, refusal), { write: 'unparked', place } as const];
    return (await deps.ledger.commit(writes)) === 'conflict' ? undefined : [{ delivery, refusal }];
  }
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
    for (const entryId of await deps.members.parked(identity)) {
      settled.push(...(await untilSettled(deps, () => claim(deps, memberId, { identity, entryId }))));
    }
  }
  return settled;
}
