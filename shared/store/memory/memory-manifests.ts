import { manifestRow } from '../../contracts/manifest-row.ts';
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import { checkPart } from '../manifest-store.ts';
import type { ManifestStore } from '../manifest-store.ts';

/** Rows of runs in memory. */
export function memoryManifests(): ManifestStore {
  const runs = new Map<string, Map<string, readonly ManifestRow[]>>();
  return {
    async putPart(run, name, rows) {
      checkPart(name, rows);
      const parts = runs.get(run) ?? new Map<string, readonly ManifestRow[]>();
      const read = rows.map((row) => manifestRow.parse(row));
      runs.set(run, parts.set(name, read));
      return Promise.resolve();
    },
    parts: async (run, after = '') =>
      Promise.resolve([...(runs.get(run)?.keys() ?? [])].filter((name) => name > after).sort()),
    async readPart(run, name) {
      const rows = runs.get(run)?.get(name);
      if (rows === undefined) throw new Error(`there is no part ${name}`);
      return Promise.resolve(rows);
    },
  };
}
