/** Facts of members as far as accounts know them, for tests that compare what accounts tell with what entries do. */
import type { PurchaseDay } from '../../shared/domain/account-statistics.ts';
import { dayOf, monthOf, monthOfDay } from '../../shared/domain/calendar.ts';
import type { Day, Month } from '../../shared/domain/calendar.ts';
import type { Tiers } from '../../shared/domain/programme.ts';
import { rational } from '../../shared/domain/rational.ts';
import { binOf, intervalBins } from '../../shared/domain/statistics/bins.ts';
import { countFacts } from '../../shared/domain/statistics/count-member.ts';
import type { MemberFacts } from '../../shared/domain/statistics/member-facts.ts';
import { moments, Rows } from '../../shared/domain/statistics/rows.ts';
import { countNames, Sums } from '../../shared/domain/statistics/sums.ts';
import type { CountName } from '../../shared/domain/statistics/sums.ts';

/** The older days of an account, made of all days in the plainest way. */
export function olderOf(days: readonly PurchaseDay[], asOf: Day): MemberFacts['older'] {
  const [first, next] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const lengths = days.slice(1).map(({ day: on }, index) => on - (days[index]?.day ?? on));
  const months = [...new Set(days.map(({ day: on }) => monthOfDay(on)))];
  let streak = 0;
  while (months.includes(monthOf(monthOfDay(last.day) - streak))) streak += 1;
  return {
    first: first.day,
    second: first.orders > 1 ? first.day : (next?.day ?? null),
    last: last.day,
    months: months.filter((month) => month > monthOfDay(asOf) - 84),
    streak,
    intervals: intervalBins.map(({ name }) => lengths.filter((length) => binOf(intervalBins, length) === name).length),
    orders: days.reduce((sum, { orders }) => sum + orders, 0),
  };
}

const isNothing = (value: unknown) => value === 0n || value === 0;

/** Facts as far back as an account knows, without what is nothing, in one order. */
export function known(facts: MemberFacts, asOf: Day) {
  const now = monthOfDay(asOf);
  const since = (months: number) => (month: Month) => month > now - months;
  const months = [...facts.months].filter(([month]) => since(13)(month));
  const flows = [...facts.flows].filter(([month]) => since(13)(month));
  const broken = new Map<string, bigint>();
  for (const { issued, expired, points } of facts.broken.filter(({ expired: month }) => since(2)(month))) {
    const key = `${String(issued)} ${String(expired)}`;
    broken.set(key, (broken.get(key) ?? 0n) + points);
  }
  const levels = Array.from({ length: 14 }, (_, index) => {
    return facts.levels.findLast(({ month }) => month <= now - index)?.level ?? null;
  });
  return {
    ...facts,
    older: null,
    days: facts.days.filter(({ day: on }) => since(24)(monthOfDay(on))),
    months: new Map(
      months.filter(([, of]) => !(isNothing(of.orders) && isNothing(of.netMinor) && isNothing(of.items.numerator))),
    ),
    flows: new Map(
      flows
        .map(
          ([month, of]) =>
            [
              month,
              Object.entries(of)
                .filter(([, points]) => !isNothing(points))
                .sort(),
            ] as const,
        )
        .filter(([, of]) => of.length > 0),
    ),
    visits: facts.visits
      .filter(({ day: on }) => since(2)(monthOfDay(on)))
      .toSorted((a, b) => a.day - b.day || a.hour - b.hour),
    broken,
    levels,
  };
}

/** Of what is counted by periods: how many months back an account knows, and the month of a key. */
type Horizon = { readonly months: number; readonly of: (first: number, second: number) => number };

const ofDay = (first: number) => monthOfDay(dayOf(first));
const ofFirst = (first: number) => first;
const ofSum = (first: number, second: number) => first + second;
const horizons = new Map<CountName, Horizon>([
  ['active.day', { months: 24, of: ofDay }],
  ['active.week', { months: 24, of: ofDay }],
  ['active.month', { months: 60, of: ofFirst }],
  ['retained', { months: 60, of: ofFirst }],
  ['returning', { months: 60, of: ofFirst }],
  ['lost', { months: 60, of: ofFirst }],
  ['cohort.active', { months: 60, of: ofSum }],
  ['loyal', { months: 12, of: ofFirst }],
  ['sales.orders', { months: 13, of: ofFirst }],
  ['sales.net', { months: 13, of: ofFirst }],
  ['sales.items', { months: 13, of: ofFirst }],
  ['points', { months: 13, of: (_, second) => second }],
  ['level.moved', { months: 13, of: ofFirst }],
  ['level.joined', { months: 13, of: ofFirst }],
  ['hour.purchases', { months: 2, of: ofFirst }],
  ['hour.members', { months: 2, of: ofFirst }],
  ['broken', { months: 2, of: ofSum }],
]);

function isKnown(name: CountName, key: readonly string[], asOf: Day): boolean {
  const horizon = horizons.get(name);
  const [first = 0, second = 0] = key.map(Number);
  return horizon === undefined || monthOfDay(asOf) - horizon.of(first, second) < horizon.months;
}

export function countsOf(facts: MemberFacts | undefined, asOf: Day, tiers: Tiers): ReadonlyMap<string, bigint> {
  const sums = new Sums();
  const silence = { factor: rational(2n), fallbackDays: 60 };
  if (facts !== undefined) countFacts(sums, facts, { asOf, tiers, silence, inactivityMonths: null });
  return new Map(
    countNames.flatMap((name) =>
      [...sums.entries(name)].flatMap(({ key, amount }): [string, bigint][] => {
        return amount === 0n || !isKnown(name, key, asOf) ? [] : [[[name, ...key].join(' '), amount]];
      }),
    ),
  );
}

/** What the ranks are made of, at every moment. */
export function rowOf(facts: MemberFacts | undefined, asOf: Day) {
  const rows = new Rows();
  if (facts !== undefined) rows.add(0, facts, asOf);
  return moments.map((moment) => rows.buyerAt(0, moment));
}

/** Whether a member is silent may differ: of intervals long past only their bins are known. */
export function withoutSilence(counts: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
  return new Map([...counts].filter(([name]) => !name.startsWith('silent')));
}
