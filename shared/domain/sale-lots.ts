/** Where the points of a sale are when goods of it come back: in lots of their own days, moved up, or expired. */
import type { Account } from './account.ts';
import { formatDay, later } from './calendar.ts';
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

/**
 * The accounts that the points of a sale have been in: that of the member who bought, and, where that one was merged into
 * another since, the other's, and so on.
 */
export type Trail = readonly [Account, ...Account[]];

/** The account that the points are in now. */
function lastOf(trail: Trail): Account {
  return trail.at(-1) ?? trail[0];
}

/**
 * Ids of the entries that may tell what has expired of a sale's points: on their own day, or where they moved up to.
 * @param memberId whose account the points were in then: of whoever bought, or was merged with that member since
 */
export function expiriesOf(sale: EarnDraft, memberId: string = sale.memberId): readonly string[] {
  const days = sale.lots.flatMap(({ expiresOn }) => (expiresOn === null ? [] : [expiresOn, upToMonth(expiresOn)]));
  return [
    ...[...new Set(days)].map((day) => entryIds.expire(memberId, formatDay(day))),
    ...(sale.lots.length === 0 ? [] : [entryIds.expireWith(sale.entryId)]),
  ];
}

function expiredLot({ memberId }: Account, day: Day, find: FindExpiry): ExpiredLot | undefined {
  const entry = find(entryIds.expire(memberId, formatDay(day)));
  return entry?.kind === 'expire' ? entry.lots.find(({ expiresOn }) => expiresOn === day) : undefined;
}

/** Whether points were still in an account after a day: it was not closed by then. */
function isOpenAfter({ left }: Account, day: Day): boolean {
  return left?.how !== 'merged' || day > left.on;
}

/** The day on which points of a sale end: their own, or that of the lot into which those of their month have moved up. */
export function endOf({ seq: ownSeq }: PostedSale, lot: CreditedLot, trail: Trail, find: FindExpiry): Day | null {
  const { availableOn } = lot;
  let { expiresOn, pending } = lot;
  let seq = ownSeq;
  for (const account of trail) {
    if (expiresOn === null) return null;
    const month = upToMonth(expiresOn);
    const there = account.available.find((other) => other.expiresOn === month) ?? expiredLot(account, month, find);
    if (isMoved({ availableOn, expiresOn, pending }, seq, there?.moved)) expiresOn = month;
    // The points came into the next account with the entry of the merge.
    if (account.left?.how !== 'merged' || expiresOn <= account.left.on) break;
    ({ seq } = account.left);
    pending = pending && availableOn > account.left.on;
  }
  return expiresOn;
}

/** Whether points that were there on `since` have ended with inactivity in the meantime, in the account they were in. */
export function haveLapsed(trail: Trail, since: Day): boolean {
  let from = since;
  return trail.some((account) => {
    if (lapsedSince(account, from) !== null) return true;
    if (account.left?.how === 'merged') from = later(from, account.left.on);
    return false;
  });
}

/**
 * Points of a sale that have expired: of a lot that several sales share, in proportion to what the sale credited to it,
 * rounded up (domain.md, "Returns").
 */
export function expiredOf(sale: PostedSale, trail: Trail, find: FindExpiry): bigint {
  const lapsed = haveLapsed(trail, sale.day);
  const own = find(entryIds.expireWith(sale.entryId));
  return sale.lots.reduce((sum, credited) => {
    const { points } = credited;
    if (own?.kind === 'expire' && own.lots.some((lot) => lot.expiresOn === credited.expiresOn)) return sum + points;
    const end = endOf(sale, credited, trail, find);
    if (end === null) return lapsed ? sum + points : sum;
    const account = trail.find((one) => !isOpenAfter(one, end)) ?? lastOf(trail);
    const lot = expiredLot(account, end, find);
    if (lot === undefined || lot.credited === 0n) return lapsed ? sum + points : sum;
    const share = round(rational(points * lot.points, lot.credited), 'ceiling');
    return sum + (share < points ? share : points);
  }, 0n);
}

/** From where a return takes: the sale's own lots, the longest life first, then what is pending, then the earliest. */
export function sourcesFor(sale: PostedSale, trail: Trail, find: FindExpiry) {
  const { available, pending } = lastOf(trail);
  const own = [...sale.lots].sort((a, b) => compareExpiry(b.expiresOn, a.expiresOn));
  const waiting = sourcesOf(pending, true);
  const there = sourcesOf(available, false);
  const ownSources = own.flatMap((lot) => [
    // What the sale earned may be pending still: then that is its lot.
    ...waiting.filter((other) => other.lot.expiresOn === lot.expiresOn && other.lot.availableOn === lot.availableOn),
    ...there.filter((other) => other.lot.expiresOn === endOf(sale, lot, trail, find)),
  ]);
  return [...new Set([...ownSources, ...waiting, ...there])];
}
