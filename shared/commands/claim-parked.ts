/** What waited for somebody to enrol becomes that member's, with the points of its own day. */
import type { Dependencies } from './dependencies.ts';
import type { Settled } from './outcome.ts';
import { recordEvents } from './record-events.ts';
import { applyWaitingReturns } from './return-purchase.ts';
import { untilSettled } from './retry.ts';
import { claimedBy } from './waiting-events.ts';

/**
 * Posts what waits for the identities of a member, oldest first, and the returns of it. Whoever calls it has attached the
 * identities before: from then on nothing more is parked under them, so nothing is missed; and calling it again does
 * nothing twice.
 */
export async function claimParked(
  deps: Dependencies,
  memberId: string,
  identities: readonly string[],
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (const identity of identities) {
    for (const entryId of await deps.members.parked(identity)) {
      const item = (await deps.ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
      if (item?.found !== 'held' || item.held.holds !== 'waiting' || item.held.event === null) continue;
      const delivered = claimedBy(item.held.event, memberId);
      const { outcomes, returnsWaiting } = await untilSettled(deps, () =>
        recordEvents(deps, { memberId }, [delivered]),
      );
      if (outcomes.get(delivered.delivery)?.status !== 'applied') continue;
      settled.push({ delivery: delivered.delivery, entryId }, ...(await applyWaitingReturns(deps, returnsWaiting)));
    }
  }
  return settled;
}
