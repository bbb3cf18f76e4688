/**
 * Levels as domain.md tells them, of a list of what was sold and brought back, judged on every day that passes: nothing is
 * summed up before it is asked for, and nothing is forgotten.
 */
import { dayAfter, monthNumber, plusDays, plusMonths } from './dates.ts';

export type PlainLevels = {
  readonly basis: 'points' | 'spend' | 'orders';
  readonly window: { readonly months: number } | { readonly calendar: 'year' } | { readonly lifetime: true };
  /** Amounts from which the levels are supported, rising, the first 0. */
  readonly from: readonly number[];
  readonly review: {
    readonly afterMonths: number;
    readonly graceDays: number;
    readonly drop: 'to-earned' | 'one-level' | 'never';
  };
  readonly onReturn: 're-evaluate' | 'at-review';
};
/** In the order of their days. */
export type LevelStep = { readonly day: string } & (
  | { readonly sold: string; readonly net: number }
  | { readonly back: string; readonly amount: number | 'all' }
  | { readonly backWithoutReceipt: number }
  | { readonly byHand: number; readonly until: string | null }
  | { readonly reviewed: true }
);
export type LevelChange = {
  readonly day: string;
  readonly from: number;
  readonly to: number;
  readonly since: string;
  readonly reason: 'reached' | 'confirmed' | 'not-supported' | 'returned' | 'assigned';
};

/** A point for each 100 minor units, rounded down once a sale. */
const pointsOf = (net: number) => Math.floor(net / 100);
type Sold = { readonly day: string; net: number };
type Place = { readonly index: number; readonly since: string; readonly byHand: boolean };

class LevelTeller {
  readonly changes: LevelChange[] = [];
  readonly #tiers: PlainLevels;
  readonly #sold = new Map<string, Sold>();
  readonly #lost: Sold[] = [];
  #place: Place = { index: 0, since: '', byHand: false };
  #before: Place[] = [];
  #floor: { readonly index: number; readonly until: string | null } | undefined;

  constructor(tiers: PlainLevels) {
    this.#tiers = tiers;
  }

