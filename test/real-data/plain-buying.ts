/** Rhythm, repurchase and RFM groups of the plain history. */
import { monthOf } from './months.ts';
import type { PlainHistory, PlainOrder } from './plain-history.ts';
import { groupBy, live, monthText, spendOf, windowStart } from './plain-members.ts';
import type { Asked, Numbers } from './plain-members.ts';
import { daysBetween, numberOfDay, periodsOf, textOfDay, textOfMonth } from './plain-periods.ts';
import { fifths, rateOf, rounded } from './plain-rates.ts';

const spans = (edges: readonly (readonly [string, number, number])[], values: readonly number[]) =>
  edges.map(([bin, from, to]) => ({ bin, value: values.filter((value) => value >= from && value <= to).length }));

const recencyEdges = [
  ['0-30', 0, 30],
  ['31-60', 31, 60],
  ['61-90', 61, 90],
  ['91-180', 91, 180],
  ['181-365', 181, 365],
  ['366+', 366, Infinity],
] as const;
const timesEdges = [
  ['1', 1, 1],
  ['2', 2, 2],
  ['3', 3, 3],
  ['4', 4, 4],
  ['5+', 5, Infinity],
] as const;
const intervalEdges = [
  ...[1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), day, day] as const),
  ['8-14', 8, 14],
  ['15-21', 15, 21],
  ['22-30', 22, 30],
  ...recencyEdges.slice(1),
] as const;

type Gap = { readonly endsOn: string; readonly days: number };

function gapsOf(orders: readonly PlainOrder[]): readonly Gap[] {
  const days = [...new Set(orders.map(({ day }) => day))].sort();
  return days.flatMap((day, index) => {
    const before = days[index - 1];
    return before === undefined ? [] : [{ endsOn: day, days: daysBetween(before, day) }];
  });
}

function intervals(gaps: readonly number[]) {
  const sorted = gaps.toSorted((a, b) => a - b);
  const edgeAt = (share: number) => {
    const value = sorted[Math.ceil(share * sorted.length) - 1];
    const to = intervalEdges.find(([, , last]) => value !== undefined && value <= last)?.[2];
    return to === undefined || to === Infinity ? null : to;
  };
  const sum = gaps.reduce((total, gap) => total + gap, 0);
  return {
    n: gaps.length,
    mean: gaps.length === 0 ? null : rounded(sum / gaps.length),
    p50: edgeAt(0.5),
    p80: edgeAt(0.8),
    p90: edgeAt(0.9),
    bins: spans(intervalEdges, gaps),
  };
}

function isSilent(orders: readonly PlainOrder[], asOf: string): boolean {
  const recency = daysBetween(
    orders.map(({ day }) => day).reduce((a, b) => (a > b ? a : b)),
    asOf,
  );
  const gaps = gapsOf(orders)
    .map(({ days }) => days)
    .sort((a, b) => a - b);
  if (orders.length < 3 || gaps.length === 0) return recency > 60;
  const middle = gaps.length / 2;
  const median =
    gaps.length % 2 === 1 ? (gaps[Math.floor(middle)] ?? 0) : ((gaps[middle - 1] ?? 0) + (gaps[middle] ?? 0)) / 2;
  return recency > 2 * Math.max(7, median);
}

/** Members by the cell of the grid, one line for each R from 5 down, one column for each mean of F and M from 1 up. */
const grid = [
  'new|promising|active|loyal|champions',
  'promising|promising|active|loyal|champions',
  'needs attention|needs attention|active|loyal|loyal',
  'almost lost|almost lost|at risk|at risk|at risk',
  'dormant|dormant|previously loyal|previously loyal|previously loyal',
].map((line) => line.split('|'));

const groupNames = [
  ...['champions', 'loyal', 'active', 'new', 'promising', 'needs attention', 'almost lost', 'at risk'],
  ...['previously loyal', 'dormant', 'prospects'],
];

/** Group by member at the end of a day; whoever has not enrolled by then is in none. */
function groupsOn(history: PlainHistory, day: string): ReadonlyMap<string, string> {
  const start = textOfMonth(monthOf(day) - 11);
  const inYear = (other: string) => monthText(other) >= start && other <= day;
  const bought = groupBy(
    live(history).filter((order) => order.day <= day),
    ({ member }) => member,
  );
  const year = groupBy(
    live(history).filter((order) => inYear(order.day)),
    ({ member }) => member,
  );
  const spend = spendOf(history, inYear);
  const each = (value: (orders: readonly PlainOrder[], member: string) => number) =>
    fifths(new Map([...year].map(([member, orders]) => [member, value(orders, member)])));
  const recency = each((orders) => Math.max(...orders.map((order) => numberOfDay(order.day))));
  const frequency = each((orders) => orders.length);
  const money = each((_, member) => spend.get(member) ?? 0);
  const there = new Set(history.orders.filter((order) => order.day <= day).map(({ member }) => member));
  return new Map(
    [...there].map((member) => {
      const row = grid[recency.get(member) ?? -1];
      if (row === undefined) return [member, bought.has(member) ? 'dormant' : 'prospects'];
      const strength = Math.ceil((5 - (frequency.get(member) ?? 0) + (5 - (money.get(member) ?? 0))) / 2);
      return [member, row[strength - 1] ?? ''];
    }),
  );
}

