/**
 * Lots of a member who has more than are kept apart, by hand: every sale knows the pool that its points are in, wherever
 * that moves (domain.md, "Lots, pending, expiry" and "Returns").
 */
import { dayAfter, plusDays } from './dates.ts';

const lotsAtMost = 400;

/** Points that end together: what there is, what was ever credited, and what of it expired. */
type Pool = { readonly end: string; points: bigint; credited: bigint; expired: bigint };
type Sale = { readonly points: bigint; readonly from: string; readonly pool: Pool };
type HeldPart = { readonly pool: Pool; readonly points: bigint };

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const upToMonth = (end: string) => dayAfter('month', plusDays(end, -1));
const sumOf = (pools: Iterable<Pool>) => [...pools].reduce((sum, { points }) => sum + points, 0n);

export class PlainLots {
  /** By the day on which they end, and those that wait by the day on which they become available. */
  readonly #pools = new Map<string, Pool>();
  readonly #waiting = new Map<string, Pool>();
  readonly #sales = new Map<string, Sale>();
  readonly #holds = new Map<string, readonly HeldPart[]>();
  readonly #became = new Map<Pool, Pool>();
  readonly #life: number;
  #debt = 0n;

  /** @param life in days, of what is bought */
  constructor(life: number) {
    this.#life = life;
  }

  get balance() {
    const reserved = [...this.#holds.values()].flat().reduce((sum, { points }) => sum + points, 0n);
    return {
      available: sumOf(this.#pools.values()),
      pending: sumOf(this.#waiting.values()),
      reserved,
      debt: this.#debt,
    };
  }

  /** What ends on which day. */
  get ends(): readonly (readonly [string, bigint])[] {
    return this.#byEnd().flatMap(({ end, points }) => (points === 0n ? [] : [[end, points] as const]));
  }

  /** What is due by a day, day by day: first what waited, then what ends. */
  come(on: string): void {
    for (;;) {
      const days = [...this.#waiting.keys(), ...this.#pools.keys()];
      const next = days.reduce((first, day) => (day < first ? day : first), '9999-12-31');
      if (next > on) return;
      if (this.#pools.get(next)?.points === 0n) this.#pools.delete(next);
      const ready = this.#waiting.get(next);
      this.#waiting.delete(next);
      if (ready !== undefined) this.#join(ready);
      this.#limit();
      const over = this.#pools.get(next);
      if (over === undefined) continue;
      over.expired = over.points;
      over.points = 0n;
      this.#pools.delete(next);
    }
  }

  bring(ends: readonly string[], points: bigint): void {
    for (const end of ends) this.#join({ end, points, credited: points, expired: 0n });
    this.#limit();
  }

  buy(id: string, points: bigint, from: string, today: string): void {
    const left = points - this.#payDebt(points);
    const pool = { end: plusDays(from, this.#life), points: left, credited: left, expired: 0n };
    this.#sales.set(id, { points: left, from, pool });
    if (left === 0n) return;
    if (from <= today) this.#join(pool);
    else this.#merge(this.#waiting, from, pool);
    this.#limit();
  }

  /** @returns what is taken: what the sale earned less what of it has expired */
  giveBack(id: string, earned: bigint): bigint {
    const sale = this.#sales.get(id);
    if (sale === undefined) throw new RangeError(id);
    const own = this.#now(sale.pool);
    const share = own.credited === 0n ? 0n : (sale.points * own.expired + own.credited - 1n) / own.credited;
    const owed = earned - (share < sale.points ? share : sale.points);
    const waiting = [...this.#waiting].toSorted(([a], [b]) => byText(a, b)).map(([, pool]) => pool);
    const isThere = this.#pools.get(own.end) === own || waiting.includes(own);
    const taken = this.#take([...(isThere ? [own] : []), ...waiting, ...this.#byEnd()], owed);
    this.#debt += owed - taken.reduce((sum, { points }) => sum + points, 0n);
    // What waited and was all taken is an empty lot of its day: what was credited to it is known until then.
    for (const [from, pool] of this.#waiting) {
      if (pool.points > 0n) continue;
      this.#waiting.delete(from);
      this.#join(pool);
    }
    this.#limit();
    return owed;
  }

  redeem(points: bigint): void {
    this.#take(this.#byEnd(), points);
  }

  hold(id: string, points: bigint): void {
    this.#holds.set(id, this.#take(this.#byEnd(), points));
  }

  /** Back into the very pools; into one that is gone they come only to end. */
  cancel(id: string): void {
    for (const { pool, points } of this.#holds.get(id) ?? []) {
      const left = points - this.#payDebt(points);
      const now = this.#now(pool);
      if (this.#pools.get(now.end) === now) now.points += left;
    }
    this.#holds.delete(id);
  }

  #payDebt(points: bigint): bigint {
    const paid = points < this.#debt ? points : this.#debt;
    this.#debt -= paid;
    return paid;
  }

  #take(pools: readonly Pool[], points: bigint): readonly HeldPart[] {
    let rest = points;
    return pools.flatMap((pool) => {
      const given = pool.points < rest ? pool.points : rest;
      pool.points -= given;
      rest -= given;
      return given === 0n ? [] : [{ pool, points: given }];
    });
  }

  #byEnd(): Pool[] {
    return [...this.#pools.values()].toSorted((a, b) => byText(a.end, b.end));
  }

  #now(pool: Pool): Pool {
    const next = this.#became.get(pool);
    return next === undefined ? pool : this.#now(next);
  }

  #merge(into: Map<string, Pool>, key: string, more: Pool): void {
    const pool = into.get(key);
    if (pool === undefined) {
      into.set(key, more);
      return;
    }
    pool.points += more.points;
    pool.credited += more.credited;
    this.#became.set(more, pool);
  }

  #join(pool: Pool): void {
    this.#merge(this.#pools, pool.end, pool);
  }

  /** The latest month's pools become one, then those of the month before, until there are few enough. */
  #limit(): void {
    if (this.#pools.size <= lotsAtMost) return;
    const months = [...new Set([...this.#pools.keys()].map(upToMonth))].toSorted(byText).toReversed();
    for (const month of months) {
      if (this.#pools.size <= lotsAtMost) return;
      const moving = this.#byEnd().filter(({ end }) => upToMonth(end) === month);
      if (moving.length < 2) continue;
      for (const { end } of moving) this.#pools.delete(end);
      this.#join({ end: month, points: 0n, credited: 0n, expired: 0n });
      for (const pool of moving) this.#merge(this.#pools, month, pool);
    }
  }
}