  take(step: LevelStep): void {
    if ('sold' in step) this.#sold.set(step.sold, { day: step.day, net: step.net });
    if ('sold' in step) this.#rise(step.day);
    if ('byHand' in step) this.#setByHand(step.day, step.byHand, step.until);
    if ('backWithoutReceipt' in step) {
      this.#return(step.day, () => this.#lost.push({ day: step.day, net: step.backWithoutReceipt }));
    }
    if ('back' in step) {
      const sold = this.#sold.get(step.back);
      if (sold === undefined) throw new RangeError(step.back);
      this.#return(step.day, () => {
        sold.net = step.amount === 'all' ? Number.NaN : sold.net - step.amount;
      });
    }
  }

  /** The morning of a day: levels that are judged on it. */
  begin(day: string): void {
    const { window, review } = this.#tiers;
    if (this.#place.index === 0) return;
    const due = this.#dueOf(this.#place);
    if (due === undefined || day < due) return;
    const reviewDay = this.#place.byHand ? day : plusDays(day, -review.graceDays);
    const other = 'calendar' in window ? `${String(Number(reviewDay.slice(0, 4)) - 1)}-12-31` : reviewDay;
    const best = Math.max(this.#supported(other), this.#supported(day));
    if (best >= this.#place.index) {
      this.#move(day, { index: this.#place.index, since: reviewDay, byHand: false }, 'confirmed');
      return;
    }
    const fallen = review.drop === 'one-level' ? this.#place.index - 1 : best;
    const to = this.#highest(day, { index: fallen, since: day, byHand: false });
    this.#move(day, to, to.index < this.#place.index ? 'not-supported' : 'assigned');
  }

  /** A level that came to be judged on the very day. */
  evening(day: string): void {
    if (this.#place.index > 0 && this.#dueOf(this.#place) === day) this.begin(day);
  }

  /** The day on which a place is judged; undefined is never. */
  #dueOf({ since, byHand }: Place): string | undefined {
    const { window, review } = this.#tiers;
    if (review.drop === 'never') return undefined;
    if (byHand) return this.#floor?.until ?? undefined;
    if ('lifetime' in window) return undefined;
    const reviewDay = 'calendar' in window ? dayAfter('year', since) : plusMonths(since, review.afterMonths);
    return plusDays(reviewDay, review.graceDays);
  }

  #worth({ net }: Sold): number {
    if (this.#tiers.basis === 'orders') return Number.isNaN(net) || net === 0 ? 0 : 1;
    if (Number.isNaN(net)) return 0;
    return this.#tiers.basis === 'spend' ? net : pointsOf(net);
  }

  /** What counts on a day; no month less than nothing. */
  #counting(day: string): number {
    const { window, basis } = this.#tiers;
    const now = monthNumber(day);
    const counts = (of: string) => {
      if ('lifetime' in window) return true;
      const month = monthNumber(of);
      if ('calendar' in window) return month <= now && of.slice(0, 4) === day.slice(0, 4);
      return month <= now && now - month <= window.months;
    };
    const byMonth = new Map<number, number>();
    const add = (of: string, amount: number) => {
      if (counts(of)) byMonth.set(monthNumber(of), (byMonth.get(monthNumber(of)) ?? 0) + amount);
    };
    for (const sold of this.#sold.values()) add(sold.day, this.#worth(sold));
    for (const lost of this.#lost) add(lost.day, basis === 'orders' ? 0 : -this.#worth(lost));
    return [...byMonth.values()].reduce((sum, amount) => sum + Math.max(0, amount), 0);
  }

  #supported(day: string): number {
    const amount = this.#counting(day);
    return this.#tiers.from.filter((from) => from <= amount).length - 1;
  }

  #floorOn(day: string): number {
    if (this.#floor === undefined) return 0;
    const { index, until } = this.#floor;
    return until === null || day < until ? index : 0;
  }

  /** The highest of a place, of those that were held and are not reviewed yet, and of the floor. */
  #highest(day: string, own: Place): Place {
    const held = this.#before.filter((place) => place.index < this.#place.index && this.#isAhead(place, day));
    const floor = Math.min(this.#floorOn(day), this.#place.index);
    const since = floor === this.#place.index ? this.#place.since : own.since;
    const all = [own, ...held, { index: floor, since, byHand: floor > 0 }];
    return all.reduce((best, place) => (place.index > best.index ? place : best));
  }

  #rise(day: string): void {
    const supported = this.#supported(day);
    if (supported > this.#place.index) this.#move(day, { index: supported, since: day, byHand: false }, 'reached');
  }

  #return(day: string, happen: () => void): void {
    const { index, since } = this.#place;
    const before = this.#supported(day);
    happen();
    const after = this.#supported(day);
    if (this.#tiers.onReturn === 'at-review' || index === 0 || before < index || after >= index) return;
    const known = this.#before.find((place) => place.index === after);
    const ownSince = known !== undefined && this.#isAhead(known, day) ? known.since : since;
    const to = this.#highest(day, { index: after, since: ownSince, byHand: false });
    const place = to.byHand ? { ...to, since } : to;
    if (place.index === index && this.#place.byHand) return;
    this.#move(day, place, 'returned');
  }

  #isAhead(place: Place, day: string): boolean {
    const due = this.#dueOf(place);
    return !('lifetime' in this.#tiers.window) && (due === undefined || day < due);
  }

  #setByHand(day: string, index: number, until: string | null): void {
    const { index: current, since, byHand } = this.#place;
    const raises = index > current && (until === null || day < until);
    const rests = raises || (byHand && index === current);
    const to = { index: raises ? index : current, since: raises || since === '' ? day : since, byHand: rests };
    this.#move(day, to, 'assigned');
    this.#floor = { index, until };
  }

  #move(day: string, to: Place, reason: LevelChange['reason']): void {
    const from = this.#place;
    if (to.index > from.index && from.index > 0 && !from.byHand) this.#before.push(from);
    if (to.index < from.index) this.#before = this.#before.filter(({ index }) => index < to.index);
    this.#place = to;
    this.changes.push({ day, from: from.index, to: to.index, since: to.since, reason });
  }
}

/** Every change of level through the end of `last`. */
export function tellLevels(tiers: PlainLevels, steps: readonly LevelStep[], last: string): readonly LevelChange[] {
  const teller = new LevelTeller(tiers);
  const [first] = steps;
  if (first === undefined) return [];
  for (let day = first.day; day <= last; day = plusDays(day, 1)) {
    teller.begin(day);
    for (const step of steps) {
      if (step.day !== day) continue;
      teller.take(step);
      teller.evening(day);
    }
  }
  return teller.changes;
}
