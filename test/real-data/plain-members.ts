/** Who is active, who stays and who leaves, of the plain history: with sets of members by month. */
import { monthOf } from './months.ts';
import type { PlainHistory, PlainOrder } from './plain-history.ts';
import { daysBetween, periodsOf, textOfMonth, weekOf } from './plain-periods.ts';
import type { Period } from './plain-periods.ts';
import { fifths, rateOf } from './plain-rates.ts';

export type Asked = { readonly asOf: string; readonly window: 'month' | '12m' | 'all' };
export type Numbers = Record<string, unknown>;

/** The first day of a window, as text that sorts. */
export function windowStart({ asOf, window }: Asked): string {
  if (window === 'all') return '';
  return `${textOfMonth(monthOf(asOf) - (window === '12m' ? 11 : 0))}-01`;
}

export const monthText = (day: string) => day.slice(0, 7);
export const live = ({ orders }: PlainHistory) => orders.filter(({ isLive }) => isLive);

export function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

const membersBy = (orders: readonly PlainOrder[], of: (day: string) => string) =>
  new Map([...groupBy(orders, ({ day }) => of(day))].map(([key, some]) => [key, new Set(some.map((o) => o.member))]));

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((member) => b.has(member)).length;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function hours(orders: readonly PlainOrder[]) {
  const weekday = ({ day }: PlainOrder) => weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? '';
  const cells = groupBy(orders, (order) => `${weekday(order)} ${order.hour}`);
  return {
    rows: weekdays.flatMap((name) =>
      Array.from({ length: 24 }, (_, hour) => {
        const some = cells.get(`${name} ${hour}`) ?? [];
        const memberDays = new Set(some.map(({ member, day }) => `${member} ${day}`)).size;
        return { weekday: name, hour, purchases: some.length, memberDays };
      }),
    ),
  };
}

function streaks(months: readonly string[], active: (month: string) => ReadonlySet<string>) {
  const bins: { bin: string; value: number }[] = [];
  let running = active(months.at(-1) ?? '');
  for (let length = 1; running.size > 0; length += 1) {
    const before = active(months.at(-1 - length) ?? '');
    const longer = new Set([...running].filter((member) => before.has(member)));
    bins.push({ bin: String(length), value: running.size - longer.size });
    running = longer;
  }
  return { bins };
}

/** Loyal and high-value members of a month. */
function best(history: PlainHistory, month: string, active: (month: string) => ReadonlySet<string>) {
  const back = (months: number) => textOfMonth(monthOf(`${month}-01`) - months);
  const inYear = (day: string) => monthText(day) > back(12) && monthText(day) <= month;
  const year = groupBy(
    live(history).filter(({ day }) => inYear(day)),
    ({ member }) => member,
  );
  const three = [...active(month)].filter((member) => active(back(1)).has(member) && active(back(2)).has(member));
  const six = [...year].filter(([, orders]) => orders.length >= 6).map(([member]) => member);
  const spend = spendOf(history, inYear);
  const ranks = fifths(new Map([...year.keys()].map((member) => [member, spend.get(member) ?? 0])));
  const high = [...ranks.values()].filter((rank) => rank === 0).length;
  return { loyal: new Set([...three, ...six]).size, high };
}

/** Net spend by member on the days asked for. */
export function spendOf(history: PlainHistory, isIn: (day: string) => boolean): ReadonlyMap<string, number> {
  const spend = new Map<string, number>();
  for (const { member, day, minor } of history.orders)
    if (isIn(day)) spend.set(member, (spend.get(member) ?? 0) + minor);
  for (const { member, day, minor } of history.deductions)
    if (isIn(day)) spend.set(member, (spend.get(member) ?? 0) - minor);
  return spend;
}

