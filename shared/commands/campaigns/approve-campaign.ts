/** Somebody answers for a version: from then on it runs by its schedule, or follows its event. */
import { formatInstant } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import { refusePlan } from './answers.ts';
import type { PlanAnswer } from './answers.ts';
import { changePlan } from './change-plan.ts';
import type { PlanStore } from './change-plan.ts';
import type { ReadCampaign } from './published-campaign.ts';

export type ApproveDependencies = { readonly campaigns: PlanStore; readonly published: ReadCampaign };

/**
 * Approves the newest version. A plan that is paused stays so: approving is about what is sent, resuming about when.
 *
 * @param by the name of who approves
 */
export async function approveCampaign(
  { campaigns, published }: ApproveDependencies,
  { campaignId, by, now }: { readonly campaignId: string; readonly by: string; readonly now: Instant },
): Promise<PlanAnswer> {
  if (by.trim() === '') return refusePlan('no-approver');
  const known = await campaigns.plan(campaignId);
  if (known === undefined) return refusePlan('unknown-campaign');
  const { trigger } = (await published(known.hash)).campaign;
  return changePlan(campaigns, campaignId, (plan) => {
    if (plan.state === 'cancelled') return { refused: 'already-cancelled' };
    // Another version was published meanwhile: nobody has looked at that one.
    if (plan.hash !== known.hash) return { refused: 'newer-version' };
    if (plan.approvedHash === plan.hash) return 'unchanged';
    return {
      state: plan.state === 'paused' ? 'paused' : 'approved',
      approvedVersion: plan.version,
      approvedHash: plan.hash,
      approvedBy: by,
      approvedAt: formatInstant(now),
      follows: trigger.by === 'event' ? trigger.event : null,
      pausedFor: plan.state === 'paused' ? plan.pausedFor : null,
    };
  });
}
