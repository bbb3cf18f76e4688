/** Publishing a version of the programme: from then on it decides what falls into its time. */
import type { ProgrammeResult } from '../contracts/parse-programme.ts';
import { formatInstant, parseInstant } from '../domain/zone.ts';
import type { Digests } from '../platform/digest.ts';
import type { ProgrammePointer, ProgrammeVersion, SettingsStore } from '../store/store.ts';

export type PublishDependencies = {
  readonly settings: SettingsStore;
  readonly digests: Pick<Digests, 'content'>;
  /** Now, as RFC 3339. */
  readonly now: () => string;
};

export type Published =
  | { readonly status: 'published' | 'unchanged'; readonly version: ProgrammeVersion }
  | { readonly status: 'refused'; readonly reason: string };

type Checked = Extract<ProgrammeResult, { ok: true }>;

function refuse(reason: string): Published {
  return { status: 'refused', reason };
}

function checkAgainst({ versions }: ProgrammePointer, { programme }: Checked, hash: string): Published | undefined {
  const newest = versions.at(-1);
  if (newest === undefined) return undefined;
  if (newest.programId !== programme.id) {
    return refuse(`id: this deployment has one programme, and its id is ${newest.programId}`);
  }
  const same = versions.find(({ version }) => version === programme.version);
  if (same?.hash === hash) return { status: 'unchanged', version: same };
  if (same !== undefined) {
    return refuse(`version: ${String(same.version)} is published with other content; give the change a new number`);
  }
  if (programme.version < newest.version) {
    return refuse(`version: the newest is ${String(newest.version)}; the next one is above it`);
  }
  const before = parseInstant(newest.effectiveFrom);
  return before !== undefined && programme.effectiveFrom < before
    ? refuse('effectiveFrom: not before that of the version before')
    : undefined;
}

/**
 * Publishes a checked document: the same again changes nothing, the same version with other content is refused.
 *
 * @param document as it was given, unknown fields and all: what is archived loses nothing
 */
export async function publishProgramme(
  deps: PublishDependencies,
  checked: Checked,
  document: unknown,
): Promise<Published> {
  const hash = deps.digests.content(checked.document);
  for (;;) {
    const pointer = (await deps.settings.pointer()) ?? { revision: 0, versions: [] };
    const answer = checkAgainst(pointer, checked, hash);
    if (answer !== undefined) return answer;
    const { id, version, effectiveFrom } = checked.programme;
    const published: ProgrammeVersion = {
      programId: id,
      version,
      effectiveFrom: formatInstant(effectiveFrom),
      hash,
      publishedAt: deps.now(),
    };
    const next = { revision: pointer.revision + 1, versions: [...pointer.versions, published] };
    if ((await deps.settings.publish(hash, document, next)) === 'committed')
      return { status: 'published', version: published };
  }
}
