import type { RootStore } from '../root-store.ts';

/** Roots in memory, with the texts and leaves that were put. */
export function memoryRoots(): RootStore & {
  readonly roots: ReadonlyMap<string, string>;
  readonly leaves: ReadonlyMap<string, Uint8Array>;
} {
  const roots = new Map<string, string>();
  const leaves = new Map<string, Uint8Array>();
  return {
    roots,
    leaves,
    has: async (day) => Promise.resolve(roots.has(day)),
    async putLeaves(name, packed) {
      leaves.set(name, packed);
      return Promise.resolve();
    },
    async putRoot(day, text) {
      if (roots.has(day)) return Promise.resolve('exists');
      roots.set(day, text);
      return Promise.resolve('committed');
    },
  };
}
