/** Events that wait: a guest's purchase for a member, a stranger's for an enrolment, a return for its sale. */
import { parseEvent } from '../contracts/parse-event.ts';
import type { ImportEvent, ParsedEvent, PurchaseEvent, ReturnEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { entryIds } from '../domain/entry.ts';
import { formatInstant } from '../domain/zone.ts';
import { unclaimed } from '../store/member-store.ts';
import type { IdentityKey, MemberStore, Ownership } from '../store/member-store.ts';
import type { HeldWaiting, Receipt, WaitingEvent, Write } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf } from './fingerprint.ts';
import { conflicting } from './outcome.ts';
import type { Delivered, Outcome } from './outcome.ts';

type ParkableEvent = PurchaseEvent | ImportEvent;

/** The event that waits, as it was first delivered, but for its member. */
function eventOf({ type, detail }: WaitingEvent, member: unknown): ParsedEvent {
  const { metadata, data } = partsOf(JSON.parse(detail));
  const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data: { ...data, member } } });
  if (parsed.ok) return parsed.event;
  throw new TypeError('a waiting event is valid');
}

function partsOf(detail: unknown): { metadata: unknown; data: object } {
  if (typeof detail === 'object' && detail !== null && 'metadata' in detail && 'data' in detail) {
    const { metadata, data } = detail;
    if (typeof data === 'object' && data !== null) return { metadata, data };
  }
  throw new TypeError('a waiting event has metadata and data');
}

/** The waiting event as one of the given member. @throws TypeError when what waits is a return */
export function claimedBy(waiting: WaitingEvent, memberId: string): Delivered<ParkableEvent> {
  const event = eventOf(waiting, { memberId });
  if (event.type !== 'purchase.completed' && event.type !== 'points.imported') throw new TypeError('no event to claim');
  return { event, delivery: waiting.delivery };
}

/** The return that waits. @throws TypeError when what waits is none */
export function waitingReturn(waiting: WaitingEvent): Delivered<ReturnEvent> {
  const event = eventOf(waiting, undefined);
  if (event.type !== 'purchase.returned') throw new TypeError('no return');
  return { event, delivery: waiting.delivery };
}

const defaults: ReadonlyMap<string, unknown> = new Map([
  ['kind', 'product'],
  ['quantity', '1'],
]);
const emptyByDefault: ReadonlySet<string> = new Set(['category', 'tags']);

/**
 * The line of a sale as short as it came: parsing filled in what it left out, and will again. The lines of the largest
 * event would be more than an item holds otherwise.
 */
function withoutDefaults(name: string, value: unknown): unknown {
  if (emptyByDefault.has(name) && Array.isArray(value) && value.length === 0) return undefined;
  return defaults.has(name) && defaults.get(name) === value ? undefined : value;
}

/** What is kept of an event that has to wait. */
export function waitingEventOf(
  { event, delivery }: Delivered<ParkableEvent | ReturnEvent>,
  content: string,
  identity: string | null,
): WaitingEvent {
  return {
    type: event.type,
    identity,
    guest: identity === null,
    occurredAt: formatInstant(event.occurredAt),
    content,
    delivery,
    // What people write has no place in the ledger's table, whoever reads it; the fingerprint was made with it.
    detail: JSON.stringify(
      { metadata: event.metadata, data: { ...event.data, member: undefined, reason: undefined } },
      event.type === 'purchase.completed' ? withoutDefaults : undefined,
    ),
  };
}

/** The correlation id under which an event asked for a receipt, if it did. */
export function askedUnder({ metadata }: Pick<ParsedEvent, 'metadata'>): string | undefined {
  return metadata.receipt === true ? metadata.correlationId : undefined;
}

/** The same of an event that waits. */
export function correlationOf(waiting: WaitingEvent): string | undefined {
  const anybody = { memberId: 'anybody' };
  return askedUnder(eventOf(waiting, waiting.type === 'points.imported' ? anybody : undefined));
}

/** What tells whoever asked under a correlation id; nothing where nobody did. */
export function receiptWrites(correlationId: string | undefined, told: Omit<Receipt, 'correlationId'>): Write[] {
  return correlationId === undefined ? [] : [{ write: 'receipt', receipt: { correlationId, ...told } }];
}

