/**
 * Which sale a cancellation takes back, for files that do not say it. A cancelled line belongs to sales further up in the
 * file to the same customer, of the same article at the same unit price: the newest first, each with what is left of it.
 * The newest first, because goods come back soon after they were bought, and because most cancellations are then of one
 * sale; a quantity that no single sale covers goes to as many as it takes.
 */
import { formatDecimal, lineNetMinor, minus } from './money.ts';
import type { Decimal } from './money.ts';

/** What a customer buys or brings back of one article at one price. */
export type Article = { readonly customer: string; readonly sku: string; readonly unitPrice: Decimal };

export type SoldLine = { readonly invoice: string; readonly lineId: string };

export type MatchedLine = SoldLine & {
  readonly quantity: Decimal;
  /**
   * In minor units: what the sold line was worth with these goods less what it is worth without them, so that all parts
   * of it together are its net, to the penny.
   */
  readonly net: number;
};

export type Match = {
  readonly matched: readonly MatchedLine[];
  /** What no sale is found for. */
  readonly rest: Decimal;
};

export type SoldGoods = {
  readonly sell: (article: Article, line: SoldLine, quantity: Decimal) => void;
  readonly takeBack: (article: Article, quantity: Decimal) => Match;
};

type Stock = SoldLine & { left: Decimal };

/** The goods of a file that has nothing sold yet. @param currencyDecimals of the unit prices' currency */
export function noSoldGoods(currencyDecimals: number): SoldGoods {
  // The newest last, and those that are wholly taken back not at all.
  const stocks = new Map<string, Stock[]>();
  const keyOf = ({ customer, sku, unitPrice }: Article) => `${customer} ${formatDecimal(unitPrice)} ${sku}`;

  return {
    sell(article, { invoice, lineId }, quantity) {
      const key = keyOf(article);
      const stock: Stock = { invoice, lineId, left: quantity };
      const others = stocks.get(key);
      if (others === undefined) stocks.set(key, [stock]);
      else others.push(stock);
    },

    takeBack(article, quantity) {
      const sold = stocks.get(keyOf(article)) ?? [];
      const matched: MatchedLine[] = [];
      let rest = quantity;
      for (let newest = sold.at(-1); newest !== undefined && rest.unscaled > 0n; newest = sold.at(-1)) {
        const { invoice, lineId, left } = newest;
        const isWhole = minus(left, rest).unscaled <= 0n;
        newest.left = isWhole ? minus(left, left) : minus(left, rest);
        const net = worth(left, article, currencyDecimals) - worth(newest.left, article, currencyDecimals);
        matched.push({ invoice, lineId, quantity: minus(left, newest.left), net });
        rest = isWhole ? minus(rest, left) : minus(rest, rest);
        if (isWhole) sold.pop();
      }
      return { matched, rest };
    },
  };
}

/** Of goods that were sold, so never too large an amount. */
function worth(quantity: Decimal, { unitPrice }: Article, currencyDecimals: number): number {
  return lineNetMinor(quantity, unitPrice, currencyDecimals) ?? 0;
}
