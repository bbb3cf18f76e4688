/** A version of a plan as it was published: what decides, and the words. */
import type { CompiledTemplates } from '../../contracts/message-content.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';

export type PublishedCampaign = { readonly campaign: Campaign; readonly templates: CompiledTemplates };

/**
 * The version of a hash.
 * @throws when there is none: what is named by a hash was published, and is kept for ever
 */
export type ReadCampaign = (hash: string) => Promise<PublishedCampaign>;
