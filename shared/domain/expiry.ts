/** How long points live (domain.md, "Lots, pending, expiry"). */
import { addDays, addMonths, firstDayAfter } from './calendar.ts';
import type { Day, Period } from './calendar.ts';

/** The life of points that is counted from the day they become available. */
export type ExpiryPolicy = {
  readonly policy: 'after';
  readonly life: { readonly months: number } | { readonly days: number };
  readonly roundUpTo: Period;
};

/**
 * The first business day on which points that become available on `availableOn` cannot be used.
 *
 * With `roundUpTo: day` that is the available day plus the life; with a longer period it is the first day after the
 * period that contains that day.
 */
export function expiresOn(policy: ExpiryPolicy, availableOn: Day): Day {
  const end =
    'months' in policy.life ? addMonths(availableOn, policy.life.months) : addDays(availableOn, policy.life.days);
  return policy.roundUpTo === 'day' ? end : firstDayAfter(policy.roundUpTo, end);
}
