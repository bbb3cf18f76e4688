/** Events about one member's points: what each is kept under, what it needs to see, and how it is decided. */
import type {
  AdjustmentEvent,
  AssignmentEvent,
  CancelEvent,
  CommitEvent,
  ImportEvent,
  PurchaseEvent,
  RedemptionEvent,
  ReturnEvent,
} from '../contracts/parse-event.ts';
import { toImport } from '../contracts/points-requests.ts';
import { toPurchase } from '../contracts/purchase-completed.ts';
import { toReturn } from '../contracts/purchase-returned.ts';
import { toAssignment } from '../contracts/tier-assigned.ts';
import type { Account } from '../domain/account.ts';
import { decideAdjustment, decideImport } from '../domain/adjustment.ts';
import type { Birthday } from '../domain/birthday.ts';
import { decideAssignment } from '../domain/assign-level.ts';
import { entryIds } from '../domain/entry.ts';
import type { Cause } from '../domain/entry.ts';
import type { Decision } from '../domain/posting.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { decidePurchase } from '../domain/record-purchase.ts';
import type { Payment } from '../domain/record-purchase.ts';
import { decideCancel, decideCommit, decideRedemption, decideReservation } from '../domain/redemption.ts';
import { decideReturnWithoutSale } from '../domain/return-purchase.ts';
import { heldKeys } from '../store/store.ts';
import type { Write } from '../store/store.ts';
import { idsOfRedemption, redeemedLots } from './named-redemption.ts';
import type { See } from './seen.ts';

/** A return among them names no sale, and so has to name the member. */
export type MemberEvent =
  | PurchaseEvent
  | ImportEvent
  | RedemptionEvent
  | CommitEvent
  | CancelEvent
  | AdjustmentEvent
  | AssignmentEvent
  | ReturnEvent;

/** The id of an event's own entry, and another that the same request may have been posted under. */
export function placesOf(event: MemberEvent): readonly [string, ...string[]] {
  switch (event.type) {
    case 'purchase.completed':
      return [entryIds.purchase(event.data.purchaseId)];
    case 'purchase.returned':
      return [entryIds.return(event.data.returnId)];
    case 'redemption.requested': {
      const { requestId, hold } = event.data;
      const [atOnce, held] = [entryIds.redeem(requestId), entryIds.reserve(requestId)];
      return hold === undefined ? [atOnce, held] : [held, atOnce];
    }
    case 'redemption.committed':
      return [entryIds.commit(event.data.requestId)];
    case 'redemption.cancelled':
      return [entryIds.cancel(event.data.requestId)];
    case 'points.adjusted.requested':
      return [entryIds.adjust(event.data.requestId)];
    case 'points.imported':
      return [entryIds.import(event.data.requestId)];
    case 'tier.assigned':
      return [entryIds.tierAssigned(event.data.requestId)];
  }
}

/** Ids of everything that has to be seen to decide about an event, its own places among them. */
export function idsToRead(event: MemberEvent): readonly string[] {
  const own = placesOf(event);
  if (event.type !== 'purchase.completed') return own;
  const { redemptionId } = event.data;
  if (redemptionId === undefined) return own;
  return [...own, ...idsOfRedemption(redemptionId)];
}

export type Step = { readonly decision: Decision; readonly writes: readonly Write[] };

export type DecisionContext = {
  readonly versions: ProgrammeVersions;
  readonly see: See;
  /** Ids that the member has or had: those of members who were merged into this one, as far as anything names them. */
  readonly ownIds: ReadonlySet<string>;
  /** The member's, where a rule asks for it. */
  readonly birthday: Birthday | undefined;
  /** Of a sale: the returns that came before it, by returnId. */
  readonly returnsBefore: readonly string[];
};

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

function decideRequest(account: Account, event: RedemptionEvent, cause: Cause, versions: ProgrammeVersions): Decision {
  const { requestId, points = 0, purchaseId = null, hold } = event.data;
  const request = { requestId, occurredAt: event.occurredAt, points: BigInt(points), purchaseId };
  return hold === undefined
    ? decideRedemption(account, request, cause, versions)
    : decideReservation(account, request, hold.minutes, cause, versions);
}

/** Decides about an event on an account. */
export function decide(account: Account, event: MemberEvent, cause: Cause, context: DecisionContext): Step {
  const { versions } = context;
  const { occurredAt } = event;
  const only = (decision: Decision): Step => ({ decision, writes: [] });
  switch (event.type) {
    case 'purchase.completed':
      return decideSale(account, event, cause, context);
    case 'purchase.returned':
      return only(decideReturnWithoutSale(account, toReturn(event.data, occurredAt), cause, versions));
    case 'redemption.requested':
      return only(decideRequest(account, event, cause, versions));
    case 'redemption.committed':
      return only(decideCommit(account, { requestId: event.data.requestId, occurredAt }, cause, versions));
    case 'redemption.cancelled':
      return only(decideCancel(account, { requestId: event.data.requestId, occurredAt }, cause, versions));
    case 'points.adjusted.requested': {
      const { requestId, points, reason, actor } = event.data;
      const request = { requestId, occurredAt, points: BigInt(points), reason, actor };
      return only(decideAdjustment(account, request, cause, versions));
    }
    case 'tier.assigned':
      return only(decideAssignment(account, toAssignment(event.data, occurredAt), cause, versions));
    case 'points.imported':
      return only(decideImport(account, toImport(event.data, occurredAt), cause, versions));
  }
}
