/** Stream of the members → bus: who joined and who was forgotten. Nothing of the person leaves the table with it. */
import type { OutgoingEvent } from '../../shared/contracts/events-out.ts';
import { enrolledOut, erasedOut } from '../../shared/contracts/member-events-out.ts';
import { deployedStreamHandler } from '../../shared/runtime/stream-handler.ts';
import type { Item, ToEvent } from '../../shared/runtime/stream-handler.ts';
import { parseApplied } from '../../shared/store/dynamodb/applied-item.ts';
import { parseProfile } from '../../shared/store/dynamodb/profile-item.ts';

function ofProfile(after: Item, before: Item | undefined): OutgoingEvent | undefined {
  const { memberId, enrolledBy, joinedBy, facts } = parseProfile(after);
  const textOf = (field: string) => {
    const value = facts[field]?.value;
    return typeof value === 'string' ? value : null;
  };
  const about = { memberId, channel: textOf('channel'), referralCode: textOf('referralCode') };
  if (enrolledBy !== undefined) {
    // With a merge comes an enrolment that was told of when it was the other member's.
    if (before?.['enrolledBy'] !== undefined || enrolledBy.memberId !== undefined) return undefined;
    return enrolledOut({ ...about, by: 'enrolment', occurredAt: enrolledBy.occurredAt });
  }
  if (before !== undefined || joinedBy === undefined) return undefined;
  const by = joinedBy.type === 'points.imported' ? 'import' : 'purchase';
  return enrolledOut({ ...about, by, occurredAt: joinedBy.occurredAt });
}

function ofApplied(after: Item): OutgoingEvent | undefined {
  const { type, memberId, occurredAt } = parseApplied(after);
  return type === 'member.erased' ? erasedOut({ memberId, occurredAt }) : undefined;
}

export const toEvent: ToEvent = (after, before) => {
  switch (after?.['sort']) {
    case 'profile':
      return ofProfile(after, before);
    case 'applied':
      return before === undefined ? ofApplied(after) : undefined;
    default:
      return undefined;
  }
};

export const handler = deployedStreamHandler(toEvent);
