/**
 * Lots: points that expire on one day (domain.md, "Lots, pending, expiry").
 *
 * Available lots are kept in spending order, at most one for each expiry day; pending lots are told apart by both their
 * days and kept in the order in which they become available. All functions return new arrays.
 */
import type { Day } from './calendar.ts';
import { addIssued } from './issued.ts';
import type { Issued } from './issued.ts';

/** What moved into a lot, and when: which points of its month are in it, and which have a lot of their own day. */
export type Moved = {
  /** The earliest of the days that they moved from. */
  readonly from: Day;
  /** Seq of the newest entry with which lots moved. All lots of the month that were available then did. */
  readonly through: number;
  /** The first available day of points that were pending then and so stayed; null when none were. */
  readonly waiting: Day | null;
};

export type Lot = {
  /**
   * 0 for a lot whose points were all taken. It is kept until its day, because it may get more, and what it was ever
   * credited has to be known when those expire.
   */
  readonly points: bigint;
  /** What was ever credited to the lot; an expiry is shared among its sales by it. Points given back do not add to it. */
  readonly credited: bigint;
  /** The same by month of issue. */
  readonly issued: Issued;
  /** For available points the earliest day of what the lot got since it was last empty. */
  readonly availableOn: Day;
  /** First business day on which the points cannot be used; null is never. */
  readonly expiresOn: Day | null;
  /** Of a lot that those of its month have moved up into. */
  readonly moved?: Moved | undefined;
};

/** Exact lots beyond this number are not kept apart (domain.md): `moved-lots.ts`. */
export const lotsAtMost = 400;

/** Spending order of two expiry days: the earliest first, never last. */
export function compareExpiry(a: Day | null, b: Day | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : a - b;
}

type Days = Pick<Lot, 'availableOn' | 'expiresOn'>;

export function compareSpending(a: Days, b: Days): number {
  return compareExpiry(a.expiresOn, b.expiresOn) || a.availableOn - b.availableOn;
}

function comparePending(a: Lot, b: Lot): number {
  return a.availableOn - b.availableOn || compareExpiry(a.expiresOn, b.expiresOn);
}

function mergedAvailableOn(a: Lot, b: Lot): Day {
  if (a.points === 0n) return b.availableOn;
  return b.points === 0n || a.availableOn < b.availableOn ? a.availableOn : b.availableOn;
}

/** The first of two lots of one expiry day with the other's points. */
export function merge(a: Lot, b: Lot): Lot {
  return {
    ...a,
    points: a.points + b.points,
    credited: a.credited + b.credited,
    issued: addIssued(a.issued, b.issued),
    availableOn: mergedAvailableOn(a, b),
  };
}

function insert(lots: readonly Lot[], lot: Lot, compare: (a: Lot, b: Lot) => number, same: (a: Lot) => boolean): Lot[] {
  const at = lots.findIndex(same);
  const known = lots[at];
  if (known !== undefined) return lots.with(at, merge(known, lot));
  const next = lots.findIndex((other) => compare(lot, other) < 0);
  return lots.toSpliced(next < 0 ? lots.length : next, 0, lot);
}

/** Available lots with `lot` among them: merged with the one of the same expiry day if there is one. */
export function creditAvailable(lots: readonly Lot[], lot: Lot): readonly Lot[] {
  return insert(lots, lot, compareSpending, (other) => other.expiresOn === lot.expiresOn);
}

/** Pending lots with `lot` among them. */
export function creditPending(lots: readonly Lot[], lot: Lot): readonly Lot[] {
  return insert(
    lots,
    lot,
    comparePending,
    (other) => other.availableOn === lot.availableOn && other.expiresOn === lot.expiresOn,
  );
}

/** Points that were taken from a lot, with what tells the lot apart. */
export type TakenLot = {
  readonly points: bigint;
  readonly availableOn: Day;
  readonly expiresOn: Day | null;
  readonly pending: boolean;
};

/** A lot as it can be taken from: of the available ones, or of those that are pending. */
export type Source = { readonly lot: Days & { readonly points: bigint }; readonly pending: boolean };

export function sourcesOf(lots: readonly Lot[], pending: boolean): Source[] {
  return lots.map((lot) => ({ lot, pending }));
}

/**
 * Takes up to `points` from the sources in their order.
 * @returns what each gave; together less than `points` when there was not enough
 */
export function takeFrom(sources: readonly Source[], points: bigint): TakenLot[] {
  const taken: TakenLot[] = [];
  let rest = points;
  for (const { lot, pending } of sources) {
    const given = lot.points < rest ? lot.points : rest;
    if (given === 0n) continue;
    taken.push({ points: given, availableOn: lot.availableOn, expiresOn: lot.expiresOn, pending });
    rest -= given;
  }
  return taken;
}

/** Available lots less what was taken of them. An empty one stays until its day; without a day nothing asks for it. */
export function withoutTaken(lots: readonly Lot[], taken: readonly TakenLot[]): readonly Lot[] {
  return lots.flatMap((lot): Lot[] => {
    const of = taken.filter((part) => !part.pending && part.expiresOn === lot.expiresOn);
    const points = lot.points - sumOfPoints(of);
    return points === 0n && lot.expiresOn === null ? [] : [{ ...lot, points }];
  });
}

function pendingRest(lots: readonly Lot[], taken: readonly TakenLot[]): readonly Lot[] {
  return lots.map((lot) => {
    const of = taken.filter(
      (part) => part.pending && part.expiresOn === lot.expiresOn && part.availableOn === lot.availableOn,
    );
    return { ...lot, points: lot.points - sumOfPoints(of) };
  });
}

/** Pending lots less what was taken of them. */
export function pendingWithoutTaken(lots: readonly Lot[], taken: readonly TakenLot[]): readonly Lot[] {
  return pendingRest(lots, taken).filter(({ points }) => points > 0n);
}

/**
 * Pending lots of which everything was taken: empty lots of their expiry day, because what that day's lot was ever
 * credited has to be known when it expires.
 */
export function emptiedLots(pending: readonly Lot[], taken: readonly TakenLot[]): readonly Lot[] {
  return pendingRest(pending, taken).filter(({ points, expiresOn }) => points === 0n && expiresOn !== null);
}

/** Available lots without the empty ones whose day has come by `day`. */
export function withoutEmpties(lots: readonly Lot[], day: Day): readonly Lot[] {
  const isOver = ({ points, expiresOn }: Lot) => points === 0n && expiresOn !== null && expiresOn <= day;
  return lots.some(isOver) ? lots.filter((lot) => !isOver(lot)) : lots;
}

export function sumOfPoints(lots: readonly { readonly points: bigint }[]): bigint {
  return lots.reduce((sum, lot) => sum + lot.points, 0n);
}
