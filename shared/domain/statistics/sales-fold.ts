/** A member's purchases, net of the returns that have come: a return counts in the month of its sale. */
import type { PurchaseDay, Visit } from '../account-statistics.ts';
import { monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import type { EarnDraft, Entry, ReturnDraft } from '../entry.ts';
import { add, toUnits, zero } from '../rational.ts';
import type { Rational } from '../rational.ts';
import { purchaseIdOf, returnsAfter } from '../return-purchase.ts';
import { nothingReturned, unitsKept, unitsSold } from '../sale-returns.ts';
import type { SaleReturns } from '../sale-returns.ts';
import type { MonthOfSales } from './member-facts.ts';

type FoldedSale = {
  readonly entry: EarnDraft;
  netMinor: bigint;
  isLive: boolean;
  /** Null while nothing of it has come back. */
  returns: SaleReturns | null;
};

const noSales: MonthOfSales = { orders: 0, netMinor: 0n, items: zero };

function unitsOf({ entry: { sale }, returns }: FoldedSale): Rational {
  return returns === null ? unitsSold(sale) : unitsKept(sale, returns);
}

export class SalesFold {
  readonly #sales = new Map<string, FoldedSale>();
  /** Returns that name no purchase: they lower the net of their own month. */
  readonly #unnamed = new Map<Month, bigint>();

  add(entry: Entry): void {
    if (entry.kind === 'earn') {
      this.#sales.set(purchaseIdOf(entry), { entry, netMinor: entry.netMinor, isLive: true, returns: null });
    } else if (entry.kind === 'return') {
      this.#return(entry);
    }
  }

  /** Takes over the sales of a member who was merged into this one: what comes back of them is told here from then on. */
  absorb(other: SalesFold): void {
    for (const [purchaseId, sale] of other.#sales) this.#sales.set(purchaseId, { ...sale });
    for (const [month, netMinor] of other.#unnamed) {
      this.#unnamed.set(month, (this.#unnamed.get(month) ?? 0n) + netMinor);
    }
  }

  #return(entry: ReturnDraft): void {
    const sale = entry.purchaseId === null ? undefined : this.#sales.get(entry.purchaseId);
    if (sale === undefined) {
      const month = monthOfDay(entry.day);
      this.#unnamed.set(month, (this.#unnamed.get(month) ?? 0n) + entry.netMinor);
      return;
    }
    sale.netMinor -= entry.netMinor;
    sale.returns = returnsAfter(sale.returns ?? nothingReturned, entry);
    if (entry.orderReturned) sale.isLive = false;
  }

  /** Days with live purchases, oldest first. */
  days(): readonly PurchaseDay[] {
    const orders = new Map<Day, number>();
    for (const { entry, isLive } of this.#sales.values()) {
      if (isLive) orders.set(entry.day, (orders.get(entry.day) ?? 0) + 1);
    }
    return [...orders].map(([day, count]) => ({ day, orders: count })).sort((a, b) => a.day - b.day);
  }

  months(): ReadonlyMap<Month, MonthOfSales> {
    const months = new Map<Month, MonthOfSales>();
    for (const sale of this.#sales.values()) {
      const month = monthOfDay(sale.entry.day);
      const before = months.get(month) ?? noSales;
      months.set(month, {
        orders: before.orders + (sale.isLive ? 1 : 0),
        netMinor: before.netMinor + sale.netMinor,
        items: toUnits(add(before.items, unitsOf(sale))),
      });
    }
    for (const [month, netMinor] of this.#unnamed) {
      const before = months.get(month) ?? noSales;
      months.set(month, { ...before, netMinor: before.netMinor - netMinor });
    }
    return months;
  }

  /** Every purchase by the programme's clock, returned or not. */
  visits(): readonly Visit[] {
    return [...this.#sales.values()].map(({ entry: { day, hour } }) => ({ day, hour }));
  }
}