/** What refuses an event that waited: it waits no more, is kept with its reason, and whoever asked is told so. */
export function refusingWrites(
  { rejected }: Pick<Dependencies, 'rejected'>,
  waiting: HeldWaiting,
  event: WaitingEvent,
  refusal: Refusal,
): Write[] {
  return [
    { write: 'held', held: { ...waiting, revision: waiting.revision + 1, event: null }, expected: waiting.revision },
    ...(rejected?.({ ...event, refusal }) ?? []),
    ...receiptWrites(correlationOf(event), { outcome: 'refused', refusal }),
  ];
}

/** The identity that an event waits for, as it was read: nobody has it. */
export type Awaited = { readonly identity: IdentityKey; readonly ownership: Ownership };

/** Whose an identity is now. */
export async function ownershipOf(members: MemberStore, identity: IdentityKey): Promise<Ownership> {
  return (await members.owners([identity], 'strong')).get(identity) ?? unclaimed;
}

/** Whether an identity is somebody's now. */
export async function isOwned(members: MemberStore, identity: IdentityKey): Promise<boolean> {
  return (await ownershipOf(members, identity)).memberId !== null;
}

/** Id of the entry that an event which can be parked comes to. */
function entryIdOf({ data }: ParkableEvent): string {
  return 'purchaseId' in data ? entryIds.purchase(data.purchaseId) : entryIds.import(data.requestId);
}

/**
 * Keeps an event that nobody can be credited with yet: a guest's purchase (`awaited` null) until it is sent again with a
 * member, a stranger's until somebody enrols with the identity. Returns that came before it wait on with it.
 *
 * @returns undefined when another writer was faster: find the owner and decide again
 */
export async function parkEvent(
  { ledger, members, digests }: Dependencies,
  delivered: Delivered<ParkableEvent>,
  awaited: Awaited | null,
): Promise<Outcome | undefined> {
  const { event, delivery } = delivered;
  const identity = awaited?.identity ?? null;
  const entryId = entryIdOf(event);
  const { content } = causeOf(digests, delivered);
  const item = (await ledger.read({ memberIds: [], entryIds: [entryId] })).items.get(entryId);
  if (item?.found === 'entry') {
    // The stranger may have enrolled since, and the same event been posted.
    if (identity !== null && (await isOwned(members, identity))) return undefined;
    // A copy of the guest's event that was claimed since says nothing new.
    const { entry } = item;
    const copy =
      identity === null && entry.kind === 'earn' && entry.cause.guest === true && entry.cause.content === content;
    if (!copy) return conflicting(event.type);
    return { status: entry.cause.delivery === delivery ? 'applied' : 'duplicate', entryId };
  }
  if (item !== undefined && item.held.holds !== 'waiting') return conflicting(event.type);
  const before = item?.held.holds === 'waiting' ? item.held : undefined;
  const known = before?.event ?? undefined;
  if (known !== undefined) {
    if (known.content !== content) return conflicting(event.type);
    if (known.delivery === delivery) return { status: 'parked' };
    if (identity === known.identity || (identity === null && known.guest)) return { status: 'duplicate' };
    if (known.identity !== null) return conflicting(event.type);
  }
  // What waits is the first delivery, whoever it turns out to belong to.
  const first = known ?? waitingEventOf(delivered, content, identity);
  const waiting: WaitingEvent = { ...first, identity };
  const { occurredAt } = waiting;
  const held: HeldWaiting = {
    key: entryId,
    revision: (before?.revision ?? 0) + 1,
    holds: 'waiting',
    event: waiting,
    returns: before?.returns ?? [],
  };
  const writes: Write[] = [{ write: 'held', held, expected: before?.revision ?? null }];
  if (awaited !== null) {
    const place = { identity: awaited.identity, occurredAt, entryId };
    const { erasedAt, former } = awaited.ownership;
    writes.push({ write: 'parked', place }, { write: 'identity-free', identity: awaited.identity, erasedAt, former });
  }
  if (known === undefined) writes.push(...receiptWrites(askedUnder(event), { outcome: 'parked' }));
  const committed = await ledger.commit(writes);
  if (committed === 'conflict') return undefined;
  return known === undefined ? { status: 'parked' } : { status: 'duplicate' };
}
