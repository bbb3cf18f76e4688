/**
 * What sales and cancellations come to, computed once more in plain lines: points of a month in one pot, levels by
 * months, days as text. It shares no code with the rules that it checks.
 */
import type { PlainRules } from './fold.ts';
import { goneOn, monthOf, monthsLater } from './months.ts';
import { pence } from './raw-files.ts';
import type { RawGoods, RawInvoice } from './raw-files.ts';

/** What becomes of points that a return should take and that are not there. */
export type Overdraw = 'debt' | 'clamp';

type Pot = {
  /** What was ever put into it, and what is there. */
  put: number;
  left: number;
  /** What was there when the month's life was over. */
  expired: number;
  /** The first day that put something into it when it was empty. */
  since: string;
};

type Kept = RawGoods & { left: number };

export type Sale = {
  readonly number: string;
  readonly month: number;
  readonly tenths: number;
  readonly points: number;
  /** Points of it that went into its month's pot; the others paid a debt. */
  readonly put: number;
  readonly goods: readonly Kept[];
  undone: number;
  settled: number;
};

type Held = { readonly level: number; readonly since: string };

export class MemberFold {
  level = 0;
  since = '';
  earned = 0;
  returned = 0;
  expired = 0;
  debt = 0;
  /** Points that a return should have taken and let go. */
  forgiven = 0;
  purchases = 0;
  returns = 0;
  orders = 0;
  netMinor = 0;
  readonly pots = new Map<number, Pot>();
  readonly sales: Sale[] = [];
  #held: readonly Held[] = [];
  readonly #progress = new Map<number, number>();
  readonly #rules: PlainRules;
  readonly #overdraw: Overdraw;

  constructor(rules: PlainRules, overdraw: Overdraw) {
    this.#rules = rules;
    this.#overdraw = overdraw;
  }

  get available(): number {
    return [...this.pots.values()].reduce((sum, { left }) => sum + left, 0);
  }

  /** Everything that is due up to and including a day. */
  reviewThrough(day: string): void {
    const { months } = this.#rules;
    for (const [month, pot] of this.pots) {
      if (pot.left === 0 || goneOn(month, months) > day) continue;
      this.expired += pot.left;
      pot.expired = pot.left;
      pot.left = 0;
    }
    while (this.level > 0 && monthsLater(this.since, months) <= day) {
      const review = monthsLater(this.since, months);
      this.#moveTo(Math.min(this.level, this.#supported(review)), review, review);
    }
  }

  buy({ number, day, minor, goods }: RawInvoice): void {
    this.reviewThrough(day);
    const month = monthOf(day);
    const tenths = this.#rules.levels[this.level]?.tenths ?? 10;
    const points = Math.floor((minor * tenths) / 1000);
    const put = points - Math.min(points, this.debt);
    this.debt -= points - put;
    if (put > 0) {
      const pot = this.pots.get(month) ?? { put: 0, left: 0, expired: 0, since: day };
      this.pots.set(month, { ...pot, put: pot.put + put, left: pot.left + put, since: pot.left > 0 ? pot.since : day });
    }
    this.earned += points;
    this.purchases += 1;
    this.orders += 1;
    this.netMinor += minor;
    const kept = goods.map((line) => ({ ...line, left: line.quantity }));
    this.sales.push({ number, month, tenths, points, put, goods: kept, undone: 0, settled: 0 });
    this.#addProgress(month, points);
    const level = this.#supported(day);
    if (level > this.level) this.#moveTo(level, day, day);
  }

  /** A return that names no purchase. */
  returnAmount(day: string, minor: number): void {
    this.reviewThrough(day);
    const level = this.#stands(day);
    const points = Math.floor(minor / 100);
    this.#take(points, [...this.pots.keys()]);
    this.#addProgress(monthOf(day), -points);
    this.returns += 1;
    this.netMinor -= minor;
    this.#fall(level, day);
  }

  /** A return of some of a sale's goods, by their position in it. */
  returnGoods(day: string, sale: Sale, quantities: ReadonlyMap<number, number>): void {
    this.reviewThrough(day);
    const level = this.#stands(day);
    const before = keptMinor(sale);
    const wasThere = !isGone(sale);
    for (const [position, quantity] of quantities) {
      const line = sale.goods[position];
      if (line !== undefined) line.left -= quantity;
    }
    const undone = sale.points - Math.floor((keptMinor(sale) * sale.tenths) / 1000);
    const pot = this.pots.get(sale.month);
    const gone = pot === undefined ? 0 : Math.ceil((sale.put * pot.expired) / pot.put);
    const owed = Math.max(0, undone - gone - sale.settled);
    this.#take(owed, [sale.month, ...this.pots.keys()]);
    this.#addProgress(sale.month, sale.undone - undone);
    sale.settled += owed;
    sale.undone = undone;
    this.returns += 1;
    this.netMinor -= before - keptMinor(sale);
    if (wasThere && isGone(sale)) this.orders -= 1;
    this.#fall(level, day);
  }

  /** Takes from the pots of these months in their order, and then owes, or lets go. */
  #take(points: number, months: readonly number[]): void {
    let rest = points;
    for (const month of months) {
      const pot = this.pots.get(month);
      if (pot === undefined) continue;
      const taken = Math.min(rest, pot.left);
      pot.left -= taken;
      rest -= taken;
    }
    if (this.#overdraw === 'clamp') this.forgiven += rest;
    else this.debt += rest;
    this.returned += points - (this.#overdraw === 'clamp' ? rest : 0);
  }

  #addProgress(month: number, points: number): void {
    this.#progress.set(month, (this.#progress.get(month) ?? 0) + points);
  }

  #supported(day: string): number {
    let points = 0;
    // A month counts through the end of the month `months` later, and returns take none of another month's.
    for (const [month, progress] of this.#progress) {
      if (month + this.#rules.months >= monthOf(day)) points += Math.max(0, progress);
    }
    return this.#rules.levels.findLastIndex(({ from }) => points >= from);
  }

  /** Whether the level rests on points. */
  #stands(day: string): boolean {
    return this.#supported(day) >= this.level;
  }

  /** The level after a return: when that took its ground away, down to what is supported or was held before. */
  #fall(stoodBefore: boolean, day: string): void {
    if (this.level === 0 || !stoodBefore || this.#stands(day)) return;
    const supported = this.#supported(day);
    const held = this.#heldBelow(this.level, day).at(-1);
    if (held !== undefined && held.level >= supported) this.#moveTo(held.level, held.since, day);
    else this.#moveTo(supported, this.since, day);
  }

  #moveTo(level: number, since: string, day: string): void {
    const present = this.level > 0 && this.level < level ? [{ level: this.level, since: this.since }] : [];
    this.#held = [...this.#heldBelow(level, day), ...present];
    this.level = level;
    this.since = since;
  }

  /** Lower levels that were held and whose own review is still ahead, the lowest first. */
  #heldBelow(level: number, day: string): readonly Held[] {
    return this.#held.filter((held) => held.level < level && monthsLater(held.since, this.#rules.months) > day);
  }
}

/** What is kept of a sale, in pence: of each line what the goods that are left cost. */
export function keptMinor({ goods }: Sale): number {
  return goods.reduce((sum, { left, thousandths }) => sum + pence(left, thousandths), 0);
}

/** Whether all of a sale is back; what is left of a line may cost nothing. */
export function isGone({ goods }: Sale): boolean {
  return goods.every(({ left, minor, thousandths }) => left === 0 || (minor > 0 && pence(left, thousandths) === 0));
}
