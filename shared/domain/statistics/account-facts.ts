/** What the numbers need to know of one member, as the member's account knows it: no entry is read for them. */
import type { Account } from '../account.ts';
import type { PurchaseDay } from '../account-statistics.ts';
import { monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import { zero } from '../rational.ts';
import { pointsOf } from './member-facts.ts';
import type { MemberFacts, MonthOfSales, OlderPurchases } from './member-facts.ts';

const nothingSold: MonthOfSales = { orders: 0, netMinor: 0n, items: zero };

function ordersOf(days: readonly PurchaseDay[]): number {
  return days.reduce((sum, { orders }) => sum + orders, 0);
}

/** Orders that are on none of the days which are kept by themselves: returns of them are known by their number alone. */
function olderOf({ statistics: { days, older }, orders }: Account): OlderPurchases | null {
  return older === null ? null : { ...older, orders: orders - ordersOf(days) };
}

/** Sales of months: the orders are those of all the month's days, as the net is, also where nothing is known of the net. */
function salesOf({ statistics: { days, months } }: Account, last: Month): ReadonlyMap<Month, MonthOfSales> {
  const sales = new Map<Month, MonthOfSales>(
    months.map(({ month, netMinor, items }) => [month, { orders: 0, netMinor, items }]),
  );
  for (const { day, orders } of days) {
    const month = monthOfDay(day);
    const before = sales.get(month) ?? nothingSold;
    sales.set(month, { ...before, orders: before.orders + orders });
  }
  return new Map([...sales].filter(([month]) => month <= last));
}

/**
 * The facts at the end of a day that is not long past, from an account that may have been read after it: days, months,
 * visits and levels after the day do not count; points are as the account holds them. Undefined for a member who was not
 * there yet, and for one who was merged into another, who has the facts of both.
 *
 * They are those that `MemberFold` makes of the member's entries, as far back as an account knows (`known-months.ts`).
 */
export function factsOfAccount(account: Account, asOf: Day): MemberFacts | undefined {
  const { enrolment, statistics } = account;
  const joinedOn = statistics.since ?? enrolment.on;
  const { left } = account;
  if (left?.how === 'merged' || joinedOn > asOf) return undefined;
  const lastMonth = monthOfDay(asOf);
  return {
    enrolledOn: enrolment.on,
    channel: enrolment.channel,
    joinedOn,
    leftOn: left === null || left.on > asOf ? null : left.on,
    newestAt: account.newestAt,
    days: statistics.days.filter(({ day }) => day <= asOf),
    older: olderOf(account),
    months: salesOf(account, lastMonth),
    visits: statistics.visits.filter(({ day }) => day <= asOf),
    flows: new Map(
      statistics.months.filter(({ month }) => month <= lastMonth).map(({ month, flows }) => [month, flows]),
    ),
    broken: statistics.broken.filter(({ expired }) => expired <= lastMonth),
    levels: statistics.levels.filter(({ month }) => month <= lastMonth),
    ...pointsOf(account),
  };
}
