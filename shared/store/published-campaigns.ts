/** Versions of plans as they were published: what the functions decide by, and the words that they send. */
import { readCampaignContent } from '../contracts/campaign-content.ts';
import type { CompiledTemplates } from '../contracts/message-content.ts';
import type { Campaign } from '../domain/campaigns/campaign.ts';
import type { CampaignStore } from './campaign-store.ts';

type Published = { readonly campaign: Campaign; readonly templates: CompiledTemplates };

/** A published version is not there, or this version of the code cannot decide by it. */
export class UnreadableCampaignError extends Error {
  override readonly name = 'UnreadableCampaignError';
}

/**
 * Reads versions by the hash of their content. What has a hash never changes, so each is read once.
 *
 * @returns a reader that throws UnreadableCampaignError
 */
export function publishedCampaigns(campaigns: Pick<CampaignStore, 'content'>): (hash: string) => Promise<Published> {
  const byHash = new Map<string, Published>();
  return async (hash) => {
    const known = byHash.get(hash);
    if (known !== undefined) return known;
    const published = readCampaignContent(await campaigns.content(hash));
    if (published === undefined) {
      throw new UnreadableCampaignError('a published plan is not there, or this version of the code cannot read it');
    }
    byHash.set(hash, published);
    return published;
  };
}
