/** What the programme and its levels are called, as people read it. */
import type { Names } from '../commands/campaigns/send-dependencies.ts';
import { readPublished } from '../contracts/programme.ts';
import { levelNamesOf } from '../explain/level-names.ts';
import type { SettingsStore } from '../store/store.ts';

type Settings = Pick<SettingsStore, 'pointer' | 'programme'>;

/** Names of the newest version; documents are read once, for what a hash names never changes. */
export function publishedNames(settings: Settings): () => Promise<Names> {
  const documents = new Map<string, unknown>();
  const documentOf = async (hash: string) => {
    if (!documents.has(hash)) documents.set(hash, await settings.programme(hash));
    return documents.get(hash);
  };
  return async () => {
    const versions = (await settings.pointer())?.versions ?? [];
    const known = await Promise.all(versions.map(async ({ hash }) => documentOf(hash)));
    const newest = readPublished(known.at(-1));
    if (newest === undefined) throw new Error('no programme is published, or its newest version cannot be read');
    const { name } = newest.document;
    const levels = levelNamesOf(known);
    return { programme: (locale) => name[locale], level: (id, locale) => levels.get(id)?.[locale] ?? id };
  };
}
