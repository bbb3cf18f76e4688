/** The redemption that a purchase names as what paid for part of it. */
import { entryIds } from '../domain/entry.ts';
import type { TakenLot } from '../domain/lots.ts';
import type { Refused } from '../domain/refused.ts';
import { heldKeys } from '../store/store.ts';
import type { See } from './seen.ts';

type Naming = {
  readonly redemptionId: string;
  readonly pointsRedeemed?: number | undefined;
  /** Absent while nothing was bought yet: what paid for any purchase is used. */
  readonly purchaseId?: string;
};

/** Ids of everything that says what became of a redemption. */
export function idsOfRedemption(redemptionId: string): readonly string[] {
  return [entryIds.redeem(redemptionId), entryIds.commit(redemptionId), heldKeys.use(redemptionId)];
}

/** The lots of a committed redemption: of the same member, of exactly these points, used for no other purchase. */
export function redeemedLots(
  { redemptionId, pointsRedeemed = 0, purchaseId }: Naming,
  ownIds: ReadonlySet<string>,
  see: See,
): readonly TakenLot[] | Refused {
  const found = see(entryIds.commit(redemptionId)) ?? see(entryIds.redeem(redemptionId));
  const use = see(heldKeys.use(redemptionId));
  const usedElsewhere = use !== undefined && 'holds' in use && use.holds === 'use' && use.purchaseId !== purchaseId;
  if (
    found !== undefined &&
    'kind' in found &&
    (found.kind === 'commit' || found.kind === 'redeem') &&
    ownIds.has(found.memberId) &&
    found.points === -BigInt(pointsRedeemed) &&
    !usedElsewhere
  ) {
    return found.taken;
  }
  const rule = 'a committed redemption of the same member, of exactly these points, that paid for no other purchase';
  return { refused: 'unknown-reservation', field: 'data.redemptionId', rule };
}
