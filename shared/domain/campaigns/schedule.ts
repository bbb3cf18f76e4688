/**
 * When a recurring schedule runs, as EventBridge Scheduler does it: by the clock of its zone; a time that the clock skips
 * in spring is skipped, and one that it shows twice in autumn runs once, which here is the first
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time).
 */
import { addDays, civilFromDay, dayFromCivil } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { businessDay, instantAt } from '../zone.ts';
import type { Instant } from '../zone.ts';
import { firstYear, lastYear } from './cron.ts';
import type { Cron } from './cron.ts';

const firstDay = dayFromCivil({ year: firstYear, month: 1, day: 1 });
const lastDay = dayFromCivil({ year: lastYear, month: 12, day: 31 });

/** All instants of a day, in order: a clock that goes back may show a later time earlier. */
function instantsOn(day: Day, { times, isOn }: Cron, timeZone: string): readonly Instant[] {
  if (!isOn(day)) return [];
  return times.flatMap((time) => instantAt(day, time, timeZone) ?? []).sort((a, b) => a - b);
}

/** The next day to look at: one by one in months that the expression names, else past the end of the month. */
function further(day: Day, by: 1 | -1, { months, years }: Cron): Day {
  const { year, month } = civilFromDay(day);
  if (!years.has(year))
    return by > 0
      ? dayFromCivil({ year: year + 1, month: 1, day: 1 })
      : addDays(dayFromCivil({ year, month: 1, day: 1 }), -1);
  if (months.has(month)) return addDays(day, by);
  if (by < 0) return addDays(dayFromCivil({ year, month, day: 1 }), -1);
  return month === 12
    ? dayFromCivil({ year: year + 1, month: 1, day: 1 })
    : dayFromCivil({ year, month: month + 1, day: 1 });
}

/** The newest time that is not after an instant; undefined when there was none. */
export function newestTime(cron: Cron, timeZone: string, instant: Instant): Instant | undefined {
  for (let day = businessDay(instant, timeZone); day >= firstDay; day = further(day, -1, cron)) {
    const found = instantsOn(day, cron, timeZone).findLast((at) => at <= instant);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The next time after an instant; undefined when there is none any more. */
export function nextTime(cron: Cron, timeZone: string, instant: Instant): Instant | undefined {
  for (let day = businessDay(instant, timeZone); day <= lastDay; day = further(day, 1, cron)) {
    const found = instantsOn(day, cron, timeZone).find((at) => at > instant);
    if (found !== undefined) return found;
  }
  return undefined;
}
