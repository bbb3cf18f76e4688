/** Which run a state machine was started for. */
import { scheduledTime, scheduledTimeHere } from '../../domain/campaigns/scheduled-time.ts';
import { parseInstant } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ReadCampaign } from './published-campaign.ts';

type Reading = { readonly campaigns: Pick<CampaignStore, 'plan'>; readonly published: ReadCampaign };

/**
 * The scheduled time of the run that is to be started. Where a scheduler has left its own words in the place of the time, as
 * the local emulator does, it is the newest time of the plan's schedule: the one that has made it fire.
 *
 * @throws TypeError for what is no time
 */
export async function timeOfRun(
  { campaigns, published }: Reading,
  { campaignId, told, now }: { readonly campaignId: string; readonly told: string; readonly now: Instant },
): Promise<Instant> {
  const instant = parseInstant(told);
  if (instant !== undefined) return instant;
  if (told !== scheduledTimeHere) throw new TypeError('a scheduled time is an instant');
  const hash = (await campaigns.plan(campaignId))?.approvedHash ?? null;
  if (hash === null) return now;
  return scheduledTime((await published(hash)).campaign, now) ?? now;
}
