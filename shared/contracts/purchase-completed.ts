/** `purchase.completed`: a sale, sent once, when it is paid. */
import * as z from 'zod';
import { goodsKinds, lineKinds } from '../domain/programme.ts';
import type { Purchase } from '../domain/purchase.ts';
import { formatRational, one, parseDecimal, zero } from '../domain/rational.ts';
import type { Instant } from '../domain/zone.ts';
import { member } from './members.ts';
import { currency, decimal, id, integer, moneyMinor, oneOf, text } from './primitives.ts';

const listRule = 'a list of strings';

export const purchaseLine = z
  .object(
    {
      lineId: id,
      sku: id.optional(),
      category: z.array(text, { error: listRule }).default([]),
      tags: z.array(text, { error: listRule }).default([]),
      brand: text.optional(),
      kind: oneOf(lineKinds).default('product'),
      quantity: decimal
        // 2.0 and 2 are the same quantity, hence the same content.
        .overwrite((value) => formatRational(parseDecimal(value) ?? one))
        .default('1')
        .meta({ description: 'Decimal text; 1 when absent.' }),
      net: moneyMinor.meta({ description: 'After discounts, without tax.' }),
      tax: moneyMinor.optional(),
    },
    { error: 'an object' },
  )
  .meta({ id: 'purchaseLine' });

type Shape = {
  readonly net?: number | undefined;
  readonly lines?: readonly z.output<typeof purchaseLine>[] | undefined;
};

const netRule = 'the sum of the product and service lines, within one minor unit per line';

/** `net` may be off by the rounding of the shop's own lines, and by no more. */
function netAgrees({ net, lines }: Shape): boolean {
  if (net === undefined || lines === undefined) return true;
  const goods = lines.filter((line) => goodsKinds.some((kind) => kind === line.kind));
  const difference = goods.reduce((sum, line) => sum + BigInt(line.net), -BigInt(net));
  return (difference < 0n ? -difference : difference) <= BigInt(goods.length);
}

const linesRule = 'a list of at least one line';

export const purchaseCompleted = z
  .object(
    {
      purchaseId: id.meta({ description: 'Business key of the sale, unique in the programme.' }),
      member: member.optional().meta({ description: 'Absent for a guest, whose purchase waits for a member.' }),
      currency,
      lines: z.array(purchaseLine, { error: linesRule }).min(1, { error: linesRule }).optional(),
      net: moneyMinor.optional(),
      pointsRedeemed: integer(0).optional(),
      redemptionId: id.optional(),
      channel: text.optional(),
      storeId: id.optional(),
      couponCodes: z.array(id, { error: listRule }).optional(),
      paymentToken: text.optional(),
    },
    { error: 'an object' },
  )
  .refine((data) => data.lines !== undefined || data.net !== undefined, {
    path: ['net'],
    error: 'required when there are no lines',
  })
  .refine(netAgrees, { path: ['net'], error: netRule })
  .refine((data) => new Set(data.lines?.map((line) => line.lineId)).size === (data.lines?.length ?? 0), {
    path: ['lines'],
    error: 'each lineId once',
  })
  .refine((data) => (data.pointsRedeemed ?? 0) === 0 && data.redemptionId === undefined, {
    path: ['pointsRedeemed'],
    error: 'paying with points is not built yet',
  })
  .meta({ id: 'purchase.completed' });
export type PurchaseCompleted = z.output<typeof purchaseCompleted>;

/** The sale as the domain takes it. */
export function toPurchase(data: PurchaseCompleted, occurredAt: Instant): Purchase {
  const lines = data.lines?.map(({ net, quantity, ...line }) => ({
    ...line,
    netMinor: BigInt(net),
    quantity: parseDecimal(quantity) ?? zero,
  }));
  const whole = {
    lineId: null,
    kind: 'product' as const,
    netMinor: BigInt(data.net ?? 0),
    quantity: one,
    category: [],
    tags: [],
  };
  return {
    purchaseId: data.purchaseId,
    occurredAt,
    lines: lines ?? [whole],
    channel: data.channel,
    storeId: data.storeId,
  };
}
