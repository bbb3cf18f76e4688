/** Receipts as items of the intake table: kept for a day, then removed by the table itself. */
import * as z from 'zod/mini';
import { intakeTtlAttribute } from '../../config/names.ts';
import type { Receipt } from '../store.ts';
import { intakeKeys } from './keys.ts';
import { refusalItem } from './rejection-item.ts';

const lifeSeconds = 86_400;

const receiptItem = z.object({
  correlationId: z.string(),
  outcome: z.enum(['applied', 'duplicate', 'refused', 'parked', 'test']),
  entryId: z.optional(z.string()),
  refusal: z.optional(refusalItem),
});

export function formatReceipt(receipt: Receipt, nowEpochSeconds: number): Record<string, unknown> {
  const until = { [intakeTtlAttribute]: nowEpochSeconds + lifeSeconds };
  return { ...intakeKeys.receipt(receipt.correlationId), ...receipt, ...until };
}

/** @throws ZodError when the item is no receipt */
export function parseReceipt(item: unknown): Receipt {
  return receiptItem.parse(item);
}
