/** The invoices of Online Retail in their order, with what their cancellations do to the customers' points. */
import type { PlainRules } from './fold.ts';
import { MemberFold } from './ledger-fold.ts';
import type { Overdraw, Sale } from './ledger-fold.ts';
import { pence } from './raw-files.ts';
import type { RawInvoice } from './raw-files.ts';

export type FoldedFile = {
  readonly members: ReadonlyMap<string, MemberFold>;
  /** Cancellations of customers who have bought nothing yet, by their position in the file. */
  readonly refused: number;
  readonly guests: number;
};

export type CancelWith = (member: MemberFold, cancellation: RawInvoice) => void;

/** A cancellation as a return that names no purchase. */
export function asAmount(member: MemberFold, { day, minor }: RawInvoice): void {
  member.returnAmount(day, minor);
}

/**
 * A cancellation as returns of the sales it can be matched to: of the same article at the same price, the newest sale
 * first and of that the last row; and of an amount for the rest.
 */
export function asMatched(member: MemberFold, { day, goods }: RawInvoice): void {
  const taken = new Map<Sale, Map<number, number>>();
  const rests: number[] = [];
  for (const { article, thousandths, quantity } of goods) {
    let rest = quantity;
    for (const sale of member.sales.toReversed()) {
      for (const [position, line] of [...sale.goods.entries()].toReversed()) {
        if (line.article !== article || line.thousandths !== thousandths) continue;
        const ofSale = taken.get(sale) ?? new Map<number, number>();
        const before = ofSale.get(position) ?? 0;
        const more = Math.min(rest, line.left - before);
        if (more === 0) continue;
        taken.set(sale, ofSale.set(position, before + more));
        rest -= more;
      }
    }
    if (rest > 0) rests.push(pence(rest, thousandths));
  }
  for (const [sale, quantities] of taken) member.returnGoods(day, sale, quantities);
  if (rests.length > 0)
    member.returnAmount(
      day,
      rests.reduce((sum, rest) => sum + rest),
    );
}

/** All customers at the end of a day. */
export function foldInvoices(
  invoices: readonly RawInvoice[],
  { rules, overdraw, cancel }: { rules: PlainRules; overdraw: Overdraw; cancel: CancelWith },
  asOf: string,
): FoldedFile {
  const members = new Map<string, MemberFold>();
  let [refused, guests] = [0, 0];
  for (const invoice of invoices) {
    const known = members.get(invoice.member);
    if (invoice.member === '') {
      guests += 1;
    } else if (!invoice.isCancellation) {
      const member = known ?? new MemberFold(rules, overdraw);
      members.set(invoice.member, member);
      member.buy(invoice);
    } else if (known === undefined) {
      refused += 1;
    } else {
      cancel(known, invoice);
    }
  }
  for (const member of members.values()) member.reviewThrough(asOf);
  return { members, refused, guests };
}
