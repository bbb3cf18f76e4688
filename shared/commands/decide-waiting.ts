/** The rules of events that may have waited for somebody to enrol. */
import type { PurchaseEvent } from '../contracts/parse-event.ts';
import { toImport } from '../contracts/points-requests.ts';
import { toPurchase } from '../contracts/purchase-completed.ts';
import type { Account } from '../domain/account.ts';
import { decideImport } from '../domain/adjustment.ts';
import type { Cause } from '../domain/entry.ts';
import { decidePurchase } from '../domain/record-purchase.ts';
import type { Payment } from '../domain/record-purchase.ts';
import { heldKeys } from '../store/store.ts';
import type { Write } from '../store/store.ts';
import type { Decide, DecisionContext, Step } from './member-events.ts';
import { redeemedLots } from './named-redemption.ts';

function decideSale(
  account: Account,
  event: PurchaseEvent,
  cause: Cause,
  { versions, see, ownIds, birthday, returnsBefore }: DecisionContext,
): Step {
  const { purchaseId, redemptionId, pointsRedeemed = 0 } = event.data;
  let payment: Payment | undefined;
  const writes: Write[] = [];
  if (redemptionId !== undefined) {
    const redeemed = redeemedLots({ redemptionId, pointsRedeemed, purchaseId }, ownIds, see);
    if ('refused' in redeemed) return { decision: redeemed, writes };
    payment = { redeemed };
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
