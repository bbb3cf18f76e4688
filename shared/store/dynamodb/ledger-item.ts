/** Items of the ledger table: entries as their records, and purchases that wait under the id of the entry to come. */
import * as z from 'zod/mini';
import { parseEntry } from '../../contracts/entry-record.ts';
import type { LedgerItem, WaitingPurchase } from '../store.ts';

const waitingItem = z.object({
  entryId: z.string(),
  waiting: z.object({
    identity: z.nullable(z.string()),
    guest: z.boolean(),
    occurredAt: z.string(),
    content: z.string(),
    delivery: z.string(),
    detail: z.string(),
  }),
});

export function formatWaiting({ entryId, ...waiting }: WaitingPurchase): Record<string, unknown> {
  return { entryId, waiting };
}

/** An item without a member is no entry: it has no place in the index, hence in no history. */
export function isEntryItem(item: Readonly<Record<string, unknown>>): boolean {
  return typeof item['memberId'] === 'string';
}

/** @throws $ZodError when the item is neither an entry nor a purchase that waits */
export function parseLedgerItem(item: Readonly<Record<string, unknown>>): LedgerItem {
  if (isEntryItem(item)) return { found: 'entry', entry: parseEntry(item) };
  const { entryId, waiting } = waitingItem.parse(item);
  return { found: 'waiting', purchase: { entryId, ...waiting } };
}
