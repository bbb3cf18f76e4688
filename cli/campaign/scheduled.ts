import { parseCron } from '../../shared/domain/campaigns/cron.ts';
import type { Campaign } from '../../shared/domain/campaigns/campaign.ts';
import { newestTime } from '../../shared/domain/campaigns/schedule.ts';
import type { Instant } from '../../shared/domain/zone.ts';

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
