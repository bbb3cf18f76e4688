/** Entries as others speak of them: by what tells them apart, not by their whole id. */
import { formatDay } from '../domain/calendar.ts';
import { entryIds } from '../domain/entry.ts';
import type { EntryDraft } from '../domain/entry.ts';
import type { EntryKind, Reference } from './facts.ts';

/** What falls due has no cause but its day. */
const dueKinds: ReadonlySet<EntryKind> = new Set(['mature', 'expire', 'tier']);
const prefixes = [entryIds.purchase(''), entryIds.redeemPurchase('')];

/** The business key that an entry id is made of. */
export function keyOf({ entryId, kind }: Pick<EntryDraft, 'entryId' | 'kind'>): string {
  const prefix = [...prefixes, `${kind}:`].find((start) => entryId.startsWith(start)) ?? '';
  return entryId.slice(prefix.length);
}

/** What tells an entry apart among its kind. */
function tellingKey(entry: EntryDraft): string {
  if (entry.kind === 'bonus') return entry.grant.campaignId;
  return dueKinds.has(entry.kind) ? formatDay(entry.day) : keyOf(entry);
}

export function referenceOf(entry: EntryDraft): Reference {
  const { entryId, kind, day } = entry;
  return { entryId, kind, key: tellingKey(entry), day: formatDay(day) };
}
