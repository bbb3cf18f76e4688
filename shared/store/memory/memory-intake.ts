import type { IntakeStore, Receipt, Rejection } from '../store.ts';

/** Of the given keys those that the map has. */
function found<Value>(map: ReadonlyMap<string, Value>, keys: readonly string[]): ReadonlyMap<string, Value> {
  const pairs = keys.flatMap((key) => {
    const value = map.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return new Map(pairs);
}

async function* newestFirst(rejections: Iterable<Rejection>): AsyncGenerator<Rejection> {
  const sorted = [...rejections].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  for (const rejection of sorted) yield await Promise.resolve(rejection);
}

/**
 * Receipts and rejections in memory, where nothing is removed after its days.
 *
 * @param shared those of the store whose postings tell of what waited
 */
export function memoryIntake(
  shared: { readonly receipts: Map<string, Receipt>; readonly rejections: Map<string, Rejection> } = {
    receipts: new Map(),
    rejections: new Map(),
  },
): IntakeStore {
  const { receipts, rejections } = shared;
  return {
    async putReceipts(given) {
      for (const receipt of given) receipts.set(receipt.correlationId, receipt);
      return Promise.resolve();
    },
    receipts: async (correlationIds) => Promise.resolve(found(receipts, correlationIds)),
    async putRejections(given) {
      for (const rejection of given) rejections.set(rejection.id, rejection);
      return Promise.resolve();
    },
    rejectionsOf: async (deliveries) => Promise.resolve(found(rejections, deliveries)),
    rejections: () => newestFirst(rejections.values()),
  };
}
