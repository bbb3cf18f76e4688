import type { Entry } from '../../domain/entry.ts';
import type { EntryPages } from '../entry-pages.ts';
import type { LedgerStore } from '../store.ts';

/** Pages of the histories that a store in memory has. */
export function memoryEntryPages({ history }: Pick<LedgerStore, 'history'>): EntryPages {
  return {
    async page(memberId, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const entries: Entry[] = [];
      for await (const entry of history(memberId)) if (entry.seq < before) entries.push(entry);
      return entries.reverse().slice(0, limit);
    },
  };
}
