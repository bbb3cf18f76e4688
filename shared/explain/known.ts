/** What explaining an entry needs to know beside it. */
import type { Account } from '../domain/account.ts';
import type { EntryDraft } from '../domain/entry.ts';
import { programmeName } from '../domain/programme.ts';
import type { Programme, ProgrammeVersions } from '../domain/programme.ts';

export type Known = {
  readonly versions: ProgrammeVersions;
  /** The member's entries, the oldest first. */
  readonly history: readonly EntryDraft[];
  readonly find: (entryId: string) => EntryDraft | undefined;
};

/** An entry with the account as it was before and after it. */
export type Step = { readonly entry: EntryDraft; readonly before: Account; readonly after: Account };

export function knownOf(versions: ProgrammeVersions, history: readonly EntryDraft[]): Known {
  const byId = new Map(history.map((entry) => [entry.entryId, entry]));
  return { versions, history, find: (entryId) => byId.get(entryId) };
}

/** The version that decided about an entry; undefined when it is no longer published. */
export function versionOf({ versions }: Known, { program }: Pick<EntryDraft, 'program'>): Programme | undefined {
  return versions.find((version) => programmeName(version) === program);
}
