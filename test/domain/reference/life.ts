/** How long points live. */
import { dayAfter, nextMonthDay, plusDays, plusMonths } from './dates.ts';
import type { PlainExpiry } from './plain.ts';

/** The first day on which points that are available from `day` on cannot be used; undefined is never. */
export function endOfLife(expiry: PlainExpiry, day: string): string | undefined {
  switch (expiry.policy) {
    case 'never':
      return undefined;
    case 'fixed':
      return expiry.on.startsWith('--') ? nextMonthDay(day, expiry.on.slice(2)) : expiry.on;
    case 'endOf':
      return dayAfter(expiry.period, day, expiry.plus);
    case 'after': {
      const { months, days = 0, roundUpTo } = expiry;
      const end = months === undefined ? plusDays(day, days) : plusMonths(day, months);
      return roundUpTo === 'day' ? end : dayAfter(roundUpTo, end);
    }
  }
}
