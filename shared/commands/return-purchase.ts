/** A return of a sale: whoever bought it, nobody has to be named. One that comes before its sale waits for it. */
import type { ReturnEvent } from '../contracts/parse-event.ts';
import { toReturn } from '../contracts/purchase-returned.ts';
import type { Account } from '../domain/account.ts';
import { entryIds } from '../domain/entry.ts';
import type { Cause, EarnDraft, Entry } from '../domain/entry.ts';
import { decideReturn } from '../domain/return-purchase.ts';
import { expiriesOf } from '../domain/sale-lots.ts';
import { nothingReturned } from '../domain/sale-returns.ts';
import { heldKeys } from '../store/store.ts';
import type { Held, HeldWaiting, LedgerItem, VersionedAccount, Write } from '../store/store.ts';
import { appendUnits, postUnits } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { causeOf, keyOfReference } from './fingerprint.ts';
import { conflicting, refused, refusedBy, repeated } from './outcome.ts';
import type { Delivered, Outcome, Settled } from './outcome.ts';
import { readPresent } from './present-members.ts';
import { memberErased, wasErasedSince } from './resolve-member.ts';
import { untilSettled } from './retry.ts';
import {
  askedUnder,
  correlationOf,
  ownershipOf,
  receiptWrites,
  refusingWrites,
  waitingEventOf,
  waitingReturn,
} from './waiting-events.ts';

/** Returns that may wait for one sale (architecture, "The ledger on DynamoDB"). */
const waitingAtMost = 20;

/** A return whose sale is named. */
export type SaleReturnEvent = ReturnEvent & { readonly data: { readonly purchaseId: string } };
type Given = Delivered<SaleReturnEvent>;

export function namesSale(event: ReturnEvent): event is SaleReturnEvent {
  return event.data.purchaseId !== undefined;
}

export type Returned = { readonly outcome: Outcome; readonly settled: readonly Settled[] };

type Seen = {
  readonly sale: LedgerItem | undefined;
  readonly own: LedgerItem | undefined;
  readonly state: Extract<Held, { holds: 'returns' }> | undefined;
};

/**
 * The answer to a return that names somebody who was erased. Whom it names is not compared with the sale's member; but who
 * asked to be forgotten is to be named by nobody.
 */
async function namesErased({ digests, members, ledger }: Dependencies, { event }: Given): Promise<boolean> {
  const { member, occurredAt } = event;
  if (member === undefined) return false;
  const identity = keyOfReference(digests, member);
  if (identity !== undefined) return wasErasedSince(await ownershipOf(members, identity), occurredAt);
  const { accounts } = await readPresent(ledger, { memberIds: [member.value], entryIds: [] });
  return accounts.get(member.value)?.account.left?.how === 'erased';
}

async function see({ ledger }: Dependencies, { event: { data } }: Given): Promise<Seen> {
  const ids = {
    sale: entryIds.purchase(data.purchaseId),
    own: entryIds.return(data.returnId),
    state: heldKeys.returns(data.purchaseId),
  };
  const { items } = await ledger.read({ memberIds: [], entryIds: Object.values(ids) });
  const state = items.get(ids.state);
  return {
    sale: items.get(ids.sale),
    own: items.get(ids.own),
    state: state?.found === 'held' && state.held.holds === 'returns' ? state.held : undefined,
  };
}

function waitingOf(item: LedgerItem | undefined): HeldWaiting | undefined {
  return item?.found === 'held' && item.held.holds === 'waiting' ? item.held : undefined;
}

/** Keeps a return until its sale comes. */
async function park(
  { ledger }: Dependencies,
  given: Given,
  cause: Cause,
  { sale, own }: Seen,
): Promise<Outcome | undefined> {
  const { event, delivery } = given;
  const parked = waitingOf(own)?.event ?? undefined;
  if (parked !== undefined) {
    if (parked.content !== cause.content) return conflicting(event.type);
    return parked.delivery === delivery ? { status: 'parked' } : { status: 'duplicate' };
  }
  const before = waitingOf(sale);
  const returns = before?.returns ?? [];
  if (returns.length >= waitingAtMost) {
    const rule = `at most ${String(waitingAtMost)} returns wait for a sale`;
    return refused('over-return', { field: 'data.purchaseId', rule });
  }
  const key = entryIds.purchase(event.data.purchaseId);
  const marker: HeldWaiting = {
    key,
    revision: (before?.revision ?? 0) + 1,
    holds: 'waiting',
    event: before?.event ?? null,
    returns: [...returns, event.data.returnId],
  };
  const place = waitingOf(own);
  const kept: HeldWaiting = {
    key: entryIds.return(event.data.returnId),
    revision: (place?.revision ?? 0) + 1,
    holds: 'waiting',
    event: waitingEventOf(given, cause.content, null),
    returns: [],
  };
  const writes: Write[] = [
    { write: 'held', held: marker, expected: before?.revision ?? null },
    { write: 'held', held: kept, expected: place?.revision ?? null },
    ...receiptWrites(askedUnder(event), { outcome: 'parked' }),
  ];
  return (await ledger.commit(writes)) === 'conflict' ? undefined : { status: 'parked' };
}

/** Refuses a return; one that waited is refused on its own. */
async function refuse(
  deps: Dependencies,
  outcome: Outcome & { readonly status: 'refused' },
  waiting: HeldWaiting | undefined,
): Promise<Returned | undefined> {
  const event = waiting?.event ?? undefined;
  if (waiting === undefined || event === undefined) return { outcome, settled: [] };
  const writes = refusingWrites(deps, waiting, event, outcome.refusal);
  if ((await deps.ledger.commit(writes)) === 'conflict') return undefined;
  return { outcome, settled: [{ delivery: event.delivery, refusal: outcome.refusal }] };
}

