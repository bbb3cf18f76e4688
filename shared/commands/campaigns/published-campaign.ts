/** A version of a plan as it was published: what decides, and the words. */
import { readContent } from '../../contracts/campaign-content.ts';
import type { CompiledTemplates } from '../../contracts/message-content.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';

export type PublishedCampaign = { readonly campaign: Campaign; readonly templates: CompiledTemplates };

/**
 * The version of a hash.
 * @throws when there is none: what is named by a hash was published, and is kept for ever
 */
export type ReadCampaign = (hash: string) => Promise<PublishedCampaign>;

/** Reads versions once each: what a hash names never changes. */
export function publishedCampaigns({ content }: Pick<CampaignStore, 'content'>): ReadCampaign {
  const known = new Map<string, PublishedCampaign>();
  return async (hash) => {
    const before = known.get(hash);
    if (before !== undefined) return before;
    const read = readContent(await content(hash));
    known.set(hash, read);
    return read;
  };
}
