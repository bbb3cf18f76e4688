/** Whether all books are what they were: every member, and no entry that belongs to nobody. */
import type { Account } from '../domain/account.ts';
import { entryIds } from '../domain/entry.ts';
import { heldKeys } from '../store/store.ts';
import type { LedgerStore } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import type { Difference } from './difference.ts';
import { isUnreadable } from './unreadable.ts';
import { verifyMember, verifyWithoutAccount } from './verify-member.ts';
import type { Found } from './verify-member.ts';
import { stateOfNothing } from './verify-returns.ts';

export type Verification = {
  readonly members: number;
  readonly entries: number;
  readonly differences: readonly Difference[];
};

type VerifyLedgerDependencies = Pick<Dependencies, 'digests' | 'backOff'> & {
  readonly ledger: Pick<LedgerStore, 'read' | 'records' | 'scanAccounts' | 'keys'>;
  /** Told now and then how many members have been checked. */
  readonly progress: (members: number) => void;
};

type Checked = Found & { readonly memberId: string };

const membersAtOnce = 20;
/** A member who buys while the books are checked is looked at again so often, and then nothing can be said. */
const attemptsAtMost = 5;

async function readAccount({ ledger }: VerifyLedgerDependencies, memberId: string): Promise<Account | undefined> {
  return (await ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId)?.account;
}

/**
 * Checks one member as it was scanned, undefined for one who was not among the accounts. What differs is looked at again
 * with the account as it is now: entries may have been posted since, and the index follows the table with a delay.
 */
async function checkMember(
  deps: VerifyLedgerDependencies,
  memberId: string,
  scanned: Account | undefined,
): Promise<Checked> {
  let stored = scanned;
  for (let attempt = 1; ; attempt += 1) {
    const found =
      stored === undefined ? await verifyWithoutAccount(deps, memberId, 'orphan') : await verifyMember(deps, stored);
    if (found.differences.length === 0 || attempt === attemptsAtMost) return { memberId, ...found };
    await deps.backOff(attempt);
    stored = await readAccount(deps, memberId);
  }
}

type Keys = {
  /** Number of entries by member. */
  readonly counts: ReadonlyMap<string, number>;
  /** Keys of return states. */
  readonly states: readonly string[];
};

async function readKeys({ ledger }: VerifyLedgerDependencies): Promise<Keys> {
  const counts = new Map<string, number>();
  const states: string[] = [];
  const prefix = heldKeys.returns('');
  for await (const { memberId, entryId } of ledger.keys()) {
    if (memberId !== null) counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
    else if (entryId.startsWith(prefix)) states.push(entryId);
  }
  return { counts, states };
}

/** One that nothing can read has broken the chain that it stands in. */
async function readSale(ledger: VerifyLedgerDependencies['ledger'], id: string) {
  try {
    return (await ledger.read({ memberIds: [], entryIds: [id] })).items.get(id);
  } catch (error) {
    if (isUnreadable(error)) return 'unreadable';
    throw error;
  }
}

/**
 * Return states that no entry of a return stands behind. Of a member whose chain is broken nothing can be said: what
 * stands behind them may be in the part that was not gone through.
 */
async function checkStates(
  { ledger }: VerifyLedgerDependencies,
  states: readonly string[],
  { known, broken }: { readonly known: ReadonlySet<string>; readonly broken: ReadonlySet<string> },
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const key of states) {
    if (known.has(key)) continue;
    const purchaseId = key.slice(heldKeys.returns('').length);
    const sale = await readSale(ledger, entryIds.purchase(purchaseId));
    if (sale === 'unreadable') continue;
    const memberId = sale?.found === 'entry' ? sale.entry.memberId : '';
    if (broken.has(memberId)) continue;
    differences.push(stateOfNothing(memberId, purchaseId));
  }
  return differences;
}

/** What the pass over the accounts cannot see: members without one, and entries without a place in a history. */
async function checkEntries(
  deps: VerifyLedgerDependencies,
  counts: Keys['counts'],
  checked: ReadonlyMap<string, Checked>,
): Promise<readonly Checked[]> {
  const found: Checked[] = [];
  for (const [memberId, count] of counts) {
    const known = checked.get(memberId);
    if (known !== undefined && (count <= known.entries || known.differences.length > 0)) continue;
    const again = await checkMember(deps, memberId, await readAccount(deps, memberId));
    const outside = count - again.entries;
    const message = `${String(outside)} entries that the member's history does not hold`;
    const differences: readonly Difference[] =
      outside > 0 && again.differences.length === 0
        ? [{ memberId, seq: null, entryId: null, rule: 'orphan', message }]
        : again.differences;
    found.push({ ...again, entries: again.entries - (known?.entries ?? 0), differences });
  }
  return found;
}

/** Checks every account with its entries, and every entry for its account. */
export async function verifyLedger(deps: VerifyLedgerDependencies): Promise<Verification> {
  const checked = new Map<string, Checked>();
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await deps.ledger.scanAccounts(startKey);
    for (let at = 0; at < page.accounts.length; at += membersAtOnce) {
      const batch = page.accounts.slice(at, at + membersAtOnce);
      const results = await Promise.all(batch.map(({ account }) => checkMember(deps, account.memberId, account)));
      for (const result of results) checked.set(result.memberId, result);
      deps.progress(checked.size);
    }
    for (const memberId of page.unreadable ?? []) {
      checked.set(memberId, { memberId, ...(await verifyWithoutAccount(deps, memberId, 'account')) });
    }
    startKey = page.nextKey;
  }
  const { counts, states } = await readKeys(deps);
  const all = [...checked.values(), ...(await checkEntries(deps, counts, checked))];
  const known = new Set(all.flatMap(({ states: ofMember }) => ofMember));
  // What names no entry is said of all of a member's books: the chain is whole.
  const broken = new Set(
    all.flatMap(({ differences }) =>
      differences.flatMap(({ memberId, entryId }) => (entryId === null ? [] : memberId)),
    ),
  );
  return {
    members: checked.size,
    entries: all.reduce((sum, { entries }) => sum + entries, 0),
    differences: [
      ...all.flatMap(({ differences }) => differences),
      ...(await checkStates(deps, states, { known, broken })),
    ],
  };
}
