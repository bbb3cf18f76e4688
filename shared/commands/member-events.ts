/** Events about one member's points: what each is kept under, and what it needs to see. */
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
import type { Account } from '../domain/account.ts';
import type { Birthday } from '../domain/birthday.ts';
import { entryIds } from '../domain/entry.ts';
import type { Cause } from '../domain/entry.ts';
import type { Decision } from '../domain/posting.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import type { Write } from '../store/store.ts';
import { idsOfRedemption } from './named-redemption.ts';
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

/** Decides about an event on an account. */
export type Decide = (account: Account, event: MemberEvent, cause: Cause, context: DecisionContext) => Step;
