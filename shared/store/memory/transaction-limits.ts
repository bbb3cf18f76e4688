import { writesAtMost } from '../store.ts';
import type { Write } from '../store.ts';

/** The item that a write is about. */
function itemOf(write: Write): string {
  switch (write.write) {
    case 'entry':
      return `ledger ${write.record.entryId}`;
    case 'held':
      return `ledger ${write.held.key}`;
    case 'account':
      return `account ${write.account.memberId}`;
    case 'identity':
    case 'identity-free':
      return `identity ${write.identity}`;
    case 'profile':
      return `profile ${write.profile.memberId}`;
    case 'profile-gone':
      return `profile ${write.memberId}`;
    case 'applied':
      return `applied ${write.applied.key}`;
    case 'consents':
    case 'consents-gone':
      return `consents ${write.record.memberId} ${write.record.key}`;
    case 'receipt':
      return `receipt ${write.receipt.correlationId}`;
    case 'rejection':
      return `rejection ${write.rejection.id}`;
    case 'parked':
    case 'unparked':
      return `parked ${write.place.entryId}`;
  }
}

/**
 * The limits of a transaction of DynamoDB: a command that keeps them on the memory store keeps them everywhere.
 *
 * @throws TypeError when there are no writes, more than a transaction holds, or two of one item
 */
export function checkLimits(writes: readonly Write[]): void {
  if (writes.length === 0) throw new TypeError('a transaction without writes');
  if (writes.length > writesAtMost) throw new TypeError(`a transaction of more than ${String(writesAtMost)} writes`);
  if (writes.length > 1 && new Set(writes.map(itemOf)).size < writes.length) {
    throw new TypeError('a transaction with two writes of one item');
  }
}
