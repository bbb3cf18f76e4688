/** A row's message of one step as its queue holds it. */
import type { Run } from '../../contracts/campaign-records.ts';
import type { ManifestRow, QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Channel } from '../../domain/campaigns/campaign.ts';

/** @returns undefined where the step sends the member nothing */
export function queuedFrom(
  { campaignId, run, version, hash }: Pick<Run, 'campaignId' | 'run' | 'version' | 'hash'>,
  row: ManifestRow,
  { step, ordinal }: { readonly step: string; readonly ordinal: number },
): { readonly channel: Channel; readonly message: QueuedMessage } | undefined {
  const planned = row.steps.find((one) => one.step === step);
  if (planned === undefined || planned.channel === null) return undefined;
  const { memberId, occasion, plannedAt, lastPurchaseOn, locale } = row;
  const about = { memberId, occasion, plannedAt, lastPurchaseOn, locale };
  const { channel, sendAt } = planned;
  return { channel, message: { campaignId, version, hash, run, ...about, step, sendAt, ordinal } };
}
