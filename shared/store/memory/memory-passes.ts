import type { Pass, PassStore } from '../pass-store.ts';

/** Parts of passes in memory. */
export function memoryPasses(): PassStore {
  const passes = new Map<string, Map<string, Uint8Array>>();
  const keyOf = ({ day, run }: Pass) => `${day}/${run}`;
  return {
    async putPart(pass, name, body) {
      const parts = passes.get(keyOf(pass)) ?? new Map<string, Uint8Array>();
      passes.set(keyOf(pass), parts.set(name, body.slice()));
      return Promise.resolve();
    },
    parts: async (pass) => Promise.resolve([...(passes.get(keyOf(pass))?.keys() ?? [])].sort()),
    async readPart(pass, name) {
      const body = passes.get(keyOf(pass))?.get(name);
      if (body === undefined) throw new Error(`there is no part ${name}`);
      return Promise.resolve(body);
    },
  };
}
