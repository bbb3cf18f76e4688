/** How the demonstration shop writes its purchases. Its clocks are in Shanghai, eight hours ahead of UTC all year. */
import { shopEvent } from '../import/conversion.ts';
import type { ShopEvent } from '../import/conversion.ts';
import type { Article } from './catalogue.ts';
import type { MemberName } from './people.ts';

export const shopCurrency = 'CNY';

/** What an order below this amount pays for postage, and how much; postage earns nothing. */
const freePostageFromMinor = 19_900;
const postageMinor = 1_200;

export type Basket = readonly (readonly [article: Article, quantity: number])[];

export type Sale = {
  /** Local time, `YYYY-MM-DDTHH:MM:SS`. */
  readonly at: string;
  readonly member: MemberName | undefined;
  /** A store, or undefined for the web shop. */
  readonly storeId: string | undefined;
  readonly basket: Basket;
  /** Points that the customer pays with. */
  readonly pointsRedeemed?: number | undefined;
  /** Running number among the till's receipts of the day. */
  readonly receipt: number;
};

/** An event and the local time at which it reaches the bus, which is not always when it happened. */
export type Occasion = { readonly at: string; readonly event: ShopEvent };

/** Local times of one zone without summer time compare as text. */
export function byTime(a: { readonly at: string }, b: { readonly at: string }): number {
  if (a.at === b.at) return 0;
  return a.at < b.at ? -1 : 1;
}

/** RFC 3339 time of a local time of the shop. */
export function shopTime(local: string): string {
  return `${local}+08:00`;
}

export function purchaseIdOf({ at, storeId, receipt }: Pick<Sale, 'at' | 'storeId' | 'receipt'>): string {
  const till = storeId === undefined ? 'web' : `pos:${storeId}`;
  return `${till}:${at.slice(0, 10)}:${String(receipt).padStart(4, '0')}`;
}

export function purchaseEvent(sale: Sale): ShopEvent {
  const purchaseId = purchaseIdOf(sale);
  return shopEvent('purchase.completed', `event:${purchaseId}`, shopTime(sale.at), {
    purchaseId,
    ...(sale.member === undefined ? {} : { member: sale.member }),
    currency: shopCurrency,
    ...(sale.pointsRedeemed === undefined ? {} : { pointsRedeemed: sale.pointsRedeemed }),
    ...(sale.storeId === undefined ? { channel: 'online' } : { channel: 'store', storeId: sale.storeId }),
    lines: linesOf(sale),
  });
}

function linesOf({ basket, storeId }: Sale): readonly Readonly<Record<string, unknown>>[] {
  const goods = basket.map(([{ sku, category, tags, brand, priceMinor }, quantity], index) => ({
    lineId: String(index + 1),
    sku,
    category,
    ...(tags.length === 0 ? {} : { tags }),
    brand,
    quantity: String(quantity),
    net: priceMinor * quantity,
  }));
  const netMinor = goods.reduce((sum, line) => sum + line.net, 0);
  if (storeId !== undefined || netMinor >= freePostageFromMinor) return goods;
  return [...goods, { lineId: String(goods.length + 1), kind: 'shipping', net: postageMinor }];
}
