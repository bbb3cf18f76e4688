/**
 * Messages that wait for their time outside of the manifest of a run: those that senders give back, because their plan is
 * paused, or it is quiet where the member is, or nobody knows yet whether the provider has them; and of a plan that follows
 * events those that have a time to come. Each is a row of its own under the step and the time at which it is handed out, so
 * that nobody reads a whole manifest for the sake of one member.
 */
import type { DueStep } from '../../contracts/campaign-records.ts';
import type { ManifestRow, QueuedMessage } from '../../contracts/manifest-row.ts';
import type { Channel } from '../../domain/campaigns/campaign.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Digests } from '../../platform/digest.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import { givenBackAt } from './due-times.ts';

export type WaitingDependencies = {
  readonly campaigns: Pick<CampaignStore, 'putDue'>;
  readonly manifests: Pick<ManifestStore, 'putPart'>;
  readonly digests: Pick<Digests, 'content'>;
};

/** A row with its place in the run. */
export type PlacedRow = { readonly row: ManifestRow; readonly ordinal: number };

/** Beside the run's own manifest, which stays what was planned. */
function placeOf({ run, step, at }: DueStep): string {
  return `${run}#${step}#${String(at)}`;
}

/** Remembers rows until their step is handed out: the rows first, so that whoever hands out the step finds them. */
export async function putWaiting(
  { campaigns, manifests, digests }: WaitingDependencies,
  due: DueStep,
  rows: readonly PlacedRow[],
): Promise<void> {
  for (const { row, ordinal } of rows) {
    const { memberId, occasion } = row;
    // A part is called by letters, digits and dashes: the digest's other sign is none of them.
    const name = `${String(ordinal)}-${digests.content({ memberId, occasion }).replaceAll('_', '-')}`;
    await manifests.putPart(placeOf(due), name, [row]);
  }
  await campaigns.putDue([due]);
}

function rowOf(message: QueuedMessage, channel: Channel): ManifestRow {
  const { memberId, occasion, locale, plannedAt, lastPurchaseOn, step, sendAt } = message;
  const steps = [{ step, sendAt, channel, reason: null }];
  return { memberId, occasion, arm: 'treatment', locale, plannedAt, lastPurchaseOn, steps };
}

/** Gives a message back until an instant. @returns when it is handed out again, which is always after now */
export async function giveBack(
  deps: WaitingDependencies,
  { message, channel, until, now }: { message: QueuedMessage; channel: Channel; until: Instant; now: Instant },
): Promise<Instant> {
  const { campaignId, run, step, ordinal } = message;
  const at = givenBackAt(until, now);
  await putWaiting(deps, { campaignId, run, step, at }, [{ row: rowOf(message, channel), ordinal }]);
  return at;
}

/** Names of the parts of a due step that wait, after one of them. */
export async function waitingParts(
  manifests: Pick<ManifestStore, 'parts'>,
  due: DueStep,
  after?: string,
): Promise<readonly string[]> {
  return manifests.parts(placeOf(due), after);
}

export async function readWaiting(
  manifests: Pick<ManifestStore, 'readPart'>,
  due: DueStep,
  name: string,
): Promise<readonly PlacedRow[]> {
  const ordinal = Number(name.slice(0, name.indexOf('-')));
  return (await manifests.readPart(placeOf(due), name)).map((row) => ({ row, ordinal }));
}
