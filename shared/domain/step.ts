/** Entries to be posted, one after the other, each with the account that it leaves. */
import type { Account } from './account.ts';
import type { EntryDraft } from './entry.ts';
import { evolve } from './evolve.ts';

export type Step = {
  readonly draft: EntryDraft;
  /** The account after the entry, so that nobody has to work it out twice; its `head` is still that of the entries posted. */
  readonly account: Account;
};

/** The step that a draft is on an account. */
export function stepOf(account: Account, draft: EntryDraft): Step {
  return { draft, account: evolve(account, draft) };
}

/** The account after all of the steps that were taken from it. */
export function accountAfter(account: Account, steps: readonly Step[]): Account {
  return steps.at(-1)?.account ?? account;
}
