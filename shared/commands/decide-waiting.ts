/** The rules of events that may have waited for somebody to enrol. */
import type { PurchaseEvent } from '../contracts/parse-event.ts';
import { toImport } from '../contracts/points-requests.ts';
import { toPurchase } from '../contracts/purchase-completed.ts';
import type { Account } from '../domain/account.ts';
import { decideImport } from '../domain/adjustment.ts';
import { entryIds } from '../domain/entry.ts';
import type { Cause } from '../domain/entry.ts';
import type { TakenLot } from '../domain/lots.ts';
import { decidePurchase } from '../domain/record-purchase.ts';
import type { Payment } from '../domain/record-purchase.ts';
import type { Refused } from '../domain/refused.ts';
import { heldKeys } from '../store/store.ts';
import type { Write } from '../store/store.ts';
import type { Decide, DecisionContext, See, Step } from './member-events.ts';

/** The committed redemption that a purchase refers to: of the same member, of exactly these points, used for no other. */
function redeemedLots(
  { data }: PurchaseEvent,
  redemptionId: string,
  ownIds: ReadonlySet<string>,
  see: See,
): readonly TakenLot[] | Refused {
  const found = see(entryIds.commit(redemptionId)) ?? see(entryIds.redeem(redemptionId));
  const use = see(heldKeys.use(redemptionId));
  const usedElsewhere =
    use !== undefined && 'holds' in use && use.holds === 'use' && use.purchaseId !== data.purchaseId;
  if (
    found !== undefined &&
    'kind' in found &&
    (found.kind === 'commit' || found.kind === 'redeem') &&
    ownIds.has(found.memberId) &&
    found.points === -BigInt(data.pointsRedeemed ?? 0) &&
    !usedElsewhere
  ) {
    return found.taken;
  }
  const rule = 'a committed redemption of the same member, of exactly these points, that paid for no other purchase';
  return { refused: 'unknown-reservation', field: 'data.redemptionId', rule };
}

function decideSale(
  account: Account,
  event: PurchaseEvent,
  cause: Cause,
  { versions, see, ownIds, birthday, returnsBefore }: DecisionContext,
): Step {
  const { redemptionId, pointsRedeemed = 0 } = event.data;
  let payment: Payment | undefined;
  const writes: Write[] = [];
  if (redemptionId !== undefined) {
    const redeemed = redeemedLots(event, redemptionId, ownIds, see);
    if ('refused' in redeemed) return { decision: redeemed, writes };
    payment = { redeemed };
    const { purchaseId } = event.data;
    const use = { key: heldKeys.use(redemptionId), revision: 1, holds: 'use', purchaseId } as const;
    writes.push({ write: 'held', held: use, expected: null });
  } else if (pointsRedeemed > 0) {
    payment = { redeem: BigInt(pointsRedeemed) };
  }
  const purchase = toPurchase(event.data, event.occurredAt);
  return { decision: decidePurchase(account, purchase, cause, { versions, payment, birthday, returnsBefore }), writes };
}

/** @throws TypeError about an event that does not wait */
export const decideWaiting: Decide = (account, event, cause, context) => {
  if (event.type === 'purchase.completed') return decideSale(account, event, cause, context);
  if (event.type !== 'points.imported') throw new TypeError(`an event that waits for nobody: ${event.type}`);
  const decision = decideImport(account, toImport(event.data, event.occurredAt), cause, context.versions);
  return { decision, writes: [] };
};
