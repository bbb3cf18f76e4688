/** Items of the ledger table: entries as their records, and what is held there beside them. */
import * as z from 'zod/mini';
import { parseEntry } from '../../contracts/entry-record.ts';
import { amount, exact, formatAmount } from '../../contracts/stored-values.ts';
import { formatRational } from '../../domain/rational.ts';
import type { SaleReturns } from '../../domain/sale-returns.ts';
import type { Held, LedgerItem } from '../store.ts';
import { refusalItem } from './rejection-item.ts';

const waitingEvent = z.object({
  type: z.enum(['purchase.completed', 'points.imported', 'purchase.returned']),
  identity: z.nullable(z.string()),
  guest: z.boolean(),
  occurredAt: z.string(),
  content: z.string(),
  delivery: z.string(),
  detail: z.string(),
});

const returns = z.object({
  /** lineId, net, quantity */
  lines: z.array(z.tuple([z.string(), amount, exact])),
  amountMinor: amount,
  full: z.boolean(),
  undone: amount,
  settled: amount,
  restored: amount,
});

const heldItem = z.object({
  entryId: z.string(),
  revision: z.int(),
  held: z.discriminatedUnion('holds', [
    z.object({ holds: z.literal('waiting'), event: z.nullable(waitingEvent), returns: z.array(z.string()) }),
    z.object({
      holds: z.literal('refusal'),
      owner: z.string(),
      content: z.string(),
      delivery: z.string(),
      occurredAt: z.optional(z.string()),
      refusal: refusalItem,
    }),
    z.object({ holds: z.literal('returns'), returns }),
    z.object({ holds: z.literal('use'), purchaseId: z.string() }),
  ]),
});

function formatReturns({ lines, amountMinor, full, undone, settled, restored }: SaleReturns) {
  return {
    lines: lines.map(({ lineId, netMinor, quantity }) => [lineId, formatAmount(netMinor), formatRational(quantity)]),
    amountMinor: formatAmount(amountMinor),
    full,
    undone: formatAmount(undone),
    settled: formatAmount(settled),
    restored: formatAmount(restored),
  };
}

export function formatHeld({ key, revision, ...held }: Held): Record<string, unknown> {
  const content = held.holds === 'returns' ? { ...held, returns: formatReturns(held.returns) } : held;
  return { entryId: key, revision, held: content };
}

/** An item without a member is no entry: it has no place in the index, hence in no history. */
export function isEntryItem(item: Readonly<Record<string, unknown>>): boolean {
  return typeof item['memberId'] === 'string';
}

function parseHeld(item: unknown): Held {
  const { entryId: key, revision, held } = heldItem.parse(item);
  switch (held.holds) {
    case 'returns': {
      const lines = held.returns.lines.map(([lineId, netMinor, quantity]) => ({ lineId, netMinor, quantity }));
      return { key, revision, holds: 'returns', returns: { ...held.returns, lines } };
    }
    case 'refusal':
    case 'waiting':
    case 'use':
      return { key, revision, ...held };
  }
}

/** @throws $ZodError when the item is neither an entry nor anything that is held */
export function parseLedgerItem(item: Readonly<Record<string, unknown>>): LedgerItem {
  return isEntryItem(item) ? { found: 'entry', entry: parseEntry(item) } : { found: 'held', held: parseHeld(item) };
}
