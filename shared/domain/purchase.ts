/** A sale as the rules see it: exact amounts, known kinds, nothing optional that has a default. */
import type { LineKind } from './programme.ts';
import { goodsKinds } from './programme.ts';
import type { Rational } from './rational.ts';
import type { Instant } from './zone.ts';

export type PurchaseLine = {
  /** Null for the one line of a purchase that named none. */
  readonly lineId: string | null;
  readonly kind: LineKind;
  /** After discounts, without tax, in minor units. */
  readonly netMinor: bigint;
  readonly quantity: Rational;
  readonly sku?: string | undefined;
  readonly brand?: string | undefined;
  readonly category: readonly string[];
  readonly tags: readonly string[];
};

export type Purchase = {
  readonly purchaseId: string;
  readonly occurredAt: Instant;
  /** At least one; a purchase without lines is one product line without attributes (contracts.md). */
  readonly lines: readonly PurchaseLine[];
  readonly channel?: string | undefined;
  readonly storeId?: string | undefined;
};

/** Net of the goods of a purchase: its product and service lines. */
export function netOfGoods(lines: readonly PurchaseLine[]): bigint {
  return lines.reduce((sum, line) => (goodsKinds.some((kind) => kind === line.kind) ? sum + line.netMinor : sum), 0n);
}
