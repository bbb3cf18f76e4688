/** The decision about two members who are one person: the account of one becomes part of the other's. */
import { balanceOf, held } from './account.ts';
import type { Account, Floor, HeldLevel, Standing } from './account.ts';
import type { Day } from './calendar.ts';
import { entryIds } from './entry.ts';
import type { Cause, MergeDraft } from './entry.ts';
import { sourcesOf, takeFrom } from './lots.ts';
import { lotsOfBoth } from './merged-account.ts';
import { Posting } from './posting.ts';
import type { Posted } from './posting.ts';
import type { Tiers } from './programme.ts';
import type { ProgrammeVersions } from './programme.ts';
import { rise } from './rise.ts';
import { carryingFloor, heldBelow, holdsOn, levelIndex } from './tiers.ts';
import { instantOf } from './zone.ts';
import type { Instant } from './zone.ts';

export type MergeRequest = { readonly requestId: string; readonly occurredAt: Instant };
type Both = { readonly kept: Account; readonly removed: Account };

/** What tells the better of two places: the higher level, then one of the member's own, then the later review. */
function placeOf(account: Account, tiers: Tiers): readonly [number, number, number] {
  const { standing } = account;
  return [levelIndex(standing, tiers), carryingFloor(account) === null ? 1 : 0, standing.since ?? -Infinity];
}

/** The better of two floors set by hand: one that holds, then the higher, then the one that holds longer. */
function rankOf(floor: Floor, tiers: Tiers, today: Day): readonly [number, number, number] {
  return [holdsOn(floor, today) ? 1 : 0, levelIndex(floor, tiers), floor.until ?? Infinity];
}

/** Whether the first of two ranks is the higher. */
function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, place) => part !== b[place]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

function betterFloor(a: Floor | null, b: Floor | null, tiers: Tiers, today: Day): Floor | null {
  if (a === null || b === null) return a ?? b;
  return isHigher(rankOf(b, tiers, today), rankOf(a, tiers, today)) ? b : a;
}

/** Of the levels below that either holds in their own right each once, with the later day, the lowest first. */
function heldByBoth({ kept, removed }: Both, tiers: Tiers, index: number, today: Day): readonly HeldLevel[] {
  const levels = new Map<number, HeldLevel>();
  for (const place of [kept, removed].flatMap((account) => heldBelow(account, tiers, index, today))) {
    const at = levelIndex(place, tiers);
    const known = levels.get(at);
    if (known === undefined || place.since > known.since) levels.set(at, place);
  }
  return [...levels].sort(([a], [b]) => a - b).map(([, place]) => place);
}

/**
 * Level and floor of the one whom both become: the higher of the two levels with its own days, and the better floor. The
 * level rests on that only where neither holds it in their own right.
 */
function placeOfBoth(both: Both, tiers: Tiers, today: Day): Pick<MergeDraft, 'standing' | 'floor'> {
  const { kept, removed } = both;
  const better = isHigher(placeOf(removed, tiers), placeOf(kept, tiers)) ? removed : kept;
  const index = levelIndex(better.standing, tiers);
  const { level, since } = index === 0 ? kept.standing : better.standing;
  const standing: Standing = { level, since, before: heldByBoth(both, tiers, index, today) };
  const floor = betterFloor(kept.floor, removed.floor, tiers, today);
  if (floor === null) return { standing, floor };
  const carries = floor.level === level && carryingFloor(better) !== null;
  return { standing, floor: { ...floor, carries } };
}

/** A merge is as new as the newest posting of both: what is due by then comes first, and nothing of either is over. */
function instantOfMerge(occurredAt: Instant, { kept, removed }: Both): Instant {
  return instantOf(Math.max(occurredAt, kept.newestAt ?? occurredAt, removed.newestAt ?? occurredAt));
}

/**
 * Entries of a merge, for both ledgers. Lots, holds, sums, progress and statistics add up; a debt of one is paid with the
 * points of the other, the earliest-expiring first, pending ones last; the level is the higher of the two, and higher
 * still where the progress of both supports it.
 */
export function decideMerge(
  both: Both,
  { requestId, occurredAt }: MergeRequest,
  cause: Cause,
  versions: ProgrammeVersions,
): { readonly kept: Posted; readonly removed: Posted } {
  const at = instantOfMerge(occurredAt, both);
  const keeping = new Posting(both.kept, at, versions);
  const leaving = new Posting(both.removed, at, versions);
  const [kept, removed] = [keeping.account, { ...leaving.account, head: '' }];
  const points = held(balanceOf(removed));
  const lots = lotsOfBoth(kept, removed);
  const draft = keeping.post<MergeDraft>({
    ...keeping.base(entryIds.merge(requestId)),
    kind: 'merge',
    cause,
    points,
    taken: takeFrom([...sourcesOf(lots.available, false), ...sourcesOf(lots.pending, true)], kept.debt + removed.debt),
    removed,
    ...placeOfBoth({ kept, removed }, keeping.judging.tiers, keeping.today),
  });
  rise(keeping, draft);
  leaving.post({
    ...leaving.base(entryIds.mergeRemoved(requestId)),
    kind: 'merge-removed',
    points: -points,
    into: kept.memberId,
    intoSeq: kept.seq + 1,
  });
  return { kept: keeping.posted(), removed: leaving.posted() };
}
