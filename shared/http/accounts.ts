import { findAccount, viewAccount } from '../commands/view-account.ts';
import type { ViewDependencies } from '../commands/view-account.ts';
import { listEntries, showAccount } from '../contracts/http/accounts.ts';
import type { EntryPages } from '../store/entry-pages.ts';
import type { SettingsStore } from '../store/store.ts';
import { accountDocument, entryDocument } from '../commands/account-document.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { wordsFor } from './entry-words.ts';
import { problem } from './exchange.ts';
import { route } from './route.ts';

export type AccountsDependencies = ViewDependencies & {
  readonly entries: EntryPages;
  /** Where the documents of the programme are, which name the levels. */
  readonly settings: Pick<SettingsStore, 'pointer' | 'programme'>;
};

/** The routes of the resource `accounts`. */
export const accountRoutes = [
  route(showAccount, async (deps: AccountsDependencies, { path }) => {
    const view = await viewAccount(deps, path.memberId, 'memberId');
    return 'refusal' in view ? view : { document: accountDocument(view) };
  }),
  route(listEntries, async (deps: AccountsDependencies, { path, query }) => {
    const found = await findAccount(deps, path.memberId, 'memberId');
    if ('refusal' in found) return found;
    const { memberId } = found.account;
    const before = query.cursor === undefined ? undefined : parseCursor(memberId, query.cursor);
    if (query.cursor !== undefined && before === undefined) {
      return problem('invalid-parameter', {
        field: 'cursor',
        rule: 'a cursor as an earlier page of the member gave it',
      });
    }
    const limit = Number(query.limit);
    const entries = await deps.entries.page(memberId, { before, limit });
    const last = entries.at(-1);
    const next = last === undefined || last.seq === 1 ? null : formatCursor(memberId, last.seq);
    const words = query.lang === undefined ? undefined : await wordsFor(deps, found.account, entries, query.lang);
    return { document: { memberId, entries: entries.map((entry) => entryDocument(entry, words)), next } };
  }),
];
