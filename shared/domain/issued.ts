/**
 * In which months the points of a lot were issued: what was ever credited to it, by month of issue. Purchases and bonuses
 * issue points; what was imported, adjusted or transferred belongs to no month, and points given back add nothing.
 */
import type { Month } from './calendar.ts';

/** Points of a month of issue, or of none. */
export type IssuedPoints = { readonly month: Month | null; readonly points: bigint };
/** The oldest month first, those of no month last; each once, and none of no points. */
export type Issued = readonly IssuedPoints[];

/**
 * More months are not told apart in one lot: older ones count with the oldest that is kept, because breakage of points
 * that are so old is looked at in years. Only lots whose points end together whenever they were earned get there.
 */
const monthsAtMost = 24;

function compareMonths(a: IssuedPoints, b: IssuedPoints): number {
  return (a.month ?? Infinity) - (b.month ?? Infinity);
}

function sumOfIssued(issued: Issued): bigint {
  return issued.reduce((sum, { points }) => sum + points, 0n);
}

/** Points that were all issued in one month, or in none. */
export function issuedIn(month: Month | null, points: bigint): Issued {
  return points === 0n ? [] : [{ month, points }];
}

/** What both were credited. */
export function addIssued(a: Issued, b: Issued): Issued {
  if (b.length === 0) return a;
  const sums = new Map<Month | null, bigint>();
  for (const { month, points } of [...a, ...b]) sums.set(month, (sums.get(month) ?? 0n) + points);
  const all = [...sums].map(([month, points]) => ({ month, points })).sort(compareMonths);
  const tooMany = all.filter(({ month }) => month !== null).length - monthsAtMost;
  const oldest = all[tooMany];
  if (tooMany <= 0 || oldest === undefined) return all;
  return [{ ...oldest, points: sumOfIssued(all.slice(0, tooMany + 1)) }, ...all.slice(tooMany + 1)];
}

/** Without points that were credited in a month; in another, the oldest first, where that one is not told apart. */
export function lessIssued(issued: Issued, month: Month | null, points: bigint): Issued {
  let rest = points;
  const without = new Map<IssuedPoints, bigint>();
  const [ofMonth, others] = [issued.filter((part) => part.month === month), issued.filter((p) => p.month !== month)];
  for (const part of [...ofMonth, ...others]) {
    const taken = part.points < rest ? part.points : rest;
    without.set(part, taken);
    rest -= taken;
  }
  return issued
    .map((part) => ({ ...part, points: part.points - (without.get(part) ?? 0n) }))
    .filter((part) => part.points > 0n);
}

/**
 * Points of a lot by month of issue, in proportion to all that was ever credited to it. The shares add up exactly: each is
 * what the rounded-down sum rises by.
 */
export function sharesOf(points: bigint, issued: Issued): Issued {
  const whole = sumOfIssued(issued);
  let reached = 0n;
  return issued.flatMap(({ month, points: part }) => {
    const before = (points * reached) / whole;
    reached += part;
    return issuedIn(month, (points * reached) / whole - before);
  });
}
