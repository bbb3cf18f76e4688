/** Starts a run of a plan, once for each scheduled time. */
import type { Run } from '../../contracts/campaign-records.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import { refusePlan } from './answers.ts';
import type { PlanAnswer } from './answers.ts';
import { runKey } from './campaign-keys.ts';

export type StartDependencies = { readonly campaigns: Pick<CampaignStore, 'plan' | 'putPlan' | 'run' | 'startRun'> };

export type Started =
  /** `exists`: somebody has started it before, and nothing is done again. */
  { readonly status: 'started' | 'exists'; readonly run: Run } | Extract<PlanAnswer, { status: 'refused' }>;

/**
 * Starts the run of a scheduled time with the version that is approved. A schedule may fire twice, and somebody may start
 * by hand what the schedule has started: it is one run.
 */
export async function startRun(
  { campaigns }: StartDependencies,
  {
    campaignId,
    scheduledAt,
    now,
  }: { readonly campaignId: string; readonly scheduledAt: Instant; readonly now: Instant },
): Promise<Started> {
  const plan = await campaigns.plan(campaignId);
  if (plan === undefined) return refusePlan('unknown-campaign');
  const key = runKey(campaignId, scheduledAt);
  const known = await campaigns.run(key);
  if (known !== undefined) return { status: 'exists', run: known };
  const { state, approvedVersion: version, approvedHash: hash } = plan;
  if (state !== 'approved' || version === null || hash === null) return refusePlan('not-approved');
  const run: Run = {
    campaignId,
    run: key,
    revision: 1,
    state: 'planning',
    version,
    hash,
    scheduledAt,
    startedAt: now,
    counts: null,
    windowClosesAt: null,
    endedAt: null,
  };
  if ((await campaigns.startRun(run)) === 'exists') {
    const others = await campaigns.run(key);
    if (others !== undefined) return { status: 'exists', run: others };
  }
  // What an earlier run was paused and resumed for is no reason any more; whoever changes the plan meanwhile is right.
  if (plan.pausedFor !== null) {
    await campaigns.putPlan({ ...plan, pausedFor: null, revision: plan.revision + 1 }, plan.revision);
  }
  return { status: 'started', run };
}
