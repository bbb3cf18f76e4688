/** Somebody's book, and what goods that come back do to it: told plainly, for the explicit model. */
import { plusDays } from '../../domain/reference/dates.ts';
import { earnedBy } from '../../domain/reference/earned.ts';
import type { Circumstances } from '../../domain/reference/earned.ts';
import { whole } from '../../domain/reference/fraction.ts';
import { KeptGoods, linesOf } from '../../domain/reference/kept.ts';
import type { PlainReturn } from '../../domain/reference/kept.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';
import type { Person } from './movement.ts';
import { sumOf } from './parcels.ts';
import type { Gone, Parcel, Purse } from './parcels.ts';

/** What a sale left behind: how it was, what it earned, and what has come back of it. */
export type Sold = {
  readonly who: Person;
  readonly day: string;
  readonly circumstances: Circumstances;
  readonly points: bigint;
  readonly lots: readonly Parcel[];
  /** Of its lots, those that ended as they came. */
  readonly stillborn: readonly Parcel[];
  readonly paid: readonly Gone[];
  readonly kept: KeptGoods;
  undone: bigint;
  settled: bigint;
  restored: bigint;
};

const nothingMoved = {
  earned: 0n,
  returned: 0n,
  redeemed: 0n,
  restored: 0n,
  adjusted: 0n,
  transferred: 0n,
  imported: 0n,
};

/** Somebody's account: the purse, lifetime sums and the level. */
export class Book {
  readonly purse: Purse;
  readonly sums = { ...nothingMoved };
  /** Points that count for the level, by the month of the sale. */
  readonly progress = new Map<string, bigint>();
  level = 0;
  orders = 0;
  netMinor = 0;

  constructor(purse: Purse) {
    this.purse = purse;
  }

  progressOf(day: string, points: bigint): void {
    const month = day.slice(0, 7);
    this.progress.set(month, (this.progress.get(month) ?? 0n) + points);
  }

  /** Of all of life; no month is judged below zero. */
  get qualifying(): bigint {
    return [...this.progress.values()].reduce((sum, points) => (points > 0n ? sum + points : sum), 0n);
  }
}

/** What is owed and not there: a debt, or nothing. @returns the debt that it made */
export function owe(programme: WholeProgramme, { purse }: Book, points: bigint): bigint {
  if (programme.points.overdraw === 'clamp') return 0n;
  purse.debt += points;
  return points;
}

function supported(programme: WholeProgramme, { qualifying }: Book): number {
  return Math.max(0, programme.tiers.levels.filter(({ from }) => BigInt(from) <= qualifying).length - 1);
}

/** A sale may reach a level. */
export function rise(programme: WholeProgramme, book: Book): void {
  const reached = supported(programme, book);
  if (reached <= book.level) return;
  book.level = reached;
}

/** A return takes the level that its sale held up, down to what is supported: where all of life counts, that is all. */
function fall(programme: WholeProgramme, book: Book, before: bigint): void {
  const from = BigInt(programme.tiers.levels[book.level]?.from ?? 0);
  if (programme.tiers.onReturn === 'at-review' || book.level === 0) return;
  if (before < from || book.qualifying >= from) return;
  book.level = supported(programme, book);
}

/** Goods of a sale come back: what the kept ones would not have earned goes, and what paid for the others comes back. */
export function bringBack(
  programme: WholeProgramme,
  { sold, book }: { readonly sold: Sold; readonly book: Book },
  goods: PlainReturn,
  day: string,
): void {
  const [netBefore, progressBefore, wasAllBack] = [sold.kept.netBack, book.qualifying, sold.kept.isAllBack];
  sold.kept.add(goods);
  const lost = sold.points - earnedBy(programme, sold.circumstances, sold.kept.parts()).points;
  const undone = lost > sold.undone ? lost : sold.undone;
  book.progressOf(sold.day, sold.undone - undone);
  sold.undone = undone;
  const owed = undone - endedOf(sold, book.purse) - sold.settled;
  if (owed > 0n) {
    const taken = sumOf(book.purse.take(owed, sourcesOf(sold, book.purse)));
    book.sums.returned += taken + owe(programme, book, owed - taken);
    sold.settled += owed;
  }
  book.netMinor -= sold.kept.netBack - netBefore;
  if (sold.kept.isAllBack && !wasAllBack) book.orders -= 1;
  restore(programme, sold, book, day);
  fall(programme, book, progressBefore);
}

