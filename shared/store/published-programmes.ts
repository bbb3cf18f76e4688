/** The programme as it is published now: what the functions decide by. */
import { readPublished } from '../contracts/programme.ts';
import type { Programme, ProgrammeVersions } from '../domain/programme.ts';
import type { ProgrammePointer, SettingsStore } from './store.ts';

/** The pointer is read at most this often, so a change is in use everywhere after it (architecture). */
export const pointerLifeMs = 5000;

/** There is no programme to decide by yet, or a version cannot be read: publish one, and what waits goes on. */
export class NoProgrammeError extends Error {
  override readonly name = 'NoProgrammeError';
}

/** Reads the published versions; documents are kept for ever by their hash, the pointer for some seconds. */
export function publishedProgrammes(settings: SettingsStore, nowMs: () => number): () => Promise<ProgrammeVersions> {
  const byHash = new Map<string, Programme>();
  let current: { readonly versions: ProgrammeVersions; readonly until: number } | undefined;

  const programme = async (hash: string): Promise<Programme> => {
    const known = byHash.get(hash);
    if (known !== undefined) return known;
    const published = readPublished(await settings.programme(hash));
    if (published === undefined)
      throw new NoProgrammeError('a published version cannot be read by this version of the code');
    byHash.set(hash, published.programme);
    return published.programme;
  };

  return async () => {
    const now = nowMs();
    if (current !== undefined && current.until > now) return current.versions;
    const pointer: ProgrammePointer | undefined = await settings.pointer();
    const [first, ...others] = pointer?.versions ?? [];
    if (first === undefined) throw new NoProgrammeError('no programme is published');
    const rest = await Promise.all(others.map(async ({ hash }) => programme(hash)));
    const versions: ProgrammeVersions = [await programme(first.hash), ...rest];
    current = { versions, until: now + pointerLifeMs };
    return versions;
  };
}
