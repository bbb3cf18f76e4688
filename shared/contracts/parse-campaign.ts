/** The document of a campaign plan on its way in: to the plan that decisions use, or to every fault that it has. */
import type { Campaign } from '../domain/campaigns/campaign.ts';
import { compileCampaign } from './campaign.ts';
import { checkCampaign } from './campaign-check.ts';
import type { CampaignContext } from './campaign-check.ts';
import { campaignDocument } from './campaign-document.ts';
import type { CampaignDocument } from './campaign-document.ts';
import { faultsOfIssue } from './programme-fault.ts';
import type { Fault } from './programme-fault.ts';
import type { ProgrammeDocument } from './programme-document.ts';

export type { CampaignContext } from './campaign-check.ts';

export type CampaignResult =
  | { readonly ok: true; readonly campaign: Campaign; readonly document: CampaignDocument }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** What a programme gives plans to name. */
export function namesOfProgramme({
  tiers,
  earn,
}: Pick<ProgrammeDocument, 'tiers' | 'earn'>): Pick<CampaignContext, 'levels' | 'activities'> {
  return {
    levels: tiers.levels.map(({ id }) => id),
    activities: earn.flatMap((rule) => (rule.kind === 'activity' ? [rule.activity] : [])),
  };
}

/**
 * Checks the document of a plan and compiles it.
 *
 * @param value the parsed JSON, from anywhere
 * @param context what the plan may name: of the programme, and the templates beside the document
 * @returns the plan, or every fault found, each located by its path
 */
export function parseCampaign(value: unknown, context: CampaignContext): CampaignResult {
  const shape = campaignDocument.safeParse(value, { reportInput: true });
  const faults = [
    ...(shape.success ? [] : shape.error.issues.flatMap(faultsOfIssue)),
    ...checkCampaign(value, context),
  ];
  return shape.success && faults.length === 0
    ? { ok: true, campaign: compileCampaign(shape.data), document: shape.data }
    : { ok: false, faults };
}
