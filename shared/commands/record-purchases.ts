/** Sales of one member: load, decide each on top of the one before, post them together. */
import type { PurchaseEvent } from '../contracts/parse-event.ts';
import { toPurchase } from '../contracts/purchase-completed.ts';
import type { Account } from '../domain/account.ts';
import { newAccount } from '../domain/account.ts';
import type { Cause } from '../domain/entry.ts';
import { entryIds } from '../domain/entry.ts';
import { programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import { decidePurchase } from '../domain/record-purchase.ts';
import { businessDay } from '../domain/zone.ts';
import type { LedgerItem, WaitingPurchase, Write } from '../store/store.ts';
import { appendUnits, postUnits } from './append.ts';
import type { Unit } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf } from './fingerprint.ts';
import { conflicting, refused } from './outcome.ts';
import type { Delivered, Outcome, Results, Settled } from './outcome.ts';
import { correlationOf } from './waiting-purchase.ts';

/** Whose sales they are: a member of ours, or a person whom the first of them enrols. */
export type Owner =
  | { readonly memberId: string; readonly newcomer?: undefined }
  | {
      readonly memberId: string;
      readonly newcomer: { readonly identity: string; readonly kind: string; readonly value: string };
    };

type Session = {
  account: Account;
  readonly units: Unit[];
  readonly posted: Map<string, Cause>;
  readonly outcomes: Map<string, Outcome>;
  readonly settled: Settled[];
  /** Correlation ids that a receipt of the posting is for: a transaction holds one for each. */
  readonly told: Set<string>;
};

/** The same delivery again is the same application, not a duplicate: the first answer got lost on its way. */
function repeated(earlier: Cause, cause: Cause, entryId: string): Outcome {
  if (earlier.content !== cause.content) return conflicting();
  return { status: earlier.delivery === cause.delivery ? 'applied' : 'duplicate', entryId, again: true };
}

function enrolmentOf({ event }: Delivered<PurchaseEvent>, versions: ProgrammeVersions): Account['enrolment'] {
  const { timeZone } = programmeAt(versions, event.occurredAt);
  return { on: businessDay(event.occurredAt, timeZone), channel: event.data.channel ?? null };
}

function apply(
  { digests }: Dependencies,
  session: Session,
  delivered: Delivered<PurchaseEvent>,
  item: LedgerItem | undefined,
  versions: ProgrammeVersions,
  ownIdentities: ReadonlySet<string>,
): Outcome {
  const { event, delivery } = delivered;
  const entryId = entryIds.purchase(event.data.purchaseId);
  const cause = causeOf(digests, delivered);
  const before = session.posted.get(entryId);
  if (before !== undefined) return repeated(before, cause, entryId);
  if (item?.found === 'entry') {
    const { entry } = item;
    if (entry.kind !== 'earn' || entry.memberId !== session.account.memberId) return conflicting();
    return repeated(entry.cause, cause, entryId);
  }
  const waiting = item?.purchase;
  if (waiting !== undefined && waiting.content !== cause.content) return conflicting();
  if (waiting?.identity !== undefined && waiting.identity !== null && !ownIdentities.has(waiting.identity)) {
    return conflicting();
  }

  // The delivery that waited is the one that is applied now; this one says the same again, unless it is that one.
  const recorded =
    waiting === undefined ? cause : { ...cause, delivery: waiting.delivery, ...(waiting.guest ? { guest: true } : {}) };
  const drafts = decidePurchase(session.account, toPurchase(event.data, event.occurredAt), recorded, versions);
  const units = appendUnits(digests, session.account, drafts, { entryId, replaces: waiting });
  const own = units.at(-1);
  if (own === undefined) throw new Error('a sale posts at least its own entry');
  const settling = waiting === undefined ? [] : settlingWrites(session, waiting);
  session.units.push(...units.slice(0, -1), { ...own, writes: [...own.writes, ...settling] });
  session.account = own.account;
  session.posted.set(entryId, recorded);
  if (waiting === undefined || waiting.delivery === delivery) return { status: 'applied', entryId };
  session.settled.push({ delivery: waiting.delivery, entryId });
  return { status: 'duplicate', entryId };
}