function cohorts(
  months: readonly Period[],
  active: (month: string) => ReadonlySet<string>,
  first: (member: string) => string,
) {
  const table = (value: (cohort: ReadonlySet<string>, later: readonly string[]) => number) => ({
    cohorts: months.flatMap(({ period }, index) => {
      const members = new Set([...active(period)].filter((member) => first(member) === period));
      if (members.size === 0) return [];
      const rest = months.slice(index).map((other) => other.period);
      const values = rest.map((_, age) => value(members, rest.slice(age)));
      const running = months.at(-1)?.complete === true ? {} : { complete: false };
      return [{ cohort: period, size: members.size, ...running, values }];
    }),
  });
  const inAny = (cohort: ReadonlySet<string>, later: readonly string[]) =>
    [...cohort].filter((member) => later.some((month) => active(month).has(member))).length;
  return {
    'ret.n': table((cohort, [month = '']) => both(cohort, active(month))),
    'ret.rolling': table(inAny),
    'ret.churn_cohort': table((cohort, later) => cohort.size - inAny(cohort, later)),
  };
}

/** Those who joined, and the first day on which they did, by their first purchase, returned or not. */
function joinedOn({ orders }: PlainHistory): ReadonlyMap<string, string> {
  return new Map([...groupBy(orders, ({ member }) => member)].map(([member, [order]]) => [member, order?.day ?? '']));
}

const firstDaysOf = (history: PlainHistory) => joinedOn({ ...history, orders: live(history) });

export function windowedMemberNumbers(history: PlainHistory, asked: Asked): Numbers {
  const start = windowStart(asked);
  const firstDays = firstDaysOf(history);
  const observed = [...joinedOn(history)].filter(([, day]) => day >= start && daysBetween(day, asked.asOf) >= 30);
  const bought = observed.filter(([member, day]) => daysBetween(day, firstDays.get(member) ?? '9999-12-31') <= 30);
  return {
    'act.hour': hours(history.orders.filter(({ day }) => day >= start)),
    'act.enrol_to_first': rateOf(bought.length, observed.length),
  };
}

export function memberNumbers(history: PlainHistory, asOf: string): Numbers {
  const orders = live(history);
  const firstDays = firstDaysOf(history);
  const enrolled = [...joinedOn(history).values()];
  const begin = enrolled.reduce((a, b) => (a < b ? a : b));
  const months = periodsOf(begin, asOf, monthText);
  const monthly = membersBy(orders, monthText);
  const [none, names] = [new Set<string>(), months.map(({ period }) => period)];
  const active = (month: string): ReadonlySet<string> => monthly.get(month) ?? none;
  const first = (member: string) => monthText(firstDays.get(member) ?? '');
  const by = (value: (month: string, before: string) => number | object) => ({
    series: months.map((period, index) => {
      const of = value(period.period, months[index - 1]?.period ?? '');
      return { ...period, ...(typeof of === 'number' ? { value: of } : of) };
    }),
  });
  const sizes = (of: (day: string) => string) => {
    const groups = membersBy(orders, of);
    return { series: periodsOf(begin, asOf, of).map((p) => ({ ...p, value: groups.get(p.period)?.size ?? 0 })) };
  };
  const isNew = (month: string) => [...active(month)].filter((member) => first(member) === month).length;
  const lost = (month: string, before: string) => active(before).size - both(active(before), active(month));
  return {
    'act.dau': sizes((day) => day),
    'act.wau': sizes(weekOf),
    'act.mau': sizes(monthText),
    'act.new': by(isNew),
    'act.new_share': by((month) => rateOf(isNew(month), active(month).size)),
    'act.enrol': by((month) => enrolled.filter((day) => monthText(day) === month).length),
    'comp.retained': by((month, before) => both(active(month), active(before))),
    'comp.returning': by((month, before) => active(month).size - both(active(month), active(before)) - isNew(month)),
    'comp.lost': by(lost),
    'comp.streak': streaks(names, active),
    'comp.loyal': by((month) => best(history, month, active).loyal),
    'comp.high': by((month) => best(history, month, active).high),
    ...cohorts(months, active, first),
    'ret.churn_period': by((month, before) => rateOf(lost(month, before), active(before).size)),
  };
}
