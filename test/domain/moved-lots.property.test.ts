/** Returns, holds and redemptions of a member who has more lots than are kept apart (domain.md, "Lots, pending, expiry"). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import { lotsAtMost } from '../../shared/domain/lots.ts';
import { runs } from '../property-runs.ts';
import { begin, DailyBooks, life } from './daily-books.ts';
import { PlainLots } from './reference/lots.ts';
import { plusDays } from './reference/dates.ts';

type Step = {
  readonly what: 'buy' | 'return' | 'redeem' | 'hold' | 'cancel';
  /** Days since the step before. */
  readonly after: number;
  /** Days by which a sale comes late; which sale comes back; how much is redeemed. */
  readonly choice: number;
};

/** A member who begins nearly at the limit, in the engine's books and in the plain ones. */
class Pair {
  readonly books: DailyBooks;
  readonly plain = new PlainLots(life);
  readonly #pendingDays: number;
  readonly #points = new Map<string, number>();
  readonly #returned = new Set<string>();
  readonly #holds: string[] = [];
  #today = begin;
  #count = 0;

  constructor(pendingDays: number) {
    this.#pendingDays = pendingDays;
    this.books = new DailyBooks(pendingDays);
    const ends = Array.from({ length: lotsAtMost - 3 }, (_, index) => plusDays(begin, 210 + index));
    this.books.bring(ends);
    this.plain.bring(ends, 10n);
  }

  take({ what, after, choice }: Step): void {
    this.#count += 1;
    this.#today = plusDays(this.#today, after);
    const at = `${this.#today}T12:00:00.${String(this.#count).padStart(3, '0')}Z`;
    this.#review();
    const { available } = this.plain.balance;
    const some = (available * BigInt(choice % 6)) / 12n;
    switch (what) {
      case 'buy':
        this.#buy(choice);
        break;
      case 'return':
        this.#giveBack(at, choice);
        break;
      case 'redeem':
      case 'hold':
        if (some > 0n) this.#spend(what, at, some);
        break;
      case 'cancel':
        this.#cancel(at);
    }
  }

  #review(): void {
    this.books.reviewThrough(this.#today);
    this.plain.come(this.#today);
  }

  #buy(late: number): void {
    const on = plusDays(this.#today, -late);
    const id = `p${String(this.#count)}`;
    const points = 3 + ((this.#count * 7) % 11);
    this.#points.set(id, points);
    const newest = new Date(this.books.account.newestAt ?? 0).toISOString().slice(0, 10);
    this.books.buy(id, `${on}T13:00:00.${String(this.#count).padStart(3, '0')}Z`, points);
    this.plain.buy(id, BigInt(points), plusDays(on, this.#pendingDays), newest < on ? on : newest);
  }

  #giveBack(at: string, choice: number): void {
    const left = [...this.#points].filter(([id]) => !this.#returned.has(id));
    const [id, points] = left[choice % left.length] ?? [];
    if (id === undefined || points === undefined) return;
    this.#returned.add(id);
    expect([id, this.books.giveBack(id, at)]).toEqual([id, this.plain.giveBack(id, BigInt(points))]);
  }

  #spend(what: 'redeem' | 'hold', at: string, points: bigint): void {
    if (what === 'redeem') {
      this.books.redeem(at, points);
      this.plain.redeem(points);
    } else {
      this.books.hold(at, at, points);
      this.plain.hold(at, points);
      this.#holds.push(at);
    }
  }

  #cancel(at: string): void {
    const id = this.#holds.shift();
    if (id === undefined) return;
    this.books.cancel(id, at);
    this.plain.cancel(id);
  }

  check(): void {
    this.#review();
    const { account } = this.books;
    expect(balanceOf(account)).toEqual(this.plain.balance);
    const ends = account.available.flatMap(({ points, expiresOn }) =>
      points === 0n || expiresOn === null ? [] : [[formatDay(expiresOn), points]],
    );
    expect(ends).toEqual(this.plain.ends);
    expect(account.available.length).toBeLessThanOrEqual(lotsAtMost);
  }

  get hasMoved(): boolean {
    return this.books.entries.some((entry) => entry.kind === 'expire' && entry.lots.some(({ moved }) => moved));
  }
}

const choice = fc.nat({ max: 11 });
const early: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('buy', 'buy', 'buy', 'buy', 'return', 'redeem', 'hold', 'cancel'),
  after: fc.constantFrom(0, 0, 1, 2, 3),
  choice: fc.nat({ max: 5 }),
});
/** When what was bought has ended, or is about to. */
const late: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('return', 'return', 'return', 'redeem', 'cancel'),
  after: fc.constantFrom(0, 3, 12, 30),
  choice,
});

describe('points of a lot that moved up', () => {
  it('are followed: whatever is bought, brought back, held and redeemed, it is as by hand', () => {
    const histories = fc.tuple(
      fc.constantFrom(0, 0, 3),
      fc.array(early, { minLength: 8, maxLength: 30 }),
      fc.integer({ min: 480, max: 560 }),
      fc.array(late, { minLength: 3, maxLength: 12 }),
    );
    let moved = 0;
    const numRuns = runs(100);
    fc.assert(
      fc.property(histories, ([pendingDays, before, pause, after]) => {
        const pair = new Pair(pendingDays);
        for (const step of before) {
          pair.take(step);
          pair.check();
        }
        pair.take({ what: 'cancel', after: pause, choice: 0 });
        for (const step of after) {
          pair.take(step);
          pair.check();
        }
        pair.take({ what: 'cancel', after: 400, choice: 0 });
        if (pair.hasMoved) moved += 1;
      }),
      { numRuns },
    );
    // A property of lots that never move would tell nothing; of a few runs it may be that none has any.
    if (numRuns >= 50) expect(moved * 5).toBeGreaterThan(numRuns);
  });
});
