/**
 * What becomes of every movement, told plainly: purses of parcels, sales that are run again with what is kept of them,
 * and nothing of the ledger's own. Histories arrive in the order in which they happened; only a return may come before
 * its sale.
 */
import { localDate, plusDays } from '../../domain/reference/dates.ts';
import { earnedBy, sharesOf } from '../../domain/reference/earned.ts';
import type { Fraction } from '../../domain/reference/fraction.ts';
import { whole } from '../../domain/reference/fraction.ts';
import { KeptGoods, linesOf } from '../../domain/reference/kept.ts';
import { endOfLife } from '../../domain/reference/life.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';
import { Book, bringBack, owe, rise, takeBackUnseen } from './book.ts';
import type { Sold } from './book.ts';
import type { Movement, Person, Redeem, Reserve, Return, Sale, Settle } from './movement.ts';
import { Purse, sumOf } from './parcels.ts';
import type { Gone } from './parcels.ts';

export class ExplicitModel {
  readonly books = new Map<Person, Book>();
  readonly #programme: WholeProgramme;
  readonly #sold = new Map<string, Sold>();
  readonly #waiting = new Map<string, Return[]>();
  /** Points that were redeemed, by the request; a sale uses each once. */
  readonly #redeemed = new Map<string, { readonly who: Person; readonly taken: readonly Gone[] }>();
  readonly #used = new Set<string>();
  /** Instants at which holds were committed or cancelled. */
  readonly #settled = new Map<string, number>();

  constructor(programme: WholeProgramme) {
    this.#programme = programme;
  }

  readonly #dayOf = (at: number) => localDate(at, this.#programme.timeZone);

  #newBook(): Book {
    return new Book(new Purse(this.#programme, this.#dayOf));
  }

  /** Everything up to the end of a day. */
  passTo(day: string): void {
    for (const { purse } of this.books.values()) purse.passTo(day);
  }

  /** What is told of a movement. */
  tell(movement: Movement): string {
    const day = this.#dayOf(movement.at);
    switch (movement.kind) {
      case 'enrol':
        if (!this.books.has(movement.who)) this.books.set(movement.who, this.#newBook());
        return 'applied';
      case 'return':
        return this.#return(movement);
      case 'transfer':
        return this.#transfer(movement.from, movement.to, BigInt(movement.points), movement.at);
      case 'sale': {
        const book = this.books.get(movement.who ?? 'ann') ?? this.#newBook();
        book.purse.passTo(day, movement.at);
        return this.#sell(movement, book, day);
      }
      case 'import': {
        const book = this.books.get(movement.who) ?? this.#newBook();
        book.purse.passTo(day, movement.at);
        this.books.set(movement.who, book);
        const given = movement.lots.map(({ points, availableOn = day, expiresOn }) => {
          return { points: BigInt(points), availableOn, expiresOn: expiresOn ?? undefined };
        });
        book.sums.imported += sumOf(given);
        this.#credit(book, given, day);
        return 'applied';
      }
      case 'redeem':
      case 'reserve':
      case 'commit':
      case 'cancel':
      case 'adjust':
      case 'return-without-sale': {
        const book = this.books.get(movement.who);
        if (book === undefined) return 'unknown-member';
        book.purse.passTo(day, movement.at);
        return this.#request(movement, book, day);
      }
    }
  }

  #credit({ purse }: Book, given: readonly Gone[], day: string): ReturnType<Purse['credit']> {
    purse.act(day, [], sumOf(given));
    return purse.credit(given, true);
  }

  #request(
    movement: Exclude<Movement, { kind: 'enrol' | 'return' | 'transfer' | 'sale' | 'import' }>,
    book: Book,
    day: string,
  ): string {
    switch (movement.kind) {
      case 'redeem':
        return this.#redeem(movement, book, day);
      case 'reserve':
        return this.#reserve(movement, book, day);
      case 'commit':
      case 'cancel':
        return this.#settle(movement, book, day);
      case 'adjust':
        return this.#adjust(BigInt(movement.points), book, day);
      case 'return-without-sale':
        takeBackUnseen(this.#programme, book, movement.net, day);
        return 'applied';
    }
  }

  #redeem({ who, requestId, points }: Redeem, { purse, sums }: Book, day: string): string {
    if (sumOf(purse.usable) < BigInt(points)) return 'insufficient-points';
    const taken = purse.take(BigInt(points));
    sums.redeemed += BigInt(points);
    purse.act(day, ['redeeming']);
    this.#redeemed.set(requestId, { who, taken });
    return 'applied';
  }

