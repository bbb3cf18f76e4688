/** Members who were merged into others since: whoever names one of them means the one who was kept. */
import type { LedgerStore, VersionedAccount } from '../store/store.ts';

type Ledger = Pick<LedgerStore, 'read'>;
type Request = Parameters<LedgerStore['read']>[0];

/** As it was read, with accounts by the id that was asked for: that member's, or that of whoever the member is now. */
type Present = Awaited<ReturnType<LedgerStore['read']>>;

/** Of accounts by whatever name those that were closed, with who their members are now. */
function closedAmong(accounts: ReadonlyMap<string, VersionedAccount>): readonly (readonly [string, string])[] {
  return [...accounts].flatMap(([name, { account }]) =>
    account.left?.how === 'merged' ? [[name, account.left.into] as const] : [],
  );
}

/**
 * Reads accounts and items; one read more for each merge that lies between a member and who that is now. Merges make no
 * circles, so this ends.
 */
export async function readPresent(ledger: Ledger, request: Request): Promise<Present> {
  const read = await ledger.read(request);
  const present = new Map(read.accounts);
  for (let closed = closedAmong(present); closed.length > 0; closed = closedAmong(present)) {
    const next = await ledger.read({ memberIds: closed.map(([, into]) => into), entryIds: [] });
    for (const [name, into] of closed) {
      const account = next.accounts.get(into);
      if (account === undefined) throw new Error('whoever is kept has an account');
      present.set(name, account);
    }
  }
  return { ...read, accounts: present };
}

/** The id of whoever a member is now. */
export async function presentId(ledger: Ledger, memberId: string): Promise<string> {
  const { accounts } = await readPresent(ledger, { memberIds: [memberId], entryIds: [] });
  return accounts.get(memberId)?.account.memberId ?? memberId;
}

/** Whether two ids are one member's now. Nothing is read where they are the same. */
export async function areOne(ledger: Ledger, some: string, other: string): Promise<boolean> {
  if (some === other) return true;
  const { accounts } = await readPresent(ledger, { memberIds: [some, other], entryIds: [] });
  const [one, two] = [accounts.get(some), accounts.get(other)];
  return one !== undefined && one.account.memberId === two?.account.memberId;
}

/** Of members that something of old names, those who are one member now. Nothing is read where all are that member. */
export async function presentlyOf(
  ledger: Ledger,
  memberId: string,
  named: readonly string[],
): Promise<ReadonlySet<string>> {
  const others = [...new Set(named)].filter((other) => other !== memberId);
  if (others.length === 0) return new Set([memberId]);
  const { accounts } = await readPresent(ledger, { memberIds: others, entryIds: [] });
  return new Set([memberId, ...others.filter((other) => accounts.get(other)?.account.memberId === memberId)]);
}
