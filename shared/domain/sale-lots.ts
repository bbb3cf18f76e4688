/** Where the points of a sale are when goods of it come back: in lots of their own days, moved up, or expired. */
import type { Account } from './account.ts';
import { formatDay } from './calendar.ts';
import type { Day } from './calendar.ts';
import { lapsedSince } from './credits.ts';
import { entryIds } from './entry.ts';
import type { CreditedLot, EarnDraft, Entry, EntryDraft, ExpiredLot } from './entry.ts';
import { compareExpiry, sourcesOf } from './lots.ts';
import { isMoved, upToMonth } from './moved-lots.ts';
import { rational, round } from './rational.ts';

/** A sale in its place in the member's chain. */
export type PostedSale = EarnDraft & Pick<Entry, 'seq'>;

/** An `expire` entry by its id, from the ledger; undefined when there is none. */
export type FindExpiry = (entryId: string) => EntryDraft | undefined;

/** Ids of the entries that may tell what has expired of a sale's points: on their own day, or where they moved up to. */
export function expiriesOf(sale: EarnDraft): readonly string[] {
  const days = sale.lots.flatMap(({ expiresOn }) => (expiresOn === null ? [] : [expiresOn, upToMonth(expiresOn)]));
  return [
    ...[...new Set(days)].map((day) => entryIds.expire(sale.memberId, formatDay(day))),
    ...(sale.lots.length === 0 ? [] : [entryIds.expireWith(sale.entryId)]),
  ];
}

function expiredLot(memberId: string, day: Day, find: FindExpiry): ExpiredLot | undefined {
  const entry = find(entryIds.expire(memberId, formatDay(day)));
  return entry?.kind === 'expire' ? entry.lots.find(({ expiresOn }) => expiresOn === day) : undefined;
}

/** The day on which points of a sale end: their own, or that of the lot into which those of their month have moved up. */
export function endOf(
  { memberId, seq }: PostedSale,
  { availableOn, expiresOn, pending }: CreditedLot,
  { available }: Account,
  find: FindExpiry,
): Day | null {
  if (expiresOn === null) return null;
  const month = upToMonth(expiresOn);
  const lot = available.find((other) => other.expiresOn === month) ?? expiredLot(memberId, month, find);
  return isMoved({ availableOn, expiresOn, pending }, seq, lot?.moved) ? month : expiresOn;
}

/**
 * Points of a sale that have expired: of a lot that several sales share, in proportion to what the sale credited to it,
 * rounded up (domain.md, "Returns").
 */
export function expiredOf(sale: PostedSale, account: Account, find: FindExpiry): bigint {
  const lapsed = lapsedSince(account, sale.day) !== null;
  const own = find(entryIds.expireWith(sale.entryId));
  return sale.lots.reduce((sum, credited) => {
    const { points } = credited;
    if (own?.kind === 'expire' && own.lots.some((lot) => lot.expiresOn === credited.expiresOn)) return sum + points;
    const end = endOf(sale, credited, account, find);
    if (end === null) return lapsed ? sum + points : sum;
    const lot = expiredLot(sale.memberId, end, find);
    if (lot === undefined || lot.credited === 0n) return lapsed ? sum + points : sum;
    const share = round(rational(points * lot.points, lot.credited), 'ceiling');
    return sum + (share < points ? share : points);
  }, 0n);
}

/** From where a return takes: the sale's own lots, the longest life first, then what is pending, then the earliest. */
export function sourcesFor(sale: PostedSale, account: Account, find: FindExpiry) {
  const { available, pending } = account;
  const own = [...sale.lots].sort((a, b) => compareExpiry(b.expiresOn, a.expiresOn));
  const waiting = sourcesOf(pending, true);
  const there = sourcesOf(available, false);
  const ownSources = own.flatMap((lot) => [
    // What the sale earned may be pending still: then that is its lot.
    ...waiting.filter((other) => other.lot.expiresOn === lot.expiresOn && other.lot.availableOn === lot.availableOn),
    ...there.filter((other) => other.lot.expiresOn === endOf(sale, lot, account, find)),
  ]);
  return [...new Set([...ownSources, ...waiting, ...there])];
}
