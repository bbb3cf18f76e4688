/** The rules of every event about one member's points. */
import type { RedemptionEvent } from '../contracts/parse-event.ts';
import { toReturn } from '../contracts/purchase-returned.ts';
import { toAssignment } from '../contracts/tier-assigned.ts';
import type { Account } from '../domain/account.ts';
import { decideAdjustment } from '../domain/adjustment.ts';
import { decideAssignment } from '../domain/assign-level.ts';
import type { Cause } from '../domain/entry.ts';
import type { Decision } from '../domain/posting.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { decideCancel, decideCommit, decideRedemption, decideReservation } from '../domain/redemption.ts';
import { decideReturnWithoutSale } from '../domain/return-purchase.ts';
import { decideWaiting } from './decide-waiting.ts';
import type { Decide, Step } from './member-events.ts';

function decideRequest(account: Account, event: RedemptionEvent, cause: Cause, versions: ProgrammeVersions): Decision {
  const { requestId, points = 0, purchaseId = null, hold } = event.data;
  const request = { requestId, occurredAt: event.occurredAt, points: BigInt(points), purchaseId };
  return hold === undefined
    ? decideRedemption(account, request, cause, versions)
    : decideReservation(account, request, hold.minutes, cause, versions);
}

/** Decides about an event on an account. */
export const decideEvent: Decide = (account, event, cause, context) => {
  const { versions } = context;
  const { occurredAt } = event;
  const only = (decision: Decision): Step => ({ decision, writes: [] });
  switch (event.type) {
    case 'purchase.completed':
    case 'points.imported':
      return decideWaiting(account, event, cause, context);
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
  }
};
