/** Names of levels, which only the document of a programme has: the newest version that names a level says how. */
import { readPublished } from '../contracts/programme.ts';
import type { SettingsStore } from '../store/store.ts';
import type { Language } from './texts/texts.ts';

export type LevelNames = ReadonlyMap<string, Readonly<Record<Language, string>>>;

/** Of documents of a programme, the oldest first. One that cannot be read names nothing. */
export function levelNamesOf(documents: readonly unknown[]): LevelNames {
  const names = new Map<string, Readonly<Record<Language, string>>>();
  for (const document of documents) {
    const published = readPublished(document);
    for (const { id, name } of published?.document.tiers.levels ?? []) if (name !== undefined) names.set(id, name);
  }
  return names;
}

/** Of the published versions. */
export async function publishedLevelNames(settings: Pick<SettingsStore, 'pointer' | 'programme'>): Promise<LevelNames> {
  const versions = (await settings.pointer())?.versions ?? [];
  return levelNamesOf(await Promise.all(versions.map(async ({ hash }) => settings.programme(hash))));
}
