/** Lives of several members who turn out to be one person, for tests of what holds whatever happened to them. */
import fc from 'fast-check';
import { dayOf, formatDay } from '../../shared/domain/calendar.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { decideMerge } from '../../shared/domain/merge-members.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import type { PostedSale } from '../../shared/domain/sale-lots.ts';
import { amountOf, Books, cause } from './books.ts';
import { day, instant } from './build.ts';

const begin = day('2024-01-10');

const kinds = ['sale', 'late', 'full', 'part', 'review', 'redeem', 'hold', 'commit', 'cancel', 'adjust'] as const;
export type Kind = (typeof kinds)[number];

/** What happens next, so many days after what happened before, to one of the members. */
export function anyStep(of: readonly Kind[] = kinds) {
  return fc.record({
    who: fc.nat({ max: 2 }),
    after: fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }) },
      { weight: 1, arbitrary: fc.integer({ min: 100, max: 500 }) },
    ),
    what: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Kind>('sale') },
      { weight: 3, arbitrary: fc.constantFrom(...of) },
    ),
    amount: fc.integer({ min: 1, max: 9000 }),
    which: fc.nat({ max: 5 }),
    back: fc.nat({ max: 300 }),
  });
}
export type Step = typeof anyStep extends (...given: never) => fc.Arbitrary<infer Value> ? Value : never;

/** Who becomes whom after so many of the steps, and how long before now that is said to have been. */
export const anyMerge = fc.record({
  after: fc.nat({ max: 40 }),
  kept: fc.nat({ max: 2 }),
  removed: fc.nat({ max: 2 }),
  back: fc.oneof(fc.constant(0), fc.nat({ max: 60 })),
});
export type Merge = typeof anyMerge extends fc.Arbitrary<infer Value> ? Value : never;

type Sold = { readonly sale: PostedSale; readonly member: number; readonly on: number; left: number };

export class MergedLives {
  readonly books: readonly Books[];
  readonly #sold: Sold[] = [];
  /** By member the one it was merged into; whoever was not is nobody's. */
  readonly #into = new Map<number, number>();
  readonly #returnedWithin: number;
  #now: number = begin;
  #count = 0;

  /** @param returnedWithin days after a sale in which it can come back */
  constructor(programme: Programme, members: number, returnedWithin = Infinity) {
    const returns: Books['returns'] = new Map();
    this.books = Array.from({ length: members }, (_, index) => {
      const books = new Books(programme);
      books.returns = returns;
      const enrolment = { on: dayOf(begin + index), channel: null };
      books.account = { ...books.account, memberId: `m${String(index)}`, enrolment };
      return books;
    });
    this.#returnedWithin = returnedWithin;
  }

  get today(): string {
    return formatDay(dayOf(this.#now));
  }

  #at(on: number): string {
    this.#count += 1;
    const seconds = String(this.#count % 60).padStart(2, '0');
    return `${formatDay(dayOf(on))}T10:${String(Math.floor(this.#count / 60) % 60).padStart(2, '0')}:${seconds}Z`;
  }

  #booksOf(member: number): Books {
    const books = this.books[this.#resolve(member)];
    if (books === undefined) throw new RangeError('a member has books');
    return books;
  }

  #resolve(member: number): number {
    const into = this.#into.get(member);
    return into === undefined ? member % this.books.length : this.#resolve(into);
  }

  /** @returns whether two became one */
  merge({ kept, removed, back }: Merge): boolean {
    const [to, from] = [this.#resolve(kept), this.#resolve(removed)];
    const [keeping, leaving] = [this.books[to], this.books[from]];
    if (to === from || keeping === undefined || leaving === undefined) return false;
    const requestId = `merge-${String(from)}`;
    const request = { requestId, occurredAt: instant(this.#at(this.#now - back)) };
    const decided = decideMerge({ kept: keeping.account, removed: leaving.account }, request, cause, keeping.versions);
    keeping.post(decided.kept);
    leaving.post(decided.removed);
    this.#into.set(from, to);
    return true;
  }

  live({ who, after, what, amount, which, back }: Step): void {
    this.#now += after;
    const member = who % this.books.length;
    const books = this.#booksOf(member);
    const id = `${what}-${String(this.#count)}`;
    const at = this.#at(what === 'late' ? this.#now - back : this.#now);
    const { available, reservations } = books.account;
    const points = available.reduce((sum, lot) => sum + lot.points, 0n);
    switch (what) {
      case 'sale':
      case 'late': {
        const on = what === 'late' ? this.#now - back : this.#now;
        this.#sold.push({ sale: books.buy(id, at, amount), member, on, left: amount });
        return;
      }
      case 'full':
      case 'part':
        this.#giveBack(this.#sold.at(-1 - which), at, what === 'part' ? amount : undefined);
        return;
      case 'review':
        books.review(this.today);
        return;
      case 'redeem':
        this.#try(books, books.tryToRedeem(id, at, 1n + points / 2n));
        return;
      case 'hold':
        this.#try(books, books.tryToReserve(id, at, 1n + points / 3n, 1 + back * 300));
        return;
      case 'commit':
      case 'cancel': {
        const hold = reservations[which % Math.max(1, reservations.length)];
        if (hold !== undefined) this.#try(books, books.tryToSettle(what, hold.requestId, at));
        return;
      }
      case 'adjust':
        books.adjust(id, at, BigInt(amount % 100) - 60n || 1n);
    }
  }

  #try(books: Books, decision: Parameters<Books['post']>[0]): void {
    if (!('refused' in decision)) books.post(decision);
  }

  #giveBack(sold: Sold | undefined, at: string, amount: number | undefined): void {
    if (sold === undefined || sold.left === 0 || this.#now - sold.on > this.#returnedWithin) return;
    const part = amount === undefined ? sold.left : 1 + (amount % sold.left);
    const closed: Account[] = [];
    let expiries: readonly EntryDraft[] = [];
    for (let member: number | undefined = sold.member; member !== undefined; member = this.#into.get(member)) {
      const books = this.books[member];
      if (books === undefined) throw new RangeError('a member has books');
      expiries = [...expiries, ...books.entries];
      if (this.#into.has(member)) closed.push(books.account);
    }
    const goods = part === sold.left ? undefined : amountOf(BigInt(part));
    this.#booksOf(sold.member).giveBack(sold.sale, at, goods, { closed, expiries });
    sold.left -= part;
  }
}

/** Lives the steps with the merges among them. @param each is told after every one of them, and whether it was a merge */
export function liveThrough(
  lives: MergedLives,
  steps: readonly Step[],
  merges: readonly Merge[],
  each: (wasMerge: boolean) => void = () => undefined,
): void {
  for (const [index, step] of steps.entries()) {
    for (const merge of merges.filter(({ after }) => after === index)) if (lives.merge(merge)) each(true);
    lives.live(step);
    each(false);
  }
  for (const merge of merges.filter(({ after }) => after >= steps.length)) if (lives.merge(merge)) each(true);
}
