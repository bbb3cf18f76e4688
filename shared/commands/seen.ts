/** What lies under the ids that a decision has to see. */
import type { EntryDraft } from '../domain/entry.ts';
import type { Held, LedgerItem } from '../store/store.ts';

/** An entry, posted or about to be; or what is held. */
export type Seen = EntryDraft | Held | undefined;
export type See = (id: string) => Seen;

/** What was read under an id. */
export function seenIn(items: ReadonlyMap<string, LedgerItem>, id: string): Seen {
  const item = items.get(id);
  return item?.found === 'entry' ? item.entry : item?.held;
}

/** Members that what was found names: whose entries they are, and whose requests were refused. */
export function namedBy(items: ReadonlyMap<string, LedgerItem>): readonly string[] {
  return [...items.values()].flatMap((item) => {
    if (item.found === 'entry') return item.entry.memberId;
    return item.held.holds === 'refusal' ? item.held.owner : [];
  });
}
