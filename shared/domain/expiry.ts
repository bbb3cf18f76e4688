/** How long points live (domain.md, "Lots, pending, expiry"). */
import { addDays, addMonths, civilFromDay, dayFromCivil, daysInMonth, firstDayAfter } from './calendar.ts';
import type { Day, Period } from './calendar.ts';

/** A life that is counted from the day on which the points become available. */
type AfterPolicy = {
  readonly policy: 'after';
  readonly life: { readonly months: number } | { readonly days: number };
  readonly roundUpTo: Period;
};

/** Points end with the period in which they become available, or so many periods later. */
type EndOfPolicy = { readonly policy: 'endOf'; readonly period: Exclude<Period, 'day'>; readonly plus: number };

/** Points end on one day, or on the first such month-day after they become available. */
type FixedPolicy = {
  readonly policy: 'fixed';
  readonly on: Day | { readonly month: number; readonly day: number };
};

type NeverPolicy = { readonly policy: 'never' };

/** What counts as a sign of life where points end with inactivity. */
export const acts = ['purchase', 'earning', 'redeeming'] as const;
export type Act = (typeof acts)[number];

/** No lot has a day of its own: all points end so many months after the member's last qualifying act. */
type InactivityPolicy = { readonly policy: 'inactivity'; readonly months: number; readonly acts: readonly Act[] };

export type ExpiryPolicy = AfterPolicy | EndOfPolicy | FixedPolicy | NeverPolicy | InactivityPolicy;

/**
 * With `roundUpTo: day` the available day plus the life; with a longer period the first day after the period that
 * contains that day.
 */
function expiresAfter({ life, roundUpTo }: AfterPolicy, availableOn: Day): Day {
  const end = 'months' in life ? addMonths(availableOn, life.months) : addDays(availableOn, life.days);
  return roundUpTo === 'day' ? end : firstDayAfter(roundUpTo, end);
}

function expiresAtEndOf({ period, plus }: EndOfPolicy, availableOn: Day): Day {
  let end = firstDayAfter(period, availableOn);
  for (let further = 0; further < plus; further += 1) end = firstDayAfter(period, end);
  return end;
}

/** The month-day in a year; 29 February is the 28th where there is none, as everywhere in month arithmetic. */
function monthDayIn(year: number, { month, day }: { readonly month: number; readonly day: number }): Day {
  return dayFromCivil({ year, month, day: Math.min(day, daysInMonth(year, month)) });
}

function expiresOnFixed({ on }: FixedPolicy, availableOn: Day): Day {
  if (typeof on === 'number') return on;
  const { year } = civilFromDay(availableOn);
  const thisYear = monthDayIn(year, on);
  return thisYear > availableOn ? thisYear : monthDayIn(year + 1, on);
}

/**
 * The first business day on which points that become available on `availableOn` cannot be used; null is never. It may
 * lie before that day where the programme names a date that has passed: such points expire at once.
 */
export function expiresOn(policy: ExpiryPolicy, availableOn: Day): Day | null {
  switch (policy.policy) {
    case 'after':
      return expiresAfter(policy, availableOn);
    case 'endOf':
      return expiresAtEndOf(policy, availableOn);
    case 'fixed':
      return expiresOnFixed(policy, availableOn);
    case 'never':
    case 'inactivity':
      return null;
  }
}
