/** Adds one member's purchases to the sums: sales by month, rhythm, and who buys again. */
import type { PurchaseDay } from '../account-statistics.ts';
import type { Day } from '../calendar.ts';
import { isSilent, rhythmOf } from '../rhythm.ts';
import { binOf, intervalBins, recencyBins, timesBins } from './bins.ts';
import type { MemberFacts } from './member-facts.ts';
import type { SumsContext } from './sums-context.ts';
import type { Sums } from './sums.ts';
import { isWithin, windowNames } from './windows.ts';

/** Days in which a second purchase is looked for. */
export const secondPurchaseDays = [30, 60, 90] as const;
type Interval = { readonly endsOn: Day; readonly length: number };

function intervalsOf(days: readonly PurchaseDay[]): readonly Interval[] {
  return days.slice(1).map(({ day }, index) => ({ endsOn: day, length: day - (days[index]?.day ?? day) }));
}

const ordersOf = (days: readonly PurchaseDay[]) => days.reduce((sum, { orders }) => sum + orders, 0);

function countSales(sums: Sums, { months }: MemberFacts): void {
  for (const [month, { orders, netMinor, items }] of months) {
    sums.add('sales.orders', [month], orders);
    sums.add('sales.net', [month], netMinor);
    sums.add('sales.items', [month, String(items.denominator)], items.numerator);
  }
}

function countSecond(sums: Sums, [first, next]: readonly PurchaseDay[], { asOf }: SumsContext): void {
  if (first === undefined) return;
  // The second purchase may have been on the first one's day.
  const second = first.orders > 1 ? first : next;
  for (const window of windowNames.filter((name) => isWithin(name, asOf, first.day))) {
    for (const days of secondPurchaseDays.filter((limit) => asOf - first.day >= limit)) {
      sums.add('second.observed', [window, days]);
      if (second !== undefined && second.day - first.day <= days) sums.add('second.bought', [window, days]);
    }
  }
}

function countWindows(sums: Sums, days: readonly PurchaseDay[], intervals: readonly Interval[], asOf: Day): void {
  for (const window of windowNames) {
    const within = days.filter(({ day }) => isWithin(window, asOf, day));
    const orders = ordersOf(within);
    const isKnown = within.length < days.length;
    if (isKnown) sums.add('base', [window]);
    if (orders === 0) continue;
    sums.add('buyers', [window]);
    sums.add('times', [window, binOf(timesBins, orders)]);
    if (orders > 1) sums.add('buyers.again', [window]);
    if (isKnown) sums.add('buyers.known', [window]);
    for (const { length } of intervals.filter(({ endsOn }) => isWithin(window, asOf, endsOn))) {
      sums.add('interval', [window, binOf(intervalBins, length)]);
      sums.add('interval.count', [window]);
      sums.add('interval.days', [window], length);
    }
  }
}

/** Counts a member. */
export function countBuying(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  countSales(sums, facts);
  const { days } = facts;
  const last = days.at(-1);
  if (last === undefined) return;
  const recency = context.asOf - last.day;
  const intervals = intervalsOf(days);
  sums.add('recency', [binOf(recencyBins, recency)]);
  const rhythm = rhythmOf({ days, older: null }, context.asOf);
  if (rhythm !== null && isSilent(rhythm, context.asOf, context.silence)) sums.add('silent', []);
  countSecond(sums, days, context);
  countWindows(sums, days, intervals, context.asOf);
}