type Accounts = {
  readonly account: VersionedAccount;
  /** Those of members that whoever bought was before. */
  readonly closed: readonly Account[];
  readonly items: ReadonlyMap<string, LedgerItem>;
};

/** The account that a sale's points are in now, and what may tell of their expiry; one read more for each merge since. */
async function accountsOf(ledger: Dependencies['ledger'], sale: Entry & EarnDraft): Promise<Accounts> {
  const closed: Account[] = [];
  const items = new Map<string, LedgerItem>();
  for (let { memberId } = sale; ;) {
    const found = await ledger.read({ memberIds: [memberId], entryIds: expiriesOf(sale, memberId) });
    for (const [id, item] of found.items) items.set(id, item);
    const account = found.accounts.get(memberId);
    if (account === undefined) throw new Error('a sale belongs to a member who has an account');
    const { left } = account.account;
    if (left?.how !== 'merged') return { account, closed, items };
    closed.push(account.account);
    memberId = left.into;
  }
}

async function post(
  deps: Dependencies,
  { event, delivery }: Given,
  cause: Cause,
  { sale, state, waiting }: { sale: Entry & EarnDraft; state: Seen['state']; waiting: HeldWaiting | undefined },
): Promise<Returned | undefined> {
  const { ledger, digests } = deps;
  const { account, closed, items } = await accountsOf(ledger, sale);
  const first = waiting?.event ?? undefined;
  const recorded = first === undefined ? cause : { ...cause, delivery: first.delivery };
  const decision = decideReturn(
    account.account,
    { sale, returns: state?.returns ?? nothingReturned },
    toReturn(event.data, event.occurredAt),
    recorded,
    {
      versions: await deps.programmes(),
      find: (id) => {
        const item = items.get(id);
        return item?.found === 'entry' ? item.entry : undefined;
      },
      closed,
    },
  );
  if ('refused' in decision) return refuse(deps, refusedBy(decision), waiting);
  const entryId = entryIds.return(event.data.returnId);
  const units = appendUnits(digests, account.account, decision, { entryId, replaces: waiting });
  const last = units.at(-1);
  if (last === undefined) throw new Error('a return posts at least its own entry');
  const revision = (state?.revision ?? 0) + 1;
  const key = heldKeys.returns(event.data.purchaseId);
  const more: Write[] = [
    {
      write: 'held',
      held: { key, revision, holds: 'returns', returns: decision.returns },
      expected: state?.revision ?? null,
    },
    ...receiptWrites(first && correlationOf(first), { outcome: 'applied', entryId }),
  ];
  const all = [...units.slice(0, -1), { ...last, writes: [...last.writes, ...more] }];
  if (!(await postUnits(ledger, all, account.version))) return undefined;
  if (first === undefined || first.delivery === delivery) {
    const settled = first === undefined ? [] : [{ delivery: first.delivery, entryId }];
    return { outcome: { status: 'applied', entryId }, settled };
  }
  return { outcome: { status: 'duplicate', entryId }, settled: [{ delivery: first.delivery, entryId }] };
}

async function attempt(deps: Dependencies, given: Given, content: string | undefined): Promise<Returned | undefined> {
  const { event } = given;
  const cause = { ...causeOf(deps.digests, given), ...(content === undefined ? {} : { content }) };
  const seen = await see(deps, given);
  const { own, sale } = seen;
  if (own?.found === 'entry') {
    if (own.entry.kind !== 'return') return { outcome: conflicting(event.type), settled: [] };
    return { outcome: repeated(event.type, own.entry.cause, cause, own.entry.entryId), settled: [] };
  }
  if (sale?.found !== 'entry' || sale.entry.kind !== 'earn') {
    const outcome = await park(deps, given, cause, seen);
    return outcome && { outcome, settled: [] };
  }
  const waiting = waitingOf(own);
  if (waiting !== undefined && waiting.event !== null && waiting.event.content !== cause.content) {
    return { outcome: conflicting(event.type), settled: [] };
  }
  return post(deps, given, cause, { sale: sale.entry, state: seen.state, waiting });
}

/**
 * Applies a return of a sale, or keeps it until the sale comes.
 * @param content fingerprint of one that waited: it was made of all that was sent, and not all of that is kept
 */
export async function returnPurchase(deps: Dependencies, given: Given, content?: string): Promise<Returned> {
  if (await namesErased(deps, given)) return { outcome: memberErased('data.member'), settled: [] };
  return untilSettled(deps, () => attempt(deps, given, content));
}

/**
 * Applies returns whose sale has come after them, in the order in which they came. One that turns out wrong is refused on
 * its own. Calling it again does nothing twice.
 */
export async function applyWaitingReturns(
  deps: Dependencies,
  returnIds: readonly string[],
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (const returnId of returnIds) {
    const id = entryIds.return(returnId);
    const waiting = waitingOf((await deps.ledger.read({ memberIds: [], entryIds: [id] })).items.get(id));
    if (waiting?.event === undefined || waiting.event === null) continue;
    const { event, delivery } = waitingReturn(waiting.event);
    if (!namesSale(event)) throw new TypeError('a return that waits names its sale');
    settled.push(...(await returnPurchase(deps, { event, delivery }, waiting.event.content)).settled);
  }
  return settled;
}
