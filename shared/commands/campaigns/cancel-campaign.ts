/** Ends a plan for good: nothing of it is planned any more, and what was planned is not sent. */
import type { Run } from '../../contracts/campaign-records.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { PlanAnswer } from './answers.ts';
import { changePlan } from './change-plan.ts';
import type { PlanStore } from './change-plan.ts';

export type CancelDependencies = { readonly campaigns: PlanStore & Pick<CampaignStore, 'runs' | 'run' | 'putRun'> };

/** Cancels a run that has not come to its end, whatever others make of it meanwhile. */
async function cancelRun(campaigns: CancelDependencies['campaigns'], key: string, now: Instant): Promise<void> {
  for (;;) {
    const run = await campaigns.run(key);
    if (run === undefined || (run.state !== 'planning' && run.state !== 'planned')) return;
    const cancelled: Run = { ...run, revision: run.revision + 1, state: 'cancelled', endedAt: now };
    if ((await campaigns.putRun(cancelled, run.revision)) === 'committed') return;
  }
}

/** Cancels the plan first, so that no run is started behind those that are cancelled here. Asked again, it goes on. */
export async function cancelCampaign(
  { campaigns }: CancelDependencies,
  { campaignId, now }: { readonly campaignId: string; readonly now: Instant },
): Promise<PlanAnswer> {
  const answer = await changePlan(campaigns, campaignId, ({ state }) =>
    state === 'cancelled' ? 'unchanged' : { state: 'cancelled', follows: null, pausedFor: null },
  );
  if (answer.status === 'refused') return answer;
  for (const { run } of await campaigns.runs(campaignId)) await cancelRun(campaigns, run, now);
  return answer;
}
