/** Who was in a run and what became of every message: `campaign result --members`. */
import type { ResultMember } from '../../contracts/campaign-result.ts';
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Profile } from '../../store/member-store.ts';
import { formatInstant } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import type { OutboxStore } from '../../store/outbox-store.ts';
import { inParallel, manifestRows } from './manifest-rows.ts';
import { stepStatuses } from './step-status.ts';

export type MemberSources = {
  readonly manifests: Pick<ManifestStore, 'parts' | 'readPart'>;
  readonly outbox: Pick<OutboxStore, 'messages'>;
  /** Profiles of many members at once; those who have none, because they left, are not in the answer. */
  readonly profiles: (memberIds: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
};

const membersAtOnce = 25;

function externalIdOf(profile: Profile | undefined): string | null {
  return profile?.identities.find(({ kind }) => kind === 'externalId')?.value ?? null;
}

/** One for each row of the manifest, in its order. */
export async function* listRunMembers(
  { manifests, outbox, profiles }: MemberSources,
  { campaignId, run, now }: { readonly campaignId: string; readonly run: string; readonly now: Instant },
): AsyncGenerator<ResultMember> {
  for await (const rows of manifestRows(manifests, run)) {
    const known = await profiles(rows.map(({ memberId }) => memberId));
    const told = async (row: ManifestRow): Promise<ResultMember> => {
      const steps = await stepStatuses(outbox, campaignId, row, now);
      return {
        memberId: row.memberId,
        externalId: externalIdOf(known.get(row.memberId)),
        arm: row.arm,
        locale: row.locale,
        steps: steps.map(({ step, channel, status, reason, at }) => {
          return { step, channel, status, reason, at: formatInstant(at) };
        }),
      };
    };
    yield* await inParallel(rows, membersAtOnce, told);
  }
}
