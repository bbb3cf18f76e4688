/**
 * Messages that senders give back, because their plan is paused, or it is quiet where the member is, or nobody knows yet
 * whether the provider has them: each is kept as a row of its own until the time at which it is handed out again.
 */
import type { ManifestRow, QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Channel } from '../../domain/campaigns/campaign.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Digests } from '../../platform/digest.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import type { DueStep } from '../../contracts/campaign-records.ts';
import { givenBackAt } from './due-times.ts';

type Manifests = Pick<ManifestStore, 'putPart' | 'parts' | 'readPart'>;

export type GiveBackDependencies = {
  readonly campaigns: Pick<CampaignStore, 'putDue'>;
  readonly manifests: Pick<Manifests, 'putPart'>;
  readonly digests: Pick<Digests, 'content'>;
};

/** Where the rows of a due step lie that were given back: beside the run's own manifest, which stays what was planned. */
function placeOf({ run, step, at }: Pick<DueStep, 'run' | 'step' | 'at'>): string {
  return `${run}#${step}#${String(at)}`;
}

function rowOf(message: QueuedMessage, channel: Channel): ManifestRow {
  const { memberId, occasion, locale, plannedAt, lastPurchaseOn, step, sendAt } = message;
  const steps = [{ step, sendAt, channel, reason: null }];
  return { memberId, occasion, arm: 'treatment', locale, plannedAt, lastPurchaseOn, steps };
}

/**
 * Remembers a message until an instant. The row is kept before the step: whoever hands out the step finds it.
 *
 * @returns when it is handed out again, which is always after now
 */
export async function giveBack(
  { campaigns, manifests, digests }: GiveBackDependencies,
  { message, channel, until, now }: { message: QueuedMessage; channel: Channel; until: Instant; now: Instant },
): Promise<Instant> {
  const { campaignId, run, step, memberId, occasion, ordinal } = message;
  const due = { campaignId, run, step, at: givenBackAt(until, now) };
  // Of letters, digits and dashes: the digest's other sign is none of them.
  const name = `${String(ordinal)}-${digests.content({ memberId, occasion }).replaceAll('_', '-')}`;
  await manifests.putPart(placeOf(due), name, [rowOf(message, channel)]);
  await campaigns.putDue([due]);
  return due.at;
}

/** Rows of a due step that were given back, each with its place in the run. */
export async function* rowsGivenBack(
  manifests: Pick<Manifests, 'parts' | 'readPart'>,
  due: DueStep,
): AsyncGenerator<{ readonly row: ManifestRow; readonly ordinal: number }> {
  const place = placeOf({ ...due, at: instantOf(due.at) });
  for (const name of await manifests.parts(place)) {
    const ordinal = Number(name.slice(0, name.indexOf('-')));
    for (const row of await manifests.readPart(place, name)) yield { row, ordinal };
  }
}
