/**
 * Where the numbers of the days are kept: the counts of a day as one body, and of every day a few facts by which it is
 * found. Deployed, the facts are items and the bodies objects (`snapshotsOver`).
 */
import type { SnapshotFacts } from '../contracts/snapshot.ts';

export type SnapshotStore = SnapshotIndex & {
  /** Keeps the snapshot of a day, in the place of an earlier one of that day. */
  readonly put: (facts: SnapshotFacts, body: Uint8Array) => Promise<void>;
  /** The body of a day's snapshot; undefined when there is none. @param day `YYYY-MM-DD` */
  readonly read: (day: string) => Promise<Uint8Array | undefined>;
};

export type SnapshotIndex = {
  /** Facts of the newest snapshot of an earlier day than this; of any without one. */
  readonly latestBefore: (day?: string) => Promise<SnapshotFacts | undefined>;
  /** Facts of every snapshot, the oldest day first. */
  readonly list: () => AsyncIterable<SnapshotFacts>;
};

/** The bodies of snapshots, by day. */
export type SnapshotBodies = {
  readonly put: (day: string, body: Uint8Array) => Promise<void>;
  readonly read: (day: string) => Promise<Uint8Array | undefined>;
};

export function snapshotsOver(
  index: SnapshotIndex & { readonly put: (facts: SnapshotFacts) => Promise<void> },
  bodies: SnapshotBodies,
): SnapshotStore {
  return {
    latestBefore: index.latestBefore,
    list: index.list,
    read: bodies.read,
    async put(facts, body) {
      // The body first: no day is found that has none. It says all that the facts do, so it is right by itself.
      await bodies.put(facts.day, body);
      await index.put(facts);
    },
  };
}
