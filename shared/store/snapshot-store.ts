/** Where the numbers of the days are kept: the counts of a day as one body, and of every day a few facts to find it by. */
import type { SnapshotFacts } from '../contracts/snapshot.ts';

export type SnapshotStore = {
  /** Keeps the snapshot of a day, in the place of an earlier one of that day. */
  readonly put: (facts: SnapshotFacts, body: Uint8Array) => Promise<void>;
  /** The body of a day's snapshot; undefined when there is none. @param day `YYYY-MM-DD` */
  readonly read: (day: string) => Promise<Uint8Array | undefined>;
  /** Facts of the newest snapshot of an earlier day than this; of any without one. */
  readonly latestBefore: (day?: string) => Promise<SnapshotFacts | undefined>;
  /** Facts of every snapshot, the oldest day first. */
  readonly list: () => AsyncIterable<SnapshotFacts>;
};
