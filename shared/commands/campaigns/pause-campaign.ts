/** Pausing and resuming a plan. While it is paused nothing of it is handed out, and what is on its way is given back. */
import type { Plan } from '../../contracts/campaign-records.ts';
import type { PlanAnswer } from './answers.ts';
import { changePlan } from './change-plan.ts';
import type { PlanStore } from './change-plan.ts';

/** Pauses a plan because somebody asked for it. One that has paused itself stays paused for its own reason. */
export async function pauseCampaign(campaigns: PlanStore, campaignId: string): Promise<PlanAnswer> {
  return changePlan(campaigns, campaignId, ({ state }) => {
    if (state === 'paused') return 'unchanged';
    return state === 'approved' ? { state: 'paused', pausedFor: 'asked' } : { refused: 'not-approved' };
  });
}

/**
 * Pauses a plan by itself: too many of its first messages bounce or are complained of, or the provider takes none. Once
 * somebody has resumed it, it is not paused again for the same until its next run: they have seen the numbers.
 */
export async function pauseByItself(
  campaigns: PlanStore,
  campaignId: string,
  pausedFor: Exclude<Plan['pausedFor'], 'asked' | null>,
): Promise<PlanAnswer> {
  return changePlan(campaigns, campaignId, (plan) => {
    if (plan.state !== 'approved') return 'unchanged';
    const isSeen = plan.pausedFor === pausedFor && pausedFor !== 'provider';
    return isSeen ? 'unchanged' : { state: 'paused', pausedFor };
  });
}

/** Resumes a plan, also one that has paused itself: why it did stays on record until its next run. */
export async function resumeCampaign(campaigns: PlanStore, campaignId: string): Promise<PlanAnswer> {
  return changePlan(campaigns, campaignId, ({ state, pausedFor }) => {
    if (state === 'approved') return 'unchanged';
    if (state !== 'paused') return { refused: state === 'cancelled' ? 'already-cancelled' : 'not-paused' };
    return { state: 'approved', pausedFor: pausedFor === 'asked' ? null : pausedFor };
  });
}
