/** Whether a member's books are what they were: the chain of the entries, and the account rebuilt from them. */
import { parseEntry } from '../contracts/entry-record.ts';
import type { Account } from '../domain/account.ts';
import { balanceOf, held, moved, newAccount } from '../domain/account.ts';
import { dayOf } from '../domain/calendar.ts';
import type { Entry, MergeDraft } from '../domain/entry.ts';
import { evolve } from '../domain/evolve.ts';
import { purchaseIdOf, returnsAfter } from '../domain/return-purchase.ts';
import { nothingReturned } from '../domain/sale-returns.ts';
import type { SaleReturns } from '../domain/sale-returns.ts';
import { heldKeys } from '../store/store.ts';
import type { LedgerStore, StoredRecord, VersionedAccount } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { differingFields, fingerprint, wrongAccount } from './difference.ts';
import type { Difference } from './difference.ts';
import { isUnreadable } from './unreadable.ts';
import { checkReturns } from './verify-returns.ts';

export type VerifyDependencies = Pick<Dependencies, 'digests'> & {
  readonly ledger: Pick<LedgerStore, 'records' | 'read'>;
};

type Broken = Pick<Difference, 'rule' | 'message'>;

function readEntry(record: StoredRecord): Entry | undefined {
  try {
    return parseEntry(record);
  } catch {
    return undefined;
  }
}

/** The account after a record with its entry, or what is wrong with the record. */
function next(
  { digests }: VerifyDependencies,
  account: Account,
  record: StoredRecord,
): { readonly account: Account; readonly entry: Entry } | Broken {
  const { hash, ...attributes } = record;
  const seq = account.seq + 1;
  if (record['seq'] !== seq) {
    return { rule: 'seq', message: `entry ${String(seq)} is missing, or another stands in its place` };
  }
  if (record['memberId'] !== account.memberId) return { rule: 'member', message: 'the entry names another member' };
  if (record['previous'] !== account.head) return { rule: 'previous', message: 'does not follow the entry before it' };
  if (hash !== digests.chain(account.head, attributes)) return { rule: 'hash', message: 'an attribute was changed' };
  const entry = readEntry(record);
  if (entry === undefined) return { rule: 'record', message: 'is no entry that this version can read' };
  const after = { ...evolve(account, entry), head: entry.hash };
  const balance = balanceOf(after);
  if (fingerprint(balance) !== fingerprint(entry.balanceAfter)) {
    return { rule: 'balance', message: 'the balance that it states is not the one that its history gives' };
  }
  return held(balance) - held(balanceOf(account)) === entry.points
    ? { account: after, entry }
    : { rule: 'conservation', message: 'the points that it states are not what it moves' };
}

export type Found = {
  readonly entries: number;
  readonly differences: readonly Difference[];
  /** Keys of the return states that the member's entries stand behind. */
  readonly states: readonly string[];
};

type Rebuilt = {
  readonly entries: number;
  readonly account: Account;
  /** What has come back of the member's sales, by purchaseId. */
  readonly returns: ReadonlyMap<string, SaleReturns>;
  /** By purchaseId; only where they were asked for. */
  readonly sales: readonly string[];
  /** Merges that did not bring what the other member had. */
  readonly differences: readonly Difference[];
  /** Whether what came back of all sales is known: not where the books of somebody who was merged are broken. */
  readonly isWhole: boolean;
};

type Options = {
  /** Whether sales without a return are looked at too, one read for each: that no state says what came back of them. */
  readonly everySale?: boolean;
};
/** @param through seq of the last entry that counts */
type RebuildOptions = Options & { readonly through?: number };

/** The fold of a member's entries, or the first that is wrong. */
async function rebuild(
  deps: VerifyDependencies,
  empty: Account,
  { everySale = false, through = Infinity }: RebuildOptions = {},
): Promise<Rebuilt | (Found & { readonly account?: undefined })> {
  const { memberId } = empty;
  let account = empty;
  let entries = 0;
  const returns = new Map<string, SaleReturns>();
  const sales: string[] = [];
  const wrong: Difference[] = [];
  let isWhole = true;
  for await (const record of deps.ledger.records(memberId)) {
    if (entries >= through) break;
    entries += 1;
    const after = next(deps, account, record);
    if ('rule' in after) {
      const { seq, entryId } = record;
      const where = {
        seq: typeof seq === 'number' ? seq : null,
        entryId: typeof entryId === 'string' ? entryId : null,
      };
      const states = [...returns.keys()].map(heldKeys.returns);
      return { entries, differences: [{ memberId, ...where, ...after }], states };
    }
    ({ account } = after);
    const { entry } = after;
    if (entry.kind === 'merge') {
      const brought = await rebuild(deps, emptyOf(entry.removed), { everySale, through: entry.removed.seq });
      if (brought.account === undefined) isWhole = false;
      else {
        for (const [purchaseId, state] of brought.returns) returns.set(purchaseId, state);
        sales.push(...brought.sales);
        wrong.push(...checkMerge(entry, brought.account));
        isWhole &&= brought.isWhole;
      }
    }
    if (everySale && entry.kind === 'earn') sales.push(purchaseIdOf(entry));
    if ((entry.kind === 'return' || entry.kind === 'restore') && entry.purchaseId !== null) {
      returns.set(entry.purchaseId, returnsAfter(returns.get(entry.purchaseId) ?? nothingReturned, entry));
    }
  }
  return { entries, account, returns, sales, differences: wrong, isWhole };
}

