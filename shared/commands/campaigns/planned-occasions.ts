/** Which members and occasions the earlier runs of a campaign have planned: they are in no later audience of it. */
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import { LeastByText } from './least-by-text.ts';

/** SHA-256 of a text, as bytes. */
export type HashText = (text: string) => Uint8Array;

export type IsPlanned = (memberId: string, occasion: string) => boolean;

type Reading = {
  readonly campaigns: Pick<CampaignStore, 'runs'>;
  readonly manifests: Pick<ManifestStore, 'parts' | 'readPart'>;
};

/** Whether two runs of a campaign can be about the same: of a recurring broadcast each run is about itself. */
function mayRecur({ kind, trigger }: Pick<Campaign, 'kind' | 'trigger'>): boolean {
  const ofItsRun = new Set<Campaign['kind']>(['promotion', 'member-day', 'holiday', 'redemption', 'partner']);
  return trigger.by !== 'cron' || !ofItsRun.has(kind);
}

/**
 * Reads what other runs have planned. A run that was refused has told nobody anything, so it counts for nothing.
 *
 * @param run the one that is planned now
 */
export async function plannedBefore(
  { campaigns, manifests }: Reading,
  campaign: Pick<Campaign, 'id' | 'kind' | 'trigger'>,
  run: string,
): Promise<IsPlanned> {
  if (!mayRecur(campaign)) return () => false;
  const planned = new LeastByText();
  const keyOf = (memberId: string, occasion: string) => JSON.stringify([memberId, occasion]);
  let isEmpty = true;
  for (const other of await campaigns.runs(campaign.id)) {
    if (other.run === run || other.state === 'refused') continue;
    for (const name of await manifests.parts(other.run)) {
      for (const { memberId, occasion } of await manifests.readPart(other.run, name)) {
        planned.note(keyOf(memberId, occasion), 0);
        isEmpty = false;
      }
    }
  }
  return isEmpty ? () => false : (memberId, occasion) => planned.has(keyOf(memberId, occasion));
}
