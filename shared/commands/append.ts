/** Appends drafts to a member's chain, and posts what was appended in as few transactions as it takes. */
import { sealRecord } from '../contracts/entry-record.ts';
import type { EntryRecord } from '../contracts/entry-record.ts';
import type { Account } from '../domain/account.ts';
import { balanceOf } from '../domain/account.ts';
import type { Posted } from '../domain/posting.ts';
import { accountAfter } from '../domain/step.ts';
import type { Step } from '../domain/step.ts';
import type { Digests } from '../platform/digest.ts';
import { writesAtMost } from '../store/store.ts';
import type { Held, LedgerStore, Write } from '../store/store.ts';

/** The stored record of a draft in its place in the chain, which goes on from `previous`. */
export function seal(digests: Digests, previous: string, { draft, account }: Step): EntryRecord {
  const unhashed = { ...draft, seq: account.seq, balanceAfter: balanceOf(account), previous };
  return sealRecord(unhashed, (attributes) => digests.chain(previous, attributes));
}

/** Writes that are complete in themselves, with the account after them: they are never split over two transactions. */
export type Unit = { readonly writes: readonly Write[]; readonly account: Account };

/** A decision as units: what was due splits anywhere, what the event itself caused stays together. */
export function appendUnits(
  digests: Digests,
  account: Account,
  { due, own }: Posted,
  cause?: { readonly entryId: string; readonly replaces?: Held | undefined },
): Unit[] {
  let { head } = account;
  const write = (step: Step): Write => {
    const record = seal(digests, head, step);
    head = record.hash;
    const replaces = record.entryId === cause?.entryId ? cause.replaces : undefined;
    return { write: 'entry', record, replaces };
  };
  const unit = (...steps: readonly Step[]): Unit => {
    const writes = steps.map(write);
    return { writes, account: { ...accountAfter(account, steps), head } };
  };
  const units = due.map((step) => unit(step));
  return own.length === 0 ? units : [...units, unit(...own)];
}

/**
 * Posts units in order: as many to a transaction as fit, each transaction with the account after its last unit.
 *
 * @param expected version of the account as it was read; null when it is not there yet
 * @param alongside writes that go with the first transaction
 * @returns false when another writer was faster; what was committed before that stays, complete in itself
 */
export async function postUnits(
  ledger: LedgerStore,
  units: readonly Unit[],
  expected: number | null,
  alongside: readonly Write[] = [],
): Promise<boolean> {
  let version = expected;
  let at = 0;
  let extra = alongside;
  while (at < units.length || extra.length > 0) {
    const writes: Write[] = [...extra];
    let last: Account | undefined;
    for (let unit = units[at]; unit !== undefined; unit = units[at]) {
      // One place is the account's.
      if (last !== undefined && writes.length + unit.writes.length + 1 > writesAtMost) break;
      writes.push(...unit.writes);
      last = unit.account;
      at += 1;
    }
    if (last !== undefined) writes.push({ write: 'account', account: last, expected: version });
    if ((await ledger.commit(writes)) === 'conflict') return false;
    version = (version ?? 0) + 1;
    extra = [];
  }
  return true;
}
