/** Who was in a run and what became of every message: `campaign result --members`. */
import type { ResultMember } from '../../contracts/campaign-result.ts';
import type { Profile } from '../../store/member-store.ts';
import { formatInstant } from '../../domain/zone.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import { manifestRows } from './manifest-rows.ts';
import { stepStatuses } from './step-status.ts';
import type { MessageSources, StatusAsOf } from './step-status.ts';

export type MemberSources = MessageSources & {
  readonly manifests: Pick<ManifestStore, 'parts' | 'readPart'>;
  /** Profiles of many members at once; those who have none, because they left, are not in the answer. */
  readonly profiles: (memberIds: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
};

function externalIdOf(profile: Profile | undefined): string | null {
  return profile?.identities.find(({ kind }) => kind === 'externalId')?.value ?? null;
}

/** One for each row of the manifest, in its order. */
export async function* listRunMembers(
  sources: MemberSources,
  { campaignId, run, ...asOf }: StatusAsOf & { readonly campaignId: string; readonly run: string },
): AsyncGenerator<ResultMember> {
  for await (const rows of manifestRows(sources.manifests, run)) {
    const [known, statuses] = await Promise.all([
      sources.profiles(rows.map(({ memberId }) => memberId)),
      stepStatuses(sources, campaignId, rows, asOf),
    ]);
    for (const [index, { memberId, arm, locale }] of rows.entries()) {
      const steps = (statuses[index] ?? []).map(({ step, channel, status, reason, at }) => {
        return { step, channel, status, reason, at: formatInstant(at) };
      });
      yield { memberId, externalId: externalIdOf(known.get(memberId)), arm, locale, steps };
    }
  }
}
