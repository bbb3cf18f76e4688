/** From which months of issue the points come that expire. */
import type { BrokenPoints } from './account-statistics.ts';
import type { Account } from './account.ts';
import { monthOfDay } from './calendar.ts';
import type { ExpireDraft, ExpiredLot } from './entry.ts';
import { issuedIn, sharesOf } from './issued.ts';
import type { Issued } from './issued.ts';
import type { Lot } from './lots.ts';

/** The lots that an expiry ends, each with what ends of it. */
function endedLots(
  before: Account,
  { lots, lapsed }: ExpireDraft,
): readonly (readonly [ExpiredLot, Lot | undefined])[] {
  // Inactivity ends all lots that hold points, in this order, and several of them may have no day.
  const all = lapsed ? [...before.available, ...before.pending].filter(({ points }) => points > 0n) : [];
  return lots.map((lot, index) => {
    return [lot, lapsed ? all[index] : before.available.find((other) => other.expiresOn === lot.expiresOn)];
  });
}

function sharesOfLot({ points, issued }: ExpiredLot, lot: Lot | undefined): Issued {
  return issued === undefined ? sharesOf(points, lot?.issued ?? []) : issuedIn(issued, points);
}

/**
 * Points that an expiry ends, by month of issue. What expires of a lot is shared among all that was ever credited to it in
 * proportion, as a sale's part of an expiry is (domain.md, "Returns"), the whole number of points exactly. What belongs to
 * no month of issue is left out.
 *
 * @param before the account as the entry before left it
 */
export function brokenBy(before: Account, entry: ExpireDraft): readonly BrokenPoints[] {
  const expired = monthOfDay(entry.day);
  return endedLots(before, entry)
    .flatMap(([ended, lot]) => sharesOfLot(ended, lot))
    .flatMap(({ month, points }) => (month === null ? [] : [{ issued: month, expired, points }]));
}
