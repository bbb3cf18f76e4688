/** `purchase.completed`: a sale, sent once, when it is paid. */
import * as z from 'zod/mini';
import { goodsKinds, lineKinds } from '../domain/programme.ts';
import type { Purchase } from '../domain/purchase.ts';
import { one, parseDecimal, zero } from '../domain/rational.ts';
import type { Instant } from '../domain/zone.ts';
import { member } from './members.ts';
import { currency, id, integer, moneyMinor, oneOf, quantity, text } from './primitives.ts';

const listRule = 'a list of strings';

const purchaseLine = z
  .object(
    {
      lineId: id,
      sku: z.optional(id),
      category: z._default(z.array(text, { error: listRule }), []),
      tags: z._default(z.array(text, { error: listRule }), []),
      brand: z.optional(text),
      kind: z._default(oneOf(lineKinds), 'product'),
      quantity: z._default(quantity, '1').register(z.globalRegistry, { description: 'Decimal text; 1 when absent.' }),
      net: moneyMinor.clone().register(z.globalRegistry, { description: 'After discounts, without tax.' }),
      tax: z.optional(moneyMinor),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'purchaseLine' });

type Shape = {
  readonly net?: number | undefined;
  readonly lines?: readonly z.output<typeof purchaseLine>[] | undefined;
  readonly pointsRedeemed?: number | undefined;
  readonly redemptionId?: string | undefined;
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

/** What holds of a basket, paid or not. */
export const basketChecks = [
  z.refine<Shape>((data) => data.lines !== undefined || data.net !== undefined, {
    path: ['net'],
    error: 'required when there are no lines',
  }),
  z.refine<Shape>(netAgrees, { path: ['net'], error: netRule }),
  z.refine<Shape>((data) => new Set(data.lines?.map((line) => line.lineId)).size === (data.lines?.length ?? 0), {
    path: ['lines'],
    error: 'each lineId once',
  }),
  z.refine<Shape>((data) => data.redemptionId === undefined || data.pointsRedeemed !== undefined, {
    path: ['pointsRedeemed'],
    error: 'required beside a redemptionId: the points of that redemption',
  }),
] as const;

export const purchaseCompleted = z
  .object(
    {
      purchaseId: id
        .clone()
        .register(z.globalRegistry, { description: 'Business key of the sale, unique in the programme.' }),
      member: z
        .optional(member)
        .register(z.globalRegistry, { description: 'Absent for a guest, whose purchase waits for a member.' }),
      currency,
      lines: z.optional(z.array(purchaseLine, { error: linesRule }).check(z.minLength(1, { error: linesRule }))),
      net: z.optional(moneyMinor),
      pointsRedeemed: z
        .optional(integer(0))
        .register(z.globalRegistry, { description: 'Points that paid for part of it, at the value of the programme.' }),
      redemptionId: z.optional(id),
      channel: z.optional(text),
      storeId: z.optional(id),
      couponCodes: z.optional(z.array(id, { error: listRule })),
      paymentToken: z.optional(text),
    },
    { error: 'an object' },
  )
  .check(...basketChecks)
  .register(z.globalRegistry, { id: 'purchase.completed' });
export type PurchaseCompleted = z.output<typeof purchaseCompleted>;

type Basket = Pick<PurchaseCompleted, 'purchaseId' | 'lines' | 'net' | 'channel' | 'storeId'>;

/** The sale as the domain takes it. */
export function toPurchase(data: Basket, occurredAt: Instant): Purchase {
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
