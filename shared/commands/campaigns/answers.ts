/** How commands about plans answer: with what is so from now on, or with why nothing has changed. */
import type { Plan } from '../../contracts/campaign-records.ts';

/** Why a command about a plan is refused; each with a sentence that says what would be accepted. */
export const planRefusals = {
  'unknown-campaign': 'a campaign that was published',
  'other-content': 'a version is published once; give the change a new number',
  'older-version': 'a version above the newest that is published',
  'not-approved': 'a plan that was approved and is not paused',
  'not-paused': 'a plan that is paused',
  'no-approver': 'the name of who approves',
  'already-cancelled': 'a plan that was not cancelled; publish a new version to begin again',
  'newer-version': 'the newest version, which another one has become meanwhile',
} as const;
export type PlanRefusal = keyof typeof planRefusals;

export type PlanAnswer =
  | { readonly status: 'done' | 'unchanged'; readonly plan: Plan }
  | { readonly status: 'refused'; readonly code: PlanRefusal; readonly rule: string };

export function refusePlan(code: PlanRefusal): Extract<PlanAnswer, { status: 'refused' }> {
  return { status: 'refused', code, rule: planRefusals[code] };
}
