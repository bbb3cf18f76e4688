/** Folds the entries of a member, and those of whoever was merged into the member before. */
import type { Account } from '../domain/account.ts';
import type { Entry } from '../domain/entry.ts';
import { MemberFold } from '../domain/statistics/member-fold.ts';
import type { FoldOptions } from '../domain/statistics/member-fold.ts';
import type { LedgerStore } from '../store/store.ts';

type History = Pick<LedgerStore, 'history'>;

/**
 * The fold of all of a member's entries up to the day of the options. Nothing of the entries is kept.
 * @param before told of each entry before it is added
 */
export async function foldHistory(
  ledger: History,
  about: Pick<Account, 'memberId' | 'enrolment' | 'seq'> & Partial<Pick<Account, 'left'>>,
  options: FoldOptions,
  before: (entry: Entry, fold: MemberFold) => void = () => undefined,
): Promise<MemberFold> {
  const fold = new MemberFold(about, options);
  if (about.seq === 0) return fold;
  for await (const entry of ledger.history(about.memberId)) {
    before(entry, fold);
    const isMerge = entry.kind === 'merge' && entry.day <= options.asOf;
    // Of the other one's the last only closed the account.
    fold.add(entry, isMerge ? await foldHistory(ledger, entry.removed, options) : undefined);
  }
  return fold;
}
