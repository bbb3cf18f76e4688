/** Puts the parts of a pass together into the snapshot of its day. */
import type { SnapshotFacts } from '../contracts/snapshot.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import type { TotalName } from '../domain/statistics/totals.ts';
import type { Pass, PassStore } from '../store/pass-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';

export type TakeSnapshotDependencies = {
  readonly passes: PassStore;
  readonly snapshots: SnapshotStore;
  readonly programmes: () => Promise<ProgrammeVersions>;
};

/** What does not add up; the snapshot is kept all the same, for whoever looks into it. */
export type FailedCheck =
  /** So many accounts whose credits less debits are not what they hold. */
  | { readonly check: 'conservation'; readonly accounts: number }
  /** A lifetime total below that of the previous snapshot. */
  | { readonly check: 'total-fell'; readonly total: TotalName; readonly before: bigint; readonly now: bigint };

export type TakenSnapshot =
  | { readonly status: 'taken'; readonly facts: SnapshotFacts; readonly failed: readonly FailedCheck[] }
  /** Parts are missing: the pass has not come to its end, and nothing was written. */
  | { readonly status: 'incomplete'; readonly missing: readonly string[] };

export type TakeSnapshot = (deps: TakeSnapshotDependencies, pass: Pass) => Promise<TakenSnapshot>;
