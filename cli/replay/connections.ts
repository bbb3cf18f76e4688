import type { MemberReference } from '../../shared/contracts/members.ts';
import type { ParsedEvent } from '../../shared/contracts/parse-event.ts';

function keyOf({ kind, value }: MemberReference): string {
  return `${kind}:${value}`;
}

const saleOf = (purchaseId: string | undefined) => (purchaseId === undefined ? [] : [`sale:${purchaseId}`]);
const requestOf = (requestId: string | undefined) => (requestId === undefined ? [] : [`request:${requestId}`]);

/** What an event is about beside its members: sales, requests, the event itself. */
function mattersOf(event: ParsedEvent): readonly string[] {
  switch (event.type) {
    case 'purchase.completed':
      return [...saleOf(event.data.purchaseId), ...requestOf(event.data.redemptionId)];
    case 'purchase.returned':
      return [...saleOf(event.data.purchaseId), `return:${event.data.returnId}`];
    case 'redemption.requested':
      return [...requestOf(event.data.requestId), ...saleOf(event.data.purchaseId)];
    case 'redemption.committed':
    case 'redemption.cancelled':
    case 'points.adjusted.requested':
    case 'points.imported':
    case 'tier.assigned':
    case 'points.transfer.requested':
    case 'member.merged':
    case 'member.erased':
      return requestOf(event.data.requestId);
    case 'member.enrolled':
      return [`enrolment:${event.metadata.id}`];
    case 'member.updated':
      return [`update:${event.metadata.id}`];
  }
}

function membersOf(event: ParsedEvent): readonly MemberReference[] {
  if (event.type === 'points.transfer.requested') return [event.from, event.to];
  if (event.type === 'member.merged') return [event.kept, event.removed];
  if (event.type === 'member.enrolled') return event.identities;
  if (event.type === 'member.updated') return [event.member, ...event.identities];
  return event.member === undefined ? [] : [event.member];
}

/** What an event is about: whatever shares one of these with another event has to keep its place behind it. */
export function connectionsOf(event: ParsedEvent): readonly string[] {
  return [...mattersOf(event), ...membersOf(event).map(keyOf)];
}
