/** Publishing a version of a plan: document and words, kept for ever. Nothing runs until somebody approves it. */
import type { CampaignContent } from '../../contracts/campaign-content.ts';
import type { CampaignVersion, Plan } from '../../contracts/campaign-records.ts';
import { formatInstant } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Digests } from '../../platform/digest.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import { refusePlan } from './answers.ts';
import type { PlanAnswer } from './answers.ts';

export type PublishDependencies = {
  readonly campaigns: Pick<CampaignStore, 'plan' | 'versions' | 'publish'>;
  readonly digests: Pick<Digests, 'content'>;
};

/** What is published: the document as it was given and the templates as they were compiled; both were checked. */
export type Publication = {
  readonly campaignId: string;
  readonly version: number;
  readonly content: CampaignContent;
  readonly by: string;
  readonly now: Instant;
};

const unapproved = {
  approvedVersion: null,
  approvedHash: null,
  approvedBy: null,
  approvedAt: null,
  follows: null,
  pausedFor: null,
} as const;

/** The plan with a new version. What was approved runs on until the new version is; a cancelled plan begins anew. */
function planWith(known: Plan | undefined, { campaignId, version, hash }: CampaignVersion): Plan {
  if (known === undefined || known.state === 'cancelled') {
    const revision = (known?.revision ?? 0) + 1;
    return { campaignId, revision, state: 'published', version, hash, ...unapproved };
  }
  return { ...known, revision: known.revision + 1, version, hash };
}

/** Publishes a checked version: the same again changes nothing, the same version with other content is refused. */
export async function publishCampaign(
  { campaigns, digests }: PublishDependencies,
  { campaignId, version, content, by, now }: Publication,
): Promise<PlanAnswer> {
  const hash = digests.content(content);
  for (;;) {
    const [known, versions] = [await campaigns.plan(campaignId), await campaigns.versions(campaignId)];
    const same = versions.find((other) => other.version === version);
    if (same !== undefined && same.hash !== hash) return refusePlan('other-content');
    if (same !== undefined && known !== undefined) return { status: 'unchanged', plan: known };
    if (versions.some((other) => other.version > version)) return refusePlan('older-version');
    const published = { campaignId, version, hash, publishedAt: formatInstant(now), publishedBy: by };
    const plan = planWith(known, published);
    const result = await campaigns.publish(published, content, plan, known?.revision ?? null);
    if (result === 'committed') return { status: 'done', plan };
  }
}
