/**
 * The files of real purchases as the plain numbers read them: what is left of every purchase on a day, what returns took
 * that named no purchase, the points of every month, and every member's level at the end of every month.
 */
import type { CancelWith } from './cancellations.ts';
import type { PlainRules } from './fold.ts';
import { isGone, keptMinor, MemberFold } from './ledger-fold.ts';
import { goneOn, monthOf } from './months.ts';
import type { RawInvoice, RawPurchase } from './raw-files.ts';

export type PlainOrder = {
  readonly member: string;
  readonly day: string;
  readonly hour: number;
  /** What is kept of it. */
  readonly minor: number;
  readonly items: number;
  readonly isLive: boolean;
};
export type PlainFlow = { readonly day: string; readonly points: number };

export type PlainHistory = {
  readonly orders: readonly PlainOrder[];
  /** Returns that name no purchase. */
  readonly deductions: readonly { readonly member: string; readonly day: string; readonly minor: number }[];
  readonly issued: readonly PlainFlow[];
  readonly returned: readonly PlainFlow[];
  /** Points by month of issue: when they end, how many have, and how many are left. */
  readonly pots: readonly { readonly month: number; readonly expired: number; readonly left: number }[];
  readonly debt: number;
  /** Level by member at the end of each month, the last one being the report's day. */
  readonly levels: ReadonlyMap<number, ReadonlyMap<string, number>>;
};

/** Noon in winter, an hour later by the clock from the first Sunday of April to the last of October (United States). */
function hourOf(day: string): number {
  const summer = [
    ['1997-04-06', '1997-10-26'],
    ['1998-04-05', '1998-10-25'],
  ] as const;
  return summer.some(([from, to]) => day >= from && day < to) ? 13 : 12;
}

/** Purchases of the file without lines as invoices of one article; the converter puts all of them at 12:00-05:00. */
export function asInvoices(purchases: readonly RawPurchase[]): readonly RawInvoice[] {
  const invoices = purchases.map((purchase, index): RawInvoice => {
    const { minor } = purchase;
    const goods = [{ article: '', quantity: 1, thousandths: minor * 10, minor }];
    return { ...purchase, number: String(index), hour: hourOf(purchase.day), isCancellation: false, goods };
  });
  return invoices.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

const keptOf = ({ sales }: MemberFold) => sales.reduce((sum, sale) => sum + keptMinor(sale), 0);

/** @param invoices in the order of their days */
export function plainHistory(
  invoices: readonly RawInvoice[],
  { rules, cancel }: { readonly rules: PlainRules; readonly cancel: CancelWith },
  asOf: string,
): PlainHistory {
  const members = new Map<string, MemberFold>();
  const deductions: PlainHistory['deductions'][number][] = [];
  const returned: PlainFlow[] = [];
  const levels = new Map<number, ReadonlyMap<string, number>>();
  const remember = (month: number, lastDay: string) => {
    for (const fold of members.values()) fold.reviewThrough(lastDay);
    levels.set(month, new Map([...members].map(([member, { level }]) => [member, level])));
  };
  const known = invoices.filter(({ day, member }) => day <= asOf && member !== '');
  const byNumber = new Map(known.map((invoice) => [invoice.number, invoice]));
  let month = monthOf(known[0]?.day ?? asOf);
  for (const invoice of known) {
    for (; month < monthOf(invoice.day); month += 1) remember(month, lastDayOf(month));
    const fold = members.get(invoice.member);
    if (!invoice.isCancellation) {
      const buyer = fold ?? new MemberFold(rules, 'debt');
      members.set(invoice.member, buyer);
      buyer.buy(invoice);
    } else if (fold !== undefined) {
      fold.reviewThrough(invoice.day);
      const [net, kept, points] = [fold.netMinor, keptOf(fold), fold.returned];
      cancel(fold, invoice);
      const minor = net - fold.netMinor - (kept - keptOf(fold));
      deductions.push({ member: invoice.member, day: invoice.day, minor });
      returned.push({ day: invoice.day, points: fold.returned - points });
    }
  }
  for (; month <= monthOf(asOf); month += 1) remember(month, month === monthOf(asOf) ? asOf : lastDayOf(month));
  const all = [...members];
  const sold = all.flatMap(([member, { sales }]) =>
    sales.flatMap((sale) => {
      const invoice = byNumber.get(sale.number);
      return invoice === undefined ? [] : [{ member, sale, invoice }];
    }),
  );
  return {
    orders: sold.map(({ member, sale, invoice: { day, hour } }) => {
      const items = sale.goods.reduce((sum, { left }) => sum + left, 0);
      return { member, day, hour, minor: keptMinor(sale), items, isLive: !isGone(sale) };
    }),
    deductions,
    issued: sold.map(({ sale: { points }, invoice: { day } }) => ({ day, points })),
    returned,
    pots: all.flatMap(([, { pots }]) => [...pots].map(([of, { expired, left }]) => ({ month: of, expired, left }))),
    debt: all.reduce((sum, [, { debt }]) => sum + debt, 0),
    levels,
  };
}

/** The last day that a month could have, as text: it sorts after every day of the month. */
const lastDayOf = (month: number) => `${goneOn(month - 1, 0).slice(0, 8)}31`;
