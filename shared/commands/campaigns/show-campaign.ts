/** What there is to see of a plan: where it stands, its versions and its runs. */
import type { CampaignVersion, Plan, Run } from '../../contracts/campaign-records.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';

export type ShownCampaign = {
  readonly plan: Plan;
  /** The oldest first. */
  readonly versions: readonly CampaignVersion[];
  readonly runs: readonly Run[];
};

/** A plan with all its versions and runs; undefined where there is none of the id. */
export async function showCampaign(
  campaigns: Pick<CampaignStore, 'plan' | 'versions' | 'runs'>,
  campaignId: string,
): Promise<ShownCampaign | undefined> {
  const plan = await campaigns.plan(campaignId);
  if (plan === undefined) return undefined;
  return { plan, versions: await campaigns.versions(campaignId), runs: await campaigns.runs(campaignId) };
}