function emptyOf({ memberId, enrolment }: Account): Account {
  return newAccount(memberId, enrolment);
}

/** Whether a merge brought what the other member's entries gave just before it; differences within were told there. */
function checkMerge(entry: Entry & MergeDraft, rebuilt: Account): readonly Difference[] {
  const { memberId, seq, entryId, removed } = entry;
  const fields = differingFields(removed, { ...rebuilt, head: removed.head });
  if (fields.length === 0) return [];
  const message = `did not bring what the entries of ${removed.memberId} give: ${fields.join(', ')}`;
  return [{ memberId, seq, entryId, rule: 'merge', message }];
}

/** Whether the ledger that a closed account names has taken over what it held. */
async function checkClosing(
  { ledger }: VerifyDependencies,
  { memberId, seq, left }: Account,
): Promise<readonly Difference[]> {
  if (left?.how !== 'merged') return [];
  for await (const record of ledger.records(left.into, left.seq)) {
    const entry = readEntry(record);
    // It was closed by the last of its own entries.
    if (entry?.kind === 'merge' && entry.removed.memberId === memberId && entry.removed.seq === seq - 1) return [];
  }
  const message = `closed, and entry ${String(left.seq)} of ${left.into} did not take over what it held`;
  return [wrongAccount(memberId, 'merge', message)];
}

/**
 * Checks one member: every entry against the chain up to the first wrong one, the account against the fold of the
 * entries (enrolment and erasure apart, which no entry carries), and conservation.
 */
export async function verifyMember(deps: VerifyDependencies, stored: Account, options: Options = {}): Promise<Found> {
  const { memberId } = stored;
  const left = stored.left?.how === 'erased' ? stored.left : null;
  const rebuilt = await rebuild(deps, { ...emptyOf(stored), left }, options);
  if (rebuilt.account === undefined) return rebuilt;
  const fields = differingFields(stored, rebuilt.account);
  const differences = [...rebuilt.differences, ...(await checkClosing(deps, stored))];
  if (fields.length > 0) {
    differences.push(wrongAccount(memberId, 'account', `not what its entries give: ${fields.join(', ')}`));
  }
  if (held(balanceOf(stored)) !== moved(stored.sums)) {
    differences.push(wrongAccount(memberId, 'conservation', 'credits less debits are not what is held'));
  }
  // What came back of the sales of a member who was merged is told by the entries of both, with those of the other.
  if (stored.left?.how !== 'merged' && rebuilt.isWhole) {
    differences.push(...(await checkReturns(deps.ledger, memberId, rebuilt)));
  }
  return { entries: rebuilt.entries, differences, states: [...rebuilt.returns.keys()].map(heldKeys.returns) };
}

/** Checks the entries of a member whose account is not there, or cannot be read: that is wrong if nothing else is. */
export async function verifyWithoutAccount(
  deps: VerifyDependencies,
  memberId: string,
  rule: 'orphan' | 'account',
): Promise<Found> {
  const rebuilt = await rebuild(deps, newAccount(memberId, { on: dayOf(0), channel: null }));
  if (rebuilt.account === undefined) return rebuilt;
  const { entries, returns } = rebuilt;
  const message =
    rule === 'orphan'
      ? `${String(entries)} entries in its history, and no account`
      : 'is no account that this version can read';
  const states = [...returns.keys()].map(heldKeys.returns);
  return { entries, differences: [wrongAccount(memberId, rule, message)], states };
}

/**
 * Checks one member by the id, undefined where there is no account. An account that cannot be read is a difference, as it
 * is where all of them are checked.
 */
export async function verifyById(
  deps: VerifyDependencies & { readonly ledger: Pick<LedgerStore, 'read'> },
  memberId: string,
): Promise<Found | undefined> {
  let stored: VersionedAccount | undefined;
  try {
    stored = (await deps.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return verifyWithoutAccount(deps, memberId, 'account');
  }
  // Where all are checked, the states that there are show which of them no return gives: here the sales do.
  return stored === undefined ? undefined : verifyMember(deps, stored.account, { everySale: true });
}
