/**
 * Lots above the limit (domain.md, "Lots, pending, expiry"): those that expire latest move up to the next month's first
 * day and so become one. What moved has to be known when a sale of one of them is returned, and when a hold is given up.
 */
import type { Account } from './account.ts';
import { addDays, firstDayAfter } from './calendar.ts';
import type { Day } from './calendar.ts';
import { compareSpending, lotsAtMost, merge } from './lots.ts';
import type { Lot, Moved } from './lots.ts';

/** The first day of the month that begins on or after the day: where lots of the day move up to. */
export function upToMonth(day: Day): Day {
  return firstDayAfter('month', addDays(day, -1));
}

type Move = Pick<Moved, 'through' | 'waiting'>;

function joined(lots: readonly Lot[], month: Day, move: Move): Lot {
  const days = lots.flatMap(({ expiresOn, moved }) => (expiresOn === null ? [] : [moved?.from ?? expiresOn]));
  const from = days.reduce((first, day) => (day < first ? day : first), month);
  return { ...lots.map((lot): Lot => ({ ...lot, expiresOn: month })).reduce(merge), moved: { ...move, from } };
}

/** Month by month from the latest, until there are few enough: never down, so no member loses a day. */
export function consolidate(lots: readonly Lot[], move: Move): readonly Lot[] {
  let kept = lots;
  let months = kept.flatMap((lot) => (lot.expiresOn === null ? [] : [upToMonth(lot.expiresOn)]));
  while (kept.length > lotsAtMost && months.length > 0) {
    const month = months.reduce((latest, other) => (other > latest ? other : latest));
    months = months.filter((other) => other !== month);
    const inMonth = (lot: Lot) => lot.expiresOn !== null && upToMonth(lot.expiresOn) === month;
    const moving = kept.filter(inMonth);
    if (moving.length < 2) continue;
    kept = [...kept.filter((lot) => !inMonth(lot)), joined(moving, month, move)].sort(compareSpending);
  }
  return kept;
}

/** Holds whose lots have moved: they belong to those that these have become. */
function movedHolds({ available, reservations }: Account, kept: readonly Lot[]): Account['reservations'] {
  const there = new Set(kept.map(({ expiresOn }) => expiresOn));
  const gone = new Set(available.map(({ expiresOn }) => expiresOn).filter((day) => !there.has(day)));
  return reservations.map((hold) => ({
    ...hold,
    lots: hold.lots.map((lot) => {
      const { expiresOn } = lot;
      return expiresOn !== null && gone.has(expiresOn) ? { ...lot, expiresOn: upToMonth(expiresOn) } : lot;
    }),
  }));
}

/** An account after an entry with at most as many lots as are kept apart. */
export function withinLimit(account: Account): Account {
  if (account.available.length <= lotsAtMost) return account;
  const waiting = account.pending[0]?.availableOn ?? null;
  const available = consolidate(account.available, { through: account.seq, waiting });
  return { ...account, available, reservations: movedHolds(account, available) };
}

/** Points as an entry credited them. */
type Points = { readonly availableOn: Day; readonly expiresOn: Day; readonly pending: boolean };

/** Whether points of the month of a lot that others moved into were among them. @param seq of the entry that credited */
export function isMoved({ availableOn, expiresOn, pending }: Points, seq: number, moved: Moved | undefined): boolean {
  if (moved === undefined || expiresOn < moved.from || seq > moved.through) return false;
  return !pending || moved.waiting === null || availableOn < moved.waiting;
}