/** Of a sale's points, those that have ended: its part of what ended of a shared lot, rounded up. */
function endedOf({ lots, stillborn, day }: Sold, { ended, lapsedOn }: Purse): bigint {
  const lapsed = lapsedOn !== undefined && day < lapsedOn;
  return lots.reduce((sum, { points, expiresOn }) => {
    if (stillborn.some((lot) => lot.expiresOn === expiresOn)) return sum + points;
    const end = expiresOn === undefined ? undefined : ended.get(expiresOn);
    if (end === undefined || end.everNew === 0n) return lapsed ? sum + points : sum;
    const share = (points * end.points + end.everNew - 1n) / end.everNew;
    return sum + (share < points ? share : points);
  }, 0n);
}

/** The sale's own lots, the longest life first; then what is pending; then what ends first. */
function sourcesOf({ lots }: Sold, purse: Purse): readonly Parcel[] {
  const own = [...lots].reverse().flatMap((lot) => {
    const waits = lot.pending && lot.availableOn > purse.today;
    const pending = purse.waiting.filter(
      (other) => waits && other.expiresOn === lot.expiresOn && other.availableOn === lot.availableOn,
    );
    return [...pending, ...purse.usable.filter(({ expiresOn }) => expiresOn === lot.expiresOn)];
  });
  return [...new Set([...own, ...purse.waiting, ...purse.usable])];
}

function restore(programme: WholeProgramme, sold: Sold, { purse, sums }: Book, day: string): void {
  const due = sold.kept.restored(sumOf(sold.paid)) - sold.restored;
  if (due <= 0n) return;
  const lapsed = purse.lapsedOn !== undefined && sold.day < purse.lapsedOn;
  // The latest-expiring first, passing over what went back before: one point after the other.
  let [skip, wanted] = [sold.restored, due];
  const back: Gone[] = [];
  const end = (parcel: Gone) => parcel.expiresOn ?? '9999';
  for (const parcel of [...sold.paid].sort((a, b) => (end(a) > end(b) ? -1 : Number(end(a) < end(b))))) {
    const passed = parcel.points < skip ? parcel.points : skip;
    skip -= passed;
    const left = parcel.points - passed;
    const points = left < wanted ? left : wanted;
    wanted -= points;
    if (points === 0n) continue;
    const isGone = lapsed || (parcel.expiresOn !== undefined && parcel.expiresOn <= purse.today);
    const grace = plusDays(day, programme.points.restoreGraceDays);
    back.push(isGone ? { points, availableOn: day, expiresOn: grace } : { ...parcel, points });
  }
  sold.restored += due;
  sums.restored += due;
  purse.act(day, [], due);
  purse.credit(back, false);
}

/** Goods come back without a receipt: their amount is all there is to go by. */
export function takeBackUnseen(programme: WholeProgramme, book: Book, net: number, day: string): void {
  const { earn, points: how, tiers } = programme;
  const unconditional = earn.filter(({ kind, when, lines, until }) => {
    return kind === 'rate' && when === undefined && lines === undefined && (until === undefined || day <= until);
  });
  const plain: WholeProgramme = {
    ...programme,
    earn: unconditional,
    points: { ...how, earnsOn: ['product'] },
    tiers: { ...tiers, levels: tiers.levels.map((level) => ({ ...level, multiplier: '1' })) },
  };
  const parts = new KeptGoods(linesOf({ net }), ['product']).parts();
  const { points } = earnedBy(plain, { day, level: '', money: whole(1) }, parts);
  const before = book.qualifying;
  book.progressOf(day, -points);
  const taken = sumOf(book.purse.take(points));
  book.sums.returned += taken + owe(programme, book, points - taken);
  book.netMinor -= net;
  fall(programme, book, before);
}
