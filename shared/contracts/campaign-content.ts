/** What is kept of a published version of a plan: its document as it was written, and its templates compiled. */
import * as z from 'zod/mini';
import type { Campaign } from '../domain/campaigns/campaign.ts';
import { readCampaign } from './campaign.ts';
import { compiledTemplates } from './message-content.ts';
import type { CompiledTemplates } from './message-content.ts';

const campaignContent = z.object({ document: z.unknown(), templates: compiledTemplates });
export type CampaignContent = z.output<typeof campaignContent>;

/** @returns undefined for what this version of the code cannot decide by */
export function readCampaignContent(
  value: unknown,
): { readonly campaign: Campaign; readonly templates: CompiledTemplates } | undefined {
  const { data } = campaignContent.safeParse(value);
  const campaign = data && readCampaign(data.document);
  return campaign && { campaign, templates: data.templates };
}
