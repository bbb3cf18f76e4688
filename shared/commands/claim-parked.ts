/** Purchases that waited for somebody to enrol become that member's, with the points of their own day. */
import type { Dependencies } from './dependencies.ts';
import type { Settled } from './outcome.ts';
import { recordPurchases } from './record-purchases.ts';
import { untilSettled } from './retry.ts';
import { claimedBy } from './waiting-purchase.ts';

/**
 * Posts what waits for the identities of a member, oldest first. Whoever calls it has attached the identities before:
 * from then on nothing more is parked under them, so nothing is missed; and calling it again does nothing twice.
 */
export async function claimParked(
  deps: Dependencies,
  memberId: string,
  identities: readonly string[],
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (const identity of identities) {
    for (const entryId of await deps.members.parked(identity)) {
      const item = (await deps.ledger.read({ entryIds: [entryId] })).items.get(entryId);
      if (item?.found !== 'waiting') continue;
      const delivered = claimedBy(item.purchase, memberId);
      const { outcomes } = await untilSettled(deps, () => recordPurchases(deps, { memberId }, [delivered]));
      if (outcomes.get(delivered.delivery)?.status !== 'applied') continue;
      settled.push({ delivery: delivered.delivery, entryId });
    }
  }
  return settled;
}
