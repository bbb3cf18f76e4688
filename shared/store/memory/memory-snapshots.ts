import type { SnapshotFacts } from '../../contracts/snapshot.ts';
import type { SnapshotStore } from '../snapshot-store.ts';

/** Snapshots in memory. */
export function memorySnapshots(): SnapshotStore {
  const snapshots = new Map<string, { readonly facts: SnapshotFacts; readonly body: Uint8Array }>();
  const days = () => [...snapshots.keys()].sort();
  return {
    async put(facts, body) {
      snapshots.set(facts.day, { facts, body: body.slice() });
      return Promise.resolve();
    },
    read: async (day) => Promise.resolve(snapshots.get(day)?.body),
    async latestBefore(day) {
      const found = days().findLast((other) => day === undefined || other < day);
      return Promise.resolve(found === undefined ? undefined : snapshots.get(found)?.facts);
    },
    async *list() {
      for (const day of days()) {
        const snapshot = snapshots.get(day);
        if (snapshot !== undefined) yield await Promise.resolve(snapshot.facts);
      }
    },
  };
}
