/** Adds one member's activity to the sums: active periods, how months follow each other, cohorts. */
import { monthOf, monthOfDay } from '../calendar.ts';
import type { Month } from '../calendar.ts';
import type { MemberFacts } from './member-facts.ts';
import { mondayOf } from './periods.ts';
import type { Sums } from './sums.ts';
import type { SumsContext } from './sums-context.ts';
import { isWithin, windowNames, yearOfMonths } from './windows.ts';

const enrolmentDays = 30;
/** Months in a row, or orders in twelve months, that make a loyal member. */
const loyalMonths = 3;
const loyalOrders = 6;

function countEnrolment(sums: Sums, { enrolledOn, days: [first] }: MemberFacts, { asOf }: SumsContext): void {
  if (enrolledOn > asOf) return;
  sums.add('enrolled', [monthOfDay(enrolledOn)]);
  if (asOf - enrolledOn < enrolmentDays) return;
  for (const window of windowNames) {
    if (!isWithin(window, asOf, enrolledOn)) continue;
    sums.add('enrolled.observed', [window]);
    if (first !== undefined && first.day - enrolledOn <= enrolmentDays) sums.add('enrolled.bought', [window]);
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

/** Active months from the first one on: runs of them, comings and goings, the cohort of the first. */
function countMonths(sums: Sums, active: ReadonlySet<Month>, first: Month, last: Month): number {
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
    run = isActive ? run + 1 : 0;
  }
  return run;
}

/** Loyal by month: a run of three active months that ends with it, or six orders in the twelve months to its end. */
function countLoyalty(
  sums: Sums,
  { months }: MemberFacts,
  active: ReadonlySet<Month>,
  first: Month,
  last: Month,
): void {
  let [run, orders] = [0, 0];
  for (let number: number = first; number <= last; number += 1) {
    const month = monthOf(number);
    run = active.has(month) ? run + 1 : 0;
    orders += months.get(month)?.orders ?? 0;
    orders -= months.get(monthOf(month - yearOfMonths))?.orders ?? 0;
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
  const active = new Set(days.map(({ day }) => monthOfDay(day)));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return;
  const [cohort, now] = [monthOfDay(first.day), monthOfDay(context.asOf)];
  sums.add('first.month', [cohort]);
  sums.add('cohort.last', [cohort, monthOfDay(last.day) - cohort]);
  const run = countMonths(sums, active, cohort, now);
  if (run > 0) sums.add('streak', [run]);
  countLoyalty(sums, facts, active, cohort, now);
}