/** What goes with the posting of a purchase that waited: it waits no more, and whoever asked is told so. */
function settlingWrites({ told }: Session, waiting: WaitingPurchase): Write[] {
  const writes: Write[] = waiting.identity === null ? [] : [{ write: 'unparked', purchase: waiting }];
  const correlationId = correlationOf(waiting);
  if (correlationId === undefined || told.has(correlationId)) return writes;
  told.add(correlationId);
  return [...writes, { write: 'receipt', receipt: { correlationId, outcome: 'applied', entryId: waiting.entryId } }];
}

function joiningWrites(memberId: string, { identity, kind, value }: NonNullable<Owner['newcomer']>): Write[] {
  return [
    { write: 'identity', identity, memberId },
    { write: 'profile', profile: { memberId, version: 1, identities: [{ kind, value }] }, expected: null },
  ];
}

/** Of the identities that the purchases found wait for, those that are the owner's. */
async function ownIdentitiesAmong(
  { members }: Dependencies,
  owner: Owner,
  items: ReadonlyMap<string, LedgerItem>,
): Promise<ReadonlySet<string>> {
  const identities = [...items.values()].flatMap((item) =>
    item.found === 'waiting' && item.purchase.identity !== null ? [item.purchase.identity] : [],
  );
  if (identities.length === 0) return new Set();
  const owners = await members.owners(identities, 'strong');
  return new Set(
    identities.filter((identity) => owners.get(identity) === owner.memberId || identity === owner.newcomer?.identity),
  );
}

/**
 * Whether somebody who was nobody when looked up has become a member since, by the very sale that was found: sale and
 * identity are written together, so whoever sees the one sees the other now.
 */
async function joinedMeanwhile(
  { members }: Dependencies,
  { newcomer }: Owner,
  items: ReadonlyMap<string, LedgerItem>,
): Promise<boolean> {
  if (newcomer === undefined || ![...items.values()].some(({ found }) => found === 'entry')) return false;
  return (await members.owners([newcomer.identity], 'strong')).size > 0;
}

/**
 * Records sales of one member in the order given, in one posting.
 *
 * @returns undefined when another writer was faster: find the owner and decide again
 */
export async function recordPurchases(
  deps: Dependencies,
  owner: Owner,
  events: readonly [Delivered<PurchaseEvent>, ...Delivered<PurchaseEvent>[]],
): Promise<Results | undefined> {
  const versions = await deps.programmes();
  const { account, items } = await deps.ledger.read({
    memberId: owner.newcomer === undefined ? owner.memberId : undefined,
    entryIds: events.map(({ event }) => entryIds.purchase(event.data.purchaseId)),
  });
  if (await joinedMeanwhile(deps, owner, items)) return undefined;
  if (account === undefined && owner.newcomer === undefined) {
    const unknown = refused('unknown-member', { field: 'data.member', rule: 'a member of ours' });
    return { outcomes: new Map(events.map(({ delivery }) => [delivery, unknown])), settled: [], failed: new Map() };
  }
  const first = events.find(({ event }) => items.get(entryIds.purchase(event.data.purchaseId))?.found !== 'entry');
  const session: Session = {
    account: account?.account ?? newAccount(owner.memberId, enrolmentOf(first ?? events[0], versions)),
    units: [],
    posted: new Map(),
    outcomes: new Map(),
    settled: [],
    told: new Set(),
  };
  const own = await ownIdentitiesAmong(deps, owner, items);
  for (const delivered of events) {
    const item = items.get(entryIds.purchase(delivered.event.data.purchaseId));
    session.outcomes.set(delivered.delivery, apply(deps, session, delivered, item, versions, own));
  }
  const joining: Write[] =
    session.units.length === 0 || owner.newcomer === undefined ? [] : joiningWrites(owner.memberId, owner.newcomer);
  const posted = await postUnits(deps.ledger, session.units, account?.version ?? null, joining);
  return posted ? { outcomes: session.outcomes, settled: session.settled, failed: new Map() } : undefined;
}
