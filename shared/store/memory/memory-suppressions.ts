import type { Suppression, SuppressionStore } from '../suppression-store.ts';

/** Suppressed addresses in memory. */
export function memorySuppressions(): SuppressionStore {
  const list = new Map<string, Suppression>();
  return {
    async suppress(suppression) {
      const exists = list.has(suppression.key);
      if (!exists) list.set(suppression.key, suppression);
      return Promise.resolve(exists ? 'exists' : 'suppressed');
    },
    async lift(key) {
      list.delete(key);
      return Promise.resolve();
    },
    suppressed: async (keys) =>
      Promise.resolve(
        new Map(
          keys.flatMap((key) => {
            const found = list.get(key);
            return found === undefined ? [] : [[key, found] as const];
          }),
        ),
      ),
  };
}
