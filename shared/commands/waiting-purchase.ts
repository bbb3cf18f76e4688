/** Purchases that wait: a guest's for a member, a stranger's for an enrolment. */
import { parseEvent } from '../contracts/parse-event.ts';
import type { PurchaseEvent } from '../contracts/parse-event.ts';
import { entryIds } from '../domain/entry.ts';
import { formatInstant } from '../domain/zone.ts';
import type { WaitingPurchase, Write } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf } from './fingerprint.ts';
import { conflicting } from './outcome.ts';
import type { Delivered, Outcome } from './outcome.ts';

/** The event of a waiting purchase, as it was first delivered. */
function waitingEvent(waiting: WaitingPurchase): PurchaseEvent {
  const parsed = parseEvent({ 'detail-type': 'purchase.completed', detail: JSON.parse(waiting.detail) });
  if (parsed.ok && parsed.event.type === 'purchase.completed') return parsed.event;
  throw new TypeError('a waiting purchase is a valid purchase');
}

/** The correlation id under which an event asked for a receipt, if it did. */
function askedUnder({ metadata }: PurchaseEvent): string | undefined {
  return metadata.receipt === true ? metadata.correlationId : undefined;
}

/** The correlation id under which the waiting event asked for a receipt, if it did. */
export function correlationOf(waiting: WaitingPurchase): string | undefined {
  return askedUnder(waitingEvent(waiting));
}

/** The waiting purchase as one of the given member. */
export function claimedBy(waiting: WaitingPurchase, memberId: string): Delivered<PurchaseEvent> {
  return {
    event: { ...waitingEvent(waiting), member: { kind: 'memberId', value: memberId } },
    delivery: waiting.delivery,
  };
}

/**
 * Keeps a purchase that nobody can be credited with yet: a guest's (`identity` null) until it is sent again with a
 * member, a stranger's until somebody enrols with the identity.
 *
 * @returns undefined when another writer was faster: find the owner and decide again
 */
export async function parkPurchase(
  { ledger, members, digests }: Dependencies,
  delivered: Delivered<PurchaseEvent>,
  identity: string | null,
): Promise<Outcome | undefined> {
  const { event, delivery } = delivered;
  const entryId = entryIds.purchase(event.data.purchaseId);
  const { content } = causeOf(digests, delivered);
  const item = (await ledger.read({ entryIds: [entryId] })).items.get(entryId);
  if (item?.found === 'entry') {
    // The stranger may have enrolled since, and the same sale been posted.
    if (identity !== null && (await members.owners([identity], 'strong')).size > 0) return undefined;
    // A copy of the guest's event that was claimed since says nothing new.
    const { entry } = item;
    const copy =
      identity === null && entry.kind === 'earn' && entry.cause.guest === true && entry.cause.content === content;
    if (!copy) return conflicting();
    return { status: entry.cause.delivery === delivery ? 'applied' : 'duplicate', entryId };
  }
  const before = item?.purchase;
  if (before !== undefined) {
    if (before.content !== content) return conflicting();
    if (before.delivery === delivery) return { status: 'parked' };
    if (identity === before.identity || (identity === null && before.guest)) return { status: 'duplicate' };
    if (before.identity !== null) return conflicting();
  }
  const purchase: WaitingPurchase = {
    entryId,
    identity,
    guest: identity === null || before !== undefined,
    occurredAt: formatInstant(event.occurredAt),
    content,
    // What waits is the first delivery, whoever it turns out to belong to.
    delivery: before?.delivery ?? delivery,
    detail: before?.detail ?? JSON.stringify({ metadata: event.metadata, data: { ...event.data, member: undefined } }),
  };
  const writes: Write[] = [{ write: 'waiting', purchase, replaces: before }];
  if (identity !== null) writes.push({ write: 'parked', purchase }, { write: 'identity-free', identity });
  const correlationId = askedUnder(event);
  if (before === undefined && correlationId !== undefined) {
    writes.push({ write: 'receipt', receipt: { correlationId, outcome: 'parked' } });
  }
  const committed = await ledger.commit(writes);
  if (committed === 'conflict') return undefined;
  return before === undefined ? { status: 'parked' } : { status: 'duplicate' };
}
