/**
 * The account that two become when their members are merged, and the one that is closed by it (domain.md, "Invariants"):
 * what both held is the sum, and nothing is lost or won.
 */
import { newAccount } from './account.ts';
import type { Account, MonthlyPoints, Reservation } from './account.ts';
import { later } from './calendar.ts';
import type { Day } from './calendar.ts';
import type { MergeDraft, MergeRemovedDraft } from './entry.ts';
import {
  creditAvailable,
  creditPending,
  emptiedLots,
  pendingWithoutTaken,
  sumOfPoints,
  withoutEmpties,
  withoutTaken,
} from './lots.ts';
import type { Lot, TakenLot } from './lots.ts';
import { sumNames } from './movement-sums.ts';
import type { SumName, Sums } from './movement-sums.ts';
import { mergedStatistics } from './merged-statistics.ts';
import { united } from './united.ts';
import type { Instant } from './zone.ts';

type Lots = Pick<Account, 'available' | 'pending'>;

/** What moved up in one ledger tells nothing of the entries of another. */
function unmoved({ points, credited, issued, availableOn, expiresOn }: Lot): Lot {
  return { points, credited, issued, availableOn, expiresOn };
}

/** The lots of both: those that are one lot in an account are one. */
export function lotsOfBoth(kept: Lots, removed: Lots): Lots {
  return {
    available: removed.available.map(unmoved).reduce(creditAvailable, kept.available),
    pending: removed.pending.reduce(creditPending, kept.pending),
  };
}

/** Lots without what was taken of them for a debt. */
function withoutPaid({ available, pending }: Lots, taken: readonly TakenLot[]): Lots {
  if (taken.length === 0) return { available, pending };
  return {
    available: emptiedLots(pending, taken).reduce(creditAvailable, withoutTaken(available, taken)),
    pending: pendingWithoutTaken(pending, taken),
  };
}

/**
 * A hold of the other member's. What inactivity ended while it was open comes back ended, and when points of the kept
 * member last ended says nothing of it.
 */
function adopted(hold: Reservation, kept: Account, removed: Account): Reservation {
  const ended = removed.lapsedOn !== null && hold.on < removed.lapsedOn ? removed.lapsedOn : null;
  const on = later(hold.on, kept.lapsedOn ?? hold.on);
  return { ...hold, on, lots: ended === null ? hold.lots : hold.lots.map((lot) => ({ ...lot, expiresOn: ended })) };
}

function earliest(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function latest(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function sumsOfBoth(kept: Sums, removed: Sums): Sums {
  const sums: Record<SumName, bigint> = { ...kept };
  for (const name of sumNames) sums[name] += removed[name];
  return sums;
}

const addMonth = (a: MonthlyPoints, b: MonthlyPoints): MonthlyPoints => ({ ...a, points: a.points + b.points });

/**
 * The account after a `merge`. Enrolment and the day on which all points last ended with inactivity stay the kept
 * member's: sales of the other one are judged by the account that was closed.
 */
export function afterMerge(kept: Account, entry: MergeDraft, newestAt: Instant): Account {
  const { removed, standing, floor, taken, day } = entry;
  const { available, pending } = withoutPaid(lotsOfBoth(kept, removed), taken);
  const months = united(kept.progress.months, removed.progress.months, (a, b) => a.month - b.month, addMonth);
  return {
    ...kept,
    seq: kept.seq + 1,
    newestAt,
    available: withoutEmpties(available, day),
    pending,
    reservations: [...kept.reservations, ...removed.reservations.map((hold) => adopted(hold, kept, removed))],
    debt: kept.debt + removed.debt - sumOfPoints(taken),
    standing,
    floor,
    progress: {
      total: kept.progress.total + removed.progress.total,
      months: months.filter(({ points }) => points !== 0n),
    },
    sums: sumsOfBoth(kept.sums, removed.sums),
    purchases: kept.purchases + removed.purchases,
    returns: kept.returns + removed.returns,
    orders: kept.orders + removed.orders,
    netMinor: kept.netMinor + removed.netMinor,
    firstPurchaseOn: earliest(kept.firstPurchaseOn, removed.firstPurchaseOn),
    lastActOn: latest(kept.lastActOn, removed.lastActOn),
    statistics: mergedStatistics(kept, removed, { newestAt, day, level: standing.level }),
  };
}

/**
 * The account after `merge-removed`: it holds nothing, and only knows what returns of its member's sales need, the day on
 * which points last ended with inactivity and which lots had moved up.
 */
export function closed(account: Account, { day, into, intoSeq }: MergeRemovedDraft, newestAt: Instant): Account {
  const { memberId, enrolment, seq, head, lapsedOn, available } = account;
  return {
    ...newAccount(memberId, enrolment),
    seq: seq + 1,
    head,
    newestAt,
    lapsedOn,
    available: available.flatMap((lot): Lot[] =>
      lot.moved === undefined ? [] : [{ ...lot, points: 0n, credited: 0n, issued: [] }],
    ),
    left: { how: 'merged', on: day, into, seq: intoSeq },
  };
}
