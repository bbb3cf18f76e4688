import type { MemberReference } from '../../shared/contracts/members.ts';
import type { ParsedEvent } from '../../shared/contracts/parse-event.ts';

function keyOf({ kind, value }: MemberReference): string {
  return `${kind}:${value}`;
}

/** What an event is about: whatever shares one of these with another event has to keep its place behind it. */
export function connectionsOf(event: ParsedEvent): readonly string[] {
  switch (event.type) {
    case 'purchase.completed':
      return [`sale:${event.data.purchaseId}`, ...(event.member === undefined ? [] : [keyOf(event.member)])];
    case 'member.enrolled':
      return [`enrolment:${event.metadata.id}`, ...event.identities.map(keyOf)];
  }
}
