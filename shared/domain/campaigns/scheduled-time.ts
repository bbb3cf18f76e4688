/** Which time of its schedule a run is of: the time is its key. */
import type { Instant } from '../zone.ts';
import type { Campaign } from './campaign.ts';
import { parseCron } from './cron.ts';
import { newestTime } from './schedule.ts';

/**
 * What a schedule's input has in the place of the time that it was to fire at; EventBridge Scheduler fills that in
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
 */
export const scheduledTimeHere = '<aws.scheduler.scheduled-time>';

/**
 * The time whose run is started at an instant: the newest of a recurring schedule; of a single time that time, or the
 * instant itself when it is earlier, so that somebody may start by hand what is not due yet.
 *
 * @returns null of a plan that follows an event, and of a recurring schedule that has not had a time yet
 */
export function scheduledTime({ trigger }: Pick<Campaign, 'trigger'>, now: Instant): Instant | null {
  switch (trigger.by) {
    case 'event':
      return null;
    case 'at':
      return trigger.at <= now ? trigger.at : now;
    case 'cron': {
      const cron = parseCron(trigger.cron);
      if (cron === undefined) throw new TypeError('a published schedule was checked');
      return newestTime(cron, trigger.timeZone, now) ?? null;
    }
  }
}
