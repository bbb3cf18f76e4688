import { expect } from 'vitest';
import type { Snapshot } from '../../../shared/contracts/snapshot.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import { snapshotOf } from './passes.ts';
import type { Deps } from './passes.ts';

/** The snapshots of a day that a pass took and that was filled in from the entries: of as many members, with the same totals. */
export async function expectTheSameFacts(
  { nightly, filled }: { readonly nightly: Deps; readonly filled: Deps },
  asOf: Day,
): Promise<{ readonly taken: Snapshot; readonly backfilled: Snapshot }> {
  const taken = await snapshotOf(nightly.snapshots, asOf);
  const backfilled = await snapshotOf(filled.snapshots, asOf);
  expect(backfilled.facts.members).toBe(taken.facts.members);
  expect(backfilled.facts.totals).toEqual(taken.facts.totals);
  return { taken, backfilled };
}
