/** Folds the entries of every member, one after the other, into the sums that the numbers are computed from. */
import type { Account } from '../domain/account.ts';
import { countMember } from '../domain/statistics/count-member.ts';
import { MemberFold } from '../domain/statistics/member-fold.ts';
import type { SumsContext } from '../domain/statistics/sums-context.ts';
import { Sums } from '../domain/statistics/sums.ts';
import type { LedgerStore } from '../store/store.ts';

export type SumOptions = SumsContext & {
  /** Told the number of members after each. */
  readonly progress: (members: number) => void;
};

/** Adds one member. Only the entries up to the day are counted, and nothing of them is kept but what the sums keep. */
async function addMember(ledger: LedgerStore, account: Account, sums: Sums, options: SumOptions): Promise<void> {
  const fold = new MemberFold(account, options);
  if (account.seq > 0) for await (const entry of ledger.history(account.memberId)) fold.add(entry);
  const facts = fold.facts();
  if (facts !== undefined) countMember(sums, facts, options);
}

/**
 * The sums of all members at the end of a day.
 * @throws Error when an account cannot be read: the numbers would lack somebody
 */
export async function sumLedger(ledger: LedgerStore, options: SumOptions): Promise<Sums> {
  const sums = new Sums();
  let members = 0;
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey);
    if (page.unreadable !== undefined) throw new Error(`accounts cannot be read: ${page.unreadable.join(', ')}`);
    for (const { account } of page.accounts) {
      await addMember(ledger, account, sums, options);
      members += 1;
      options.progress(members);
    }
    startKey = page.nextKey;
  }
  return sums;
}
