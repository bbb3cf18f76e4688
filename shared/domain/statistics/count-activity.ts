/** Adds one member's activity to the sums: active periods, how months follow each other, cohorts. */
import { firstPurchaseDay, lastPurchaseDay } from '../account-statistics.ts';
import type { PurchaseDay } from '../account-statistics.ts';
import { monthOf, monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import type { MemberFacts } from './member-facts.ts';
import { mondayOf } from './periods.ts';
import type { Sums } from './sums.ts';
import type { SumsContext } from './sums-context.ts';
import { isWithin, windowNames, yearOfMonths } from './windows.ts';

const enrolmentDays = 30;
/** Months in a row, or orders in twelve months, that make a loyal member. */
const loyalMonths = 3;
const loyalOrders = 6;

function countEnrolment(sums: Sums, facts: MemberFacts, { asOf }: SumsContext): void {
  const { enrolledOn } = facts;
  const first = firstPurchaseDay(facts);
  if (enrolledOn > asOf) return;
  sums.add('enrolled', [monthOfDay(enrolledOn)]);
  if (asOf - enrolledOn < enrolmentDays) return;
  for (const window of windowNames) {
    if (!isWithin(window, asOf, enrolledOn)) continue;
    sums.add('enrolled.observed', [window]);
    if (first !== undefined && first - enrolledOn <= enrolmentDays) sums.add('enrolled.bought', [window]);
  }
}

function countHours(sums: Sums, { visits }: MemberFacts): void {
  const seen = new Set<string>();
  for (const { day, hour } of visits) {
    const key = [monthOfDay(day), day - mondayOf(day), hour];
    sums.add('hour.purchases', key);
    const place = `${String(day)} ${String(hour)}`;
    if (!seen.has(place)) sums.add('hour.members', key);
    seen.add(place);
  }
}

/** The months in which a member was active, from the first one to that of the report's day. */
type ActiveMonths = {
  readonly active: ReadonlySet<Month>;
  readonly first: Month;
  readonly last: Month;
  /** Active months in a row that end with a month, where that is known without all of them. */
  readonly streaks: ReadonlyMap<Month, number>;
};

function monthsOf({ days, older }: MemberFacts, first: Day, asOf: Day): ActiveMonths {
  return {
    active: new Set([...(older?.months ?? []), ...days.map(({ day }) => monthOfDay(day))]),
    first: monthOfDay(first),
    last: monthOfDay(asOf),
    streaks: new Map(older === null ? [] : [[monthOfDay(older.last), older.streak]]),
  };
}

/** Runs of active months, comings and goings, the cohort of the first. */
function countMonths(sums: Sums, { active, first, last, streaks }: ActiveMonths): number {
  let run = 0;
  for (let number: number = first; number <= last; number += 1) {
    const month = monthOf(number);
    const isActive = active.has(month);
    if (isActive) {
      sums.add('active.month', [month]);
      sums.add('cohort.active', [first, month - first]);
      if (month > first) sums.add(run > 0 ? 'retained' : 'returning', [month]);
    } else if (run > 0) {
      sums.add('lost', [month]);
    }
    run = isActive ? (streaks.get(month) ?? run + 1) : 0;
  }
  return run;
}

/** Loyal by month: a run of three active months that ends with it, or six orders in the twelve months to its end. */
function countLoyalty(sums: Sums, days: readonly PurchaseDay[], { active, first, last }: ActiveMonths): void {
  const bought = new Map<number, number>();
  for (const { day, orders } of days) {
    const month = monthOfDay(day);
    bought.set(month, (bought.get(month) ?? 0) + orders);
  }
  let [run, orders] = [0, 0];
  for (let number: number = first; number <= last; number += 1) {
    const month = monthOf(number);
    run = active.has(month) ? run + 1 : 0;
    orders += bought.get(month) ?? 0;
    orders -= bought.get(month - yearOfMonths) ?? 0;
    if (run >= loyalMonths || orders >= loyalOrders) sums.add('loyal', [month]);
  }
}

/** Counts a member. */
export function countActivity(sums: Sums, facts: MemberFacts, context: SumsContext): void {
  countEnrolment(sums, facts, context);
  countHours(sums, facts);
  const { days } = facts;
  for (const { day } of days) sums.add('active.day', [day]);
  for (const monday of new Set(days.map(({ day }) => mondayOf(day)))) sums.add('active.week', [monday]);
  const [first, last] = [firstPurchaseDay(facts), lastPurchaseDay(facts)];
  if (first === undefined || last === undefined) return;
  const months = monthsOf(facts, first, context.asOf);
  sums.add('first.month', [months.first]);
  sums.add('cohort.last', [months.first, monthOfDay(last) - months.first]);
  const run = countMonths(sums, months);
  if (run > 0) sums.add('streak', [run]);
  countLoyalty(sums, days, months);
}
