/** Adds one member's purchases to the sums: sales by month, rhythm, and who buys again. */
import { firstPurchaseDay, lastPurchaseDay, secondPurchaseDay } from '../account-statistics.ts';
import type { PurchaseDay } from '../account-statistics.ts';
import type { Day } from '../calendar.ts';
import { isSilent, rhythmOf } from '../rhythm.ts';
import { binOf, intervalBins, recencyBins, timesBins } from './bins.ts';
import type { MemberFacts, OlderPurchases } from './member-facts.ts';
import type { SumsContext } from './sums-context.ts';
import type { Sums } from './sums.ts';
import { isWithin, windowNames } from './windows.ts';

/** Days in which a second purchase is looked for. */
export const secondPurchaseDays = [30, 60, 90] as const;
type Interval = { readonly endsOn: Day; readonly length: number };

function intervalsOf({ days, older }: MemberFacts): readonly Interval[] {
  const starts = [...(older === null ? [] : [older.last]), ...days.map(({ day }) => day)];
  return starts.slice(1).map((day, index) => ({ endsOn: day, length: day - (starts[index] ?? day) }));
}

const sumOfOrders = (days: readonly PurchaseDay[]) => days.reduce((sum, { orders }) => sum + orders, 0);
const ordersOf = ({ days, older }: MemberFacts) => sumOfOrders(days) + (older?.orders ?? 0);

function countSales(sums: Sums, { months }: MemberFacts): void {
  for (const [month, { orders, netMinor, items }] of months) {
    sums.add('sales.orders', [month], orders);
    sums.add('sales.net', [month], netMinor);
    sums.add('sales.items', [month, String(items.denominator)], items.numerator);
  }
}

function countSecond(sums: Sums, facts: MemberFacts, { asOf }: SumsContext): void {
  const [first, second] = [firstPurchaseDay(facts), secondPurchaseDay(facts)];
  if (first === undefined) return;
  for (const window of windowNames.filter((name) => isWithin(name, asOf, first))) {
    for (const days of secondPurchaseDays.filter((limit) => asOf - first >= limit)) {
      sums.add('second.observed', [window, days]);
      if (second !== undefined && second - first <= days) sums.add('second.bought', [window, days]);
    }
  }
}

/** Intervals that ended further back than days are known by themselves: all of them are in the window of everything. */
function countOlderIntervals(sums: Sums, { first, last, intervals }: OlderPurchases): void {
  intervals.forEach((count, bin) => {
    if (count === 0) return;
    sums.add('interval', ['all', intervalBins[bin]?.name ?? ''], count);
    sums.add('interval.count', ['all'], count);
  });
  // Each begins where the one before it ends.
  sums.add('interval.days', ['all'], last - first);
}

function countWindows(sums: Sums, facts: MemberFacts, intervals: readonly Interval[], asOf: Day): void {
  const { days, older } = facts;
  for (const window of windowNames) {
    const within = days.filter(({ day }) => isWithin(window, asOf, day));
    const orders = window === 'all' ? ordersOf(facts) : sumOfOrders(within);
    const isKnown = window !== 'all' && (within.length < days.length || older !== null);
    if (isKnown) sums.add('base', [window]);
    if (orders === 0) continue;
    sums.add('buyers', [window]);
    sums.add('times', [window, binOf(timesBins, orders)]);
    if (orders > 1) sums.add('buyers.again', [window]);
    if (isKnown) sums.add('buyers.known', [window]);
    if (window === 'all' && older !== null) countOlderIntervals(sums, older);
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
  const last = lastPurchaseDay(facts);
  if (last === undefined) return;
  const recency = context.asOf - last;
  const intervals = intervalsOf(facts);
  sums.add('recency', [binOf(recencyBins, recency)]);
  const rhythm = rhythmOf(facts, context.asOf);
  if (rhythm !== null && isSilent(rhythm, context.asOf, context.silence)) sums.add('silent', []);
  countSecond(sums, facts, context);
  countWindows(sums, facts, intervals, context.asOf);
}