  #reserve({ requestId, points, minutes, at }: Reserve, { purse }: Book, day: string): string {
    if (sumOf(purse.usable) < BigInt(points)) return 'insufficient-points';
    const parcels = purse.take(BigInt(points));
    purse.holds.push({ requestId, until: at + minutes * 60_000, on: day, parcels });
    return 'applied';
  }

  #settle({ kind, requestId, who, at }: Settle, { purse, sums }: Book, day: string): string {
    // The same again, or the same request at another time.
    const before = this.#settled.get(`${kind} ${requestId}`);
    if (before !== undefined) return before === at ? 'duplicate' : 'conflicting-duplicate';
    const hold = purse.holds.find((other) => other.requestId === requestId);
    if (hold === undefined) return 'unknown-reservation';
    this.#settled.set(`${kind} ${requestId}`, at);
    if (kind === 'cancel') {
      purse.giveBack(requestId);
    } else {
      purse.holds = purse.holds.filter((other) => other !== hold);
      sums.redeemed += sumOf(hold.parcels);
      purse.act(day, ['redeeming']);
      this.#redeemed.set(requestId, { who, taken: hold.parcels });
    }
    return 'applied';
  }

  #adjust(points: bigint, book: Book, day: string): string {
    const { purse, sums } = book;
    if (points > 0n) {
      sums.adjusted += points;
      const { expiry } = this.#programme.points;
      const expiresOn = expiry.policy === 'inactivity' ? undefined : endOfLife(expiry, day);
      this.#credit(book, [{ points, availableOn: day, expiresOn }], day);
      return 'applied';
    }
    const taken = sumOf(purse.take(-points));
    sums.adjusted -= taken + owe(this.#programme, book, -points - taken);
    return 'applied';
  }

  #transfer(from: Person, to: Person, points: bigint, at: number): string {
    const [giver, getter] = [this.books.get(from), this.books.get(to)];
    if (giver === undefined || getter === undefined) return 'unknown-member';
    if (giver === getter) return 'self-transfer';
    const day = this.#dayOf(at);
    giver.purse.passTo(day, at);
    if (sumOf(giver.purse.usable) < points) return 'insufficient-points';
    getter.purse.passTo(day, at);
    const taken = giver.purse.take(points);
    giver.sums.transferred -= points;
    getter.sums.transferred += points;
    this.#credit(getter, taken, day);
    return 'applied';
  }

  /** The points that pay for a sale: taken now, or by a redemption before; undefined when there are none such. */
  #pay({ who, pointsRedeemed = 0, redemptionId }: Sale, { purse, sums }: Book, day: string): readonly Gone[] | string {
    if (redemptionId !== undefined) {
      const redemption = this.#redeemed.get(redemptionId);
      const fits = redemption?.who === who && sumOf(redemption.taken) === BigInt(pointsRedeemed);
      return fits && !this.#used.has(redemptionId) ? redemption.taken : 'unknown-reservation';
    }
    if (pointsRedeemed === 0) return [];
    if (sumOf(purse.usable) < BigInt(pointsRedeemed)) return 'insufficient-points';
    sums.redeemed += BigInt(pointsRedeemed);
    purse.act(day, ['redeeming']);
    return purse.take(BigInt(pointsRedeemed));
  }

  #sell(sale: Sale, book: Book, day: string): string {
    const { who } = sale;
    if (who === null) throw new RangeError('guests are left to others');
    const paid = this.#pay(sale, book, day);
    if (typeof paid === 'string') return paid;
    if (sale.redemptionId !== undefined) this.#used.add(sale.redemptionId);
    this.books.set(who, book);
    const kept = new KeptGoods(linesOf(sale), this.#programme.points.earnsOn);
    const worth = Number(sumOf(paid)) * (this.#programme.points.valueOfPointMinor ?? 0);
    const money: Fraction = kept.net === 0 ? whole(1) : [BigInt(Math.max(0, kept.net - worth)), BigInt(kept.net)];
    const { levels } = this.#programme.tiers;
    const circumstances = { day, level: levels[book.level]?.id ?? '', channel: sale.channel, money };
    const earned = earnedBy(this.#programme, circumstances, kept.parts());
    const { points } = earned;
    const availableOn = plusDays(day, this.#programme.points.pendingDays);
    const shares = sharesOf(earned, this.#programme, availableOn).map((share) => ({ ...share, availableOn }));
    book.sums.earned += points;
    book.progressOf(day, points);
    book.orders += 1;
    book.netMinor += kept.net;
    book.purse.act(day, points > 0n ? ['purchase', 'earning'] : ['purchase'], points);
    const { lots, gone } = book.purse.credit(shares, true);
    rise(this.#programme, book);
    this.#sold.set(sale.purchaseId, {
      ...{ who, day, circumstances, points, lots, stillborn: gone, paid, kept },
      ...{ undone: 0n, settled: 0n, restored: 0n },
    });
    const early = this.#waiting.get(sale.purchaseId) ?? [];
    this.#waiting.delete(sale.purchaseId);
    for (const waited of early) this.#return(waited);
    return 'applied';
  }

  #return(movement: Return): string {
    const sold = this.#sold.get(movement.purchaseId);
    if (sold === undefined) {
      this.#waiting.set(movement.purchaseId, [...(this.#waiting.get(movement.purchaseId) ?? []), movement]);
      return 'parked';
    }
    const refused = sold.kept.refusalOf(movement.goods);
    if (refused !== undefined) return refused;
    const book = this.books.get(sold.who);
    if (book === undefined) throw new RangeError('a sale is somebody’s');
    const day = this.#dayOf(movement.at);
    if (day >= book.purse.today) book.purse.passTo(day, movement.at);
    bringBack(this.#programme, { sold, book }, movement.goods, day);
    return 'applied';
  }
}