function rfm(history: PlainHistory, asked: Asked): Numbers {
  const now = groupsOn(history, asked.asOf);
  const start = windowStart(asked);
  const before = start === '' ? new Map<string, string>() : groupsOn(history, textOfDay(numberOfDay(start) - 1));
  const names = [...now.values()];
  const moves = [...now].map(([member, to]) => `${before.get(member) ?? 'joined'}|${to}`);
  return {
    'rfm.group': { bins: groupNames.map((bin) => ({ bin, value: names.filter((name) => name === bin).length })) },
    'rfm.move': {
      rows: ['joined', ...groupNames].flatMap((from) =>
        groupNames.flatMap((to) => {
          const value = moves.filter((move) => move === `${from}|${to}`).length;
          return value === 0 ? [] : [{ from, to, value }];
        }),
      ),
    },
  };
}

function sales(history: PlainHistory, asOf: string): Numbers {
  const begin = history.orders.map(({ day }) => day).reduce((a, b) => (a < b ? a : b));
  const rows = periodsOf(begin, asOf, monthText).map((period) => {
    const of = ({ day }: { readonly day: string }) => monthText(day) === period.period;
    const [all, taken] = [history.orders.filter(of), history.deductions.filter(of)];
    const count = all.filter(({ isLive }) => isLive).length;
    const buyers = new Set(all.filter(({ isLive }) => isLive).map(({ member }) => member)).size;
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const amount = sum(all.map(({ minor }) => minor)) - sum(taken.map(({ minor }) => minor));
    return { period, count, buyers, amount, items: sum(all.map(({ items }) => items)) };
  });
  const series = <Value extends object>(value: (row: (typeof rows)[number]) => Value) => ({
    series: rows.map((row) => ({ ...row.period, ...value(row) })),
  });
  return {
    'buy.count': series(({ count }) => ({ value: count })),
    'buy.amount': series(({ amount }) => ({ value: amount })),
    'buy.aov': series(({ amount, count }) => rateOf(amount, count)),
    'buy.items': series(({ items, count }) => rateOf(items, count)),
    'buy.frequency': series(({ count, buyers }) => rateOf(count, buyers)),
  };
}

export function buyingNumbers(history: PlainHistory, asked: Asked): Numbers {
  const { asOf } = asked;
  const start = windowStart(asked);
  const all = [...groupBy(live(history), ({ member }) => member).values()].map((orders) =>
    orders.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
  );
  const split = all.map((orders) => ({
    before: orders.filter(({ day }) => day < start).length,
    within: orders.filter(({ day }) => day >= start).length,
  }));
  const buyers = split.filter(({ within }) => within > 0);
  const known = buyers.filter(({ before }) => before > 0).length;
  const second = (days: number) => {
    const cohort = all.filter(
      ([first]) => first !== undefined && first.day >= start && daysBetween(first.day, asOf) >= days,
    );
    const again = cohort.filter(([a, b]) => a !== undefined && b !== undefined && daysBetween(a.day, b.day) <= days);
    return rateOf(again.length, cohort.length);
  };
  const recencies = all.map((orders) => daysBetween(orders.at(-1)?.day ?? '', asOf));
  const gaps = all.flatMap(gapsOf).filter(({ endsOn }) => endsOn >= start);
  return {
    ...sales(history, asOf),
    'ret.silent': { value: all.filter((orders) => isSilent(orders, asOf)).length },
    'buy.recency': { bins: spans(recencyEdges, recencies) },
    'buy.times': {
      bins: spans(
        timesEdges,
        buyers.map(({ within }) => within),
      ),
    },
    'buy.interval': intervals(gaps.map(({ days }) => days)),
    'buy.repurchase': rateOf(buyers.filter(({ within }) => within > 1).length, buyers.length),
    'buy.returning_share': rateOf(known, buyers.length),
    'buy.repeat_base': rateOf(known, split.filter(({ before }) => before > 0).length),
    'buy.second_30': second(30),
    'buy.second_60': second(60),
    'buy.second_90': second(90),
    ...rfm(history, asked),
  };
}
