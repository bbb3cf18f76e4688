/** Reads a plan, decides, and puts it: again when somebody else was faster. */
import type { Plan } from '../../contracts/campaign-records.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import { refusePlan } from './answers.ts';
import type { PlanAnswer, PlanRefusal } from './answers.ts';

export type PlanStore = Pick<CampaignStore, 'plan' | 'putPlan'>;

/** What is changed of a plan; `unchanged` where it is so already. */
export type Decided = Partial<Plan> | 'unchanged' | { readonly refused: PlanRefusal };

/** @param decide of the plan as it is; called again for what it has become, if need be */
export async function changePlan(
  campaigns: PlanStore,
  campaignId: string,
  decide: (plan: Plan) => Decided,
): Promise<PlanAnswer> {
  for (;;) {
    const plan = await campaigns.plan(campaignId);
    if (plan === undefined) return refusePlan('unknown-campaign');
    const decided = decide(plan);
    if (decided === 'unchanged') return { status: 'unchanged', plan };
    if ('refused' in decided) return refusePlan(decided.refused);
    const changed = { ...plan, ...decided, revision: plan.revision + 1 };
    if ((await campaigns.putPlan(changed, plan.revision)) === 'committed') return { status: 'done', plan: changed };
  }
}
