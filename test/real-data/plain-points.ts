/** Points and levels of the plain history. */
import type { PlainRules } from './fold.ts';
import { goneOn, monthOf } from './months.ts';
import type { PlainFlow, PlainHistory } from './plain-history.ts';
import { monthText, windowStart } from './plain-members.ts';
import type { Asked, Numbers } from './plain-members.ts';
import { daysBetween, periodsOf, textOfMonth } from './plain-periods.ts';
import { rateOf } from './plain-rates.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const inMonth = (flows: readonly PlainFlow[], month: string) =>
  sum(flows.filter(({ day }) => monthText(day) === month).map(({ points }) => points));

export function pointsNumbers(history: PlainHistory, asked: Asked, { months: life }: PlainRules): Numbers {
  const { asOf } = asked;
  const { issued, returned, pots, debt } = history;
  const begin = issued.map(({ day }) => day).reduce((a, b) => (a < b ? a : b));
  const months = periodsOf(begin, asOf, monthText);
  const expired = pots.map((pot) => ({ day: goneOn(pot.month, life), points: pot.expired }));
  const series = (value: (month: string) => object | number) => ({
    series: months.map((period) => {
      const of = value(period.period);
      return { ...period, ...(typeof of === 'number' ? { value: of } : of) };
    }),
  });
  const left = pots.map((pot) => ({ days: daysBetween(asOf, goneOn(pot.month, life)), points: pot.left }));
  const balance = sum(left.map(({ points }) => points));
  const since = (flows: readonly PlainFlow[]) =>
    sum(flows.filter(({ day }) => day >= windowStart(asked)).map(({ points }) => points));
  const moved = { earned: since(issued), returned: 0 - since(returned), expired: 0 - since(expired) };
  const bridge = { redeemed: 0, restored: 0, bonus: 0, adjusted: 0, transferred: 0, imported: 0, ...moved };
  const opening = balance - debt - sum(Object.values(moved));
  return {
    'pts.issued': series((month) => inMonth(issued, month)),
    'pts.redeemed': series(() => 0),
    'pts.expired': series((month) => inMonth(expired, month)),
    'pts.returned': series((month) => inMonth(returned, month)),
    'pts.balance': { value: balance },
    'pts.expiring': {
      bins: [30, 60, 90].map((limit) => {
        return { bin: String(limit), value: sum(left.filter(({ days }) => days <= limit).map(({ points }) => points)) };
      }),
    },
    'pts.redeem_rate': series((month) => rateOf(0, inMonth(issued, month))),
    'pts.breakage': {
      cohorts: months.flatMap(({ period }, index) => {
        const size = inMonth(issued, period);
        const gone = sum(pots.filter(({ month }) => textOfMonth(month) === period).map((pot) => pot.expired));
        const goneIn = monthText(goneOn(monthOf(`${period}-01`), life));
        const values = months.slice(index).map((later) => (later.period >= goneIn ? gone : 0));
        const running = months.at(-1)?.complete === true ? {} : { complete: false };
        return size === 0 ? [] : [{ cohort: period, size, ...running, values }];
      }),
    },
    // Nothing is redeemed in these files, and a point has no value.
    'pts.liability': { value: null, bridge: { opening, ...bridge, closing: balance - debt } },
  };
}

export function tierNumbers({ levels }: PlainHistory, asked: Asked, rules: PlainRules): Numbers {
  const ids = rules.levels.map(({ id }) => id);
  const all = [...levels].sort(([a], [b]) => a - b);
  const now = [...(all.at(-1)?.[1] ?? [])];
  const start = windowStart(asked);
  const earlier = start === '' ? undefined : levels.get(monthOf(start) - 1);
  const from = (member: string) => ids[earlier?.get(member) ?? -1] ?? 'joined';
  const month = periodsOf(`${textOfMonth(all[0]?.[0] ?? 0)}-01`, asked.asOf, monthText);
  const share = (isOne: (before: number, after: number) => boolean) => ({
    series: month.map((period, index) => {
      const before = [...(all[index - 1]?.[1] ?? [])];
      const after = all[index]?.[1];
      const moved = before.filter(([member, level]) => isOne(level, after?.get(member) ?? -1));
      return { ...period, ...rateOf(moved.length, before.length) };
    }),
  });
  return {
    'tier.mix': { bins: ids.map((bin, level) => ({ bin, value: now.filter(([, other]) => other === level).length })) },
    'tier.migrate': {
      rows: ['joined', ...ids].flatMap((row) => {
        const members = now.filter(([member]) => from(member) === row);
        return ids.flatMap((to, level) => {
          const there = members.filter(([, other]) => other === level).length;
          return there === 0 ? [] : [{ from: row, to, ...rateOf(there, members.length) }];
        });
      }),
    },
    'tier.up': share((before, after) => after > before),
    'tier.down': share((before, after) => after < before),
    'tier.keep': share((before, after) => after === before),
  };
}
