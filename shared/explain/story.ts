/** The fold of a member's entries, with what explaining needs to remember on the way. */
import { evolve } from '../domain/evolve.ts';
import { newAccount } from '../domain/account.ts';
import type { Account } from '../domain/account.ts';
import type { EntryDraft } from '../domain/entry.ts';
import { sumOfPoints } from '../domain/lots.ts';
import { LotStories } from './lot-stories.ts';
import type { EntryPoints } from './lot-stories.ts';

export type Story = {
  /** As the entries make it. */
  readonly account: Account;
  readonly lots: LotStories;
  /** What made the open debt since there was last none, and what paid of it. */
  readonly debt: readonly EntryPoints[];
  /** The newest change of the level. */
  readonly level: Extract<EntryDraft, { kind: 'tier' }> | undefined;
};

/** What an entry did to the debt: positive for a debt made. */
function debtOf(entry: EntryDraft): bigint {
  if (entry.kind === 'merge') return entry.removed.debt - sumOfPoints(entry.taken);
  const made = 'debtMade' in entry ? entry.debtMade : 0n;
  return 'debtPaid' in entry ? made - entry.debtPaid : made;
}

/** The account before any entry; entries carry everything but the enrolment. */
export function accountBefore({ memberId, enrolment }: Account): Account {
  return newAccount(memberId, enrolment);
}

/** Folds the entries of an account, the oldest first. */
export function tellStory(account: Account, history: readonly EntryDraft[]): Story {
  const lots = new LotStories();
  let folded = accountBefore(account);
  let debt: EntryPoints[] = [];
  let level: Story['level'];
  for (const entry of history) {
    folded = evolve(folded, entry);
    lots.follow(entry, folded);
    const owed = debtOf(entry);
    if (owed !== 0n) debt.push({ entry, points: owed });
    if (folded.debt === 0n) debt = [];
    if (entry.kind === 'tier') level = entry;
  }
  return { account: folded, lots, debt, level };
}
