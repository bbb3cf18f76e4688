/** `purchase.returned`: goods come back, with the sale they belong to or, when the receipt is lost, without. */
import * as z from 'zod/mini';
import { parseDecimal } from '../domain/rational.ts';
import type { ReturnRequest } from '../domain/return-purchase.ts';
import type { Instant } from '../domain/zone.ts';
import { member } from './members.ts';
import { currency, flag, id, moneyMinor, oneOf, quantity, text } from './primitives.ts';

const returnedLine = z
  .object(
    {
      lineId: id,
      net: moneyMinor.clone().register(z.globalRegistry, { description: 'Of the line, what comes back.' }),
      quantity: z
        .optional(quantity)
        .register(z.globalRegistry, { description: 'Decimal text; in proportion to the net when absent.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'returnedLine' });

export const purchaseReturned = z
  .object(
    {
      returnId: id
        .clone()
        .register(z.globalRegistry, { description: 'Business key of the return, unique in the programme.' }),
      purchaseId: z
        .optional(id)
        .register(z.globalRegistry, { description: 'The sale; absent only when the receipt is lost.' }),
      member: z
        .optional(member)
        .register(z.globalRegistry, { description: 'Required without a purchaseId; with one the sale says it.' }),
      currency: z.optional(currency),
      lines: z.optional(z.array(returnedLine, { error: 'a list of lines' })),
      net: z
        .optional(moneyMinor)
        .register(z.globalRegistry, { description: 'Amount of goods that belong to no named line.' }),
      full: z._default(flag, false).register(z.globalRegistry, { description: 'All that is left of the sale.' }),
      kind: z._default(oneOf(['return', 'cancellation', 'chargeback']), 'return'),
      reason: z.optional(text),
    },
    { error: 'an object' },
  )
  .check(
    z.refine((data) => data.lines !== undefined || data.net !== undefined || data.full, {
      path: ['net'],
      error: 'at least one of lines, net, full: true',
    }),
    z.refine((data) => data.purchaseId !== undefined || data.member !== undefined, {
      path: ['member'],
      error: 'required when there is no purchaseId',
    }),
    z.refine((data) => data.purchaseId !== undefined || data.currency !== undefined, {
      path: ['currency'],
      error: 'required when there is no purchaseId',
    }),
    z.refine((data) => data.purchaseId !== undefined || !data.full, {
      path: ['full'],
      error: 'only with a purchaseId: without a sale nothing says what is left',
    }),
  )
  .register(z.globalRegistry, { id: 'purchase.returned' });
export type PurchaseReturned = z.output<typeof purchaseReturned>;

/** The return as the domain takes it. */
export function toReturn(data: PurchaseReturned, occurredAt: Instant): ReturnRequest {
  const lines = (data.lines ?? []).map((line) => {
    const returned = line.quantity === undefined ? undefined : parseDecimal(line.quantity);
    return { lineId: line.lineId, netMinor: BigInt(line.net), quantity: returned };
  });
  return {
    returnId: data.returnId,
    occurredAt,
    goods: { lines, amountMinor: BigInt(data.net ?? 0), full: data.full },
  };
}
