/** Appends drafts to a member's chain, and posts what was appended in as few transactions as it takes. */
import { sealRecord } from '../contracts/entry-record.ts';
import type { EntryRecord } from '../contracts/entry-record.ts';
import type { Account } from '../domain/account.ts';
import { balanceOf } from '../domain/account.ts';
import type { EntryDraft } from '../domain/entry.ts';
import { evolve } from '../domain/evolve.ts';
import type { Posted } from '../domain/posting.ts';
import type { Digests } from '../platform/digest.ts';
import { writesAtMost } from '../store/store.ts';
import type { Held, LedgerStore, Write } from '../store/store.ts';

/** The stored record of a draft in its place in the chain, and the account after it. */
export function seal(digests: Digests, account: Account, draft: EntryDraft): { record: EntryRecord; account: Account } {
  const after = evolve(account, draft);
  const unhashed = { ...draft, seq: after.seq, balanceAfter: balanceOf(after), previous: account.head };
  const record = sealRecord(unhashed, (attributes) => digests.chain(account.head, attributes));
  return { record, account: { ...after, head: record.hash } };
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
  let current = account;
  const write = (draft: EntryDraft): Write => {
    const sealed = seal(digests, current, draft);
    current = sealed.account;
    const replaces = draft.entryId === cause?.entryId ? cause.replaces : undefined;
    return { write: 'entry', record: sealed.record, replaces };
  };
  const units = due.map((draft): Unit => ({ writes: [write(draft)], account: current }));
  if (own.length > 0) {
    const together = own.map(write);
    units.push({ writes: together, account: current });
  }
  return units;
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
