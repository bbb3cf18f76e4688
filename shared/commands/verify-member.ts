/** Whether a member's books are what they were: the chain of the entries, and the account rebuilt from them. */
import { parseEntry } from '../contracts/entry-record.ts';
import type { Account } from '../domain/account.ts';
import { balanceOf, held, moved, newAccount } from '../domain/account.ts';
import { dayOf } from '../domain/calendar.ts';
import type { Entry } from '../domain/entry.ts';
import { evolve } from '../domain/evolve.ts';
import type { LedgerStore, StoredRecord, VersionedAccount } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';

/** Something that is not as it was written; the seq and id are null where an account is wrong, or a root, and no entry. */
export type Difference = {
  /** Empty where the root of a day is wrong, and no member. */
  readonly memberId: string;
  readonly seq: number | null;
  readonly entryId: string | null;
  readonly rule:
    'seq' | 'member' | 'previous' | 'hash' | 'record' | 'balance' | 'account' | 'conservation' | 'orphan' | 'root';
  readonly message: string;
};

export type VerifyDependencies = Pick<Dependencies, 'digests'> & {
  readonly ledger: Pick<LedgerStore, 'records'>;
};

type Broken = Pick<Difference, 'rule' | 'message'>;

/** JSON that tells any two accounts or balances apart. */
function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${String(inner)}n` : inner));
}

function readEntry(record: StoredRecord): Entry | undefined {
  try {
    return parseEntry(record);
  } catch {
    return undefined;
  }
}

/** The account after a record, or what is wrong with the record. */
function next({ digests }: VerifyDependencies, account: Account, record: StoredRecord): Account | Broken {
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
  return fingerprint(balanceOf(after)) === fingerprint(entry.balanceAfter)
    ? after
    : { rule: 'balance', message: 'the balance that it states is not the one that its history gives' };
}

function differingFields(stored: Account, rebuilt: Account): string[] {
  const before = new Map(Object.entries(rebuilt));
  return Object.entries(stored).flatMap(([name, value]) =>
    fingerprint(value) === fingerprint(before.get(name)) ? [] : [name],
  );
}

type Found = { readonly entries: number; readonly differences: readonly Difference[] };

/** The fold of a member's entries, or the first that is wrong. */
async function rebuild(
  deps: VerifyDependencies,
  empty: Account,
): Promise<{ readonly entries: number; readonly account: Account } | (Found & { readonly account?: undefined })> {
  const { memberId } = empty;
  let account = empty;
  let entries = 0;
  for await (const record of deps.ledger.records(memberId)) {
    entries += 1;
    const after = next(deps, account, record);
    if ('rule' in after) {
      const { seq, entryId } = record;
      const where = {
        seq: typeof seq === 'number' ? seq : null,
        entryId: typeof entryId === 'string' ? entryId : null,
      };
      return { entries, differences: [{ memberId, ...where, ...after }] };
    }
    account = after;
  }
  return { entries, account };
}

function wrongAccount(memberId: string, rule: Difference['rule'], message: string): Difference {
  return { memberId, seq: null, entryId: null, rule, message };
}

/**
 * Checks one member: every entry against the chain up to the first wrong one, the account against the fold of the
 * entries (enrolment apart, which no entry carries), and conservation.
 */
export async function verifyMember(deps: VerifyDependencies, stored: Account): Promise<Found> {
  const { memberId } = stored;
  const rebuilt = await rebuild(deps, newAccount(memberId, stored.enrolment));
  if (rebuilt.account === undefined) return rebuilt;
  const fields = differingFields(stored, rebuilt.account);
  const differences =
    fields.length === 0 ? [] : [wrongAccount(memberId, 'account', `not what its entries give: ${fields.join(', ')}`)];
  if (held(balanceOf(stored)) !== moved(stored.sums)) {
    differences.push(wrongAccount(memberId, 'conservation', 'credits less debits are not what is held'));
  }
  return { entries: rebuilt.entries, differences };
}

/** Checks the entries of a member whose account is not there, or cannot be read: that is wrong if nothing else is. */
export async function verifyWithoutAccount(
  deps: VerifyDependencies,
  memberId: string,
  rule: 'orphan' | 'account',
): Promise<Found> {
  const rebuilt = await rebuild(deps, newAccount(memberId, { on: dayOf(0), channel: null }));
  if (rebuilt.account === undefined) return rebuilt;
  const { entries } = rebuilt;
  const message =
    rule === 'orphan'
      ? `${String(entries)} entries in its history, and no account`
      : 'is no account that this version can read';
  return { entries, differences: [wrongAccount(memberId, rule, message)] };
}

/** What a store throws for an item that is no account; anything else means that it could not be asked. */
function isUnreadable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === '$ZodError');
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
    stored = (await deps.ledger.read({ memberId, entryIds: [] })).account;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return verifyWithoutAccount(deps, memberId, 'account');
  }
  return stored === undefined ? undefined : verifyMember(deps, stored.account);
}
