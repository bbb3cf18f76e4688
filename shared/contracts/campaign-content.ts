/** What is kept of a published version of a plan: its document and the templates beside it. */
import * as z from 'zod/mini';
import type { Campaign } from '../domain/campaigns/campaign.ts';
import { readCampaign } from './campaign.ts';
import { compiledTemplates } from './message-content.ts';
import type { CompiledTemplates } from './message-content.ts';

/** The document as it was given: what is archived loses nothing. */
const campaignContent = z.object({ document: z.unknown(), templates: compiledTemplates });
export type CampaignContent = z.output<typeof campaignContent>;

/** @throws Error for what no version of this code has published */
export function readContent(stored: unknown): { readonly campaign: Campaign; readonly templates: CompiledTemplates } {
  const { document, templates } = campaignContent.parse(stored);
  const campaign = readCampaign(document);
  if (campaign === undefined) throw new Error('a published plan is one that can be read');
  return { campaign, templates };
}
