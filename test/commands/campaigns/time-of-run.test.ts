/** Which run a schedule has started. */
import { beforeEach, expect, it } from 'vitest';
import { publishedCampaigns } from '../../../shared/commands/campaigns/published-campaign.ts';
import { timeOfRun } from '../../../shared/commands/campaigns/time-of-run.ts';
import { scheduledTimeHere } from '../../../shared/domain/campaigns/scheduled-time.ts';
import { noon, planOf } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';
import { at } from './run-of-campaign.ts';

let office: PostOffice;
beforeEach(() => {
  office = new PostOffice();
});

async function timeOf(told: string, campaignId = 'spring') {
  const { campaigns } = office;
  return timeOfRun({ campaigns, published: publishedCampaigns(campaigns) }, { campaignId, told, now: noon });
}

it('is the time that is told', async () => {
  expect(await timeOf('2026-03-01T10:00:00Z')).toBe(at('2026-03-01T10:00:00Z'));
  await expect(timeOf('soon')).rejects.toThrow('a scheduled time is an instant');
});

it('is the newest of the plan’s own times where the scheduler tells none', async () => {
  await office.publish(planOf({ trigger: { schedule: { cron: '30 11 * * ? *', timeZone: 'Asia/Shanghai' } } }));
  expect(await timeOf(scheduledTimeHere)).toBe(at('2026-03-10T11:30:00+08:00'));
  await office.publish(planOf({ id: 'once', trigger: { schedule: { at: '2026-03-10T11:59:58+08:00' } } }));
  expect(await timeOf(scheduledTimeHere, 'once')).toBe(at('2026-03-10T11:59:58+08:00'));
});

it('is now of a plan that has none, which is refused then', async () => {
  expect(await timeOf(scheduledTimeHere, 'nobody')).toBe(noon);
});
