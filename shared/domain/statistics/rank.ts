/**
 * Counts what depends on the whole distribution, from the rows of all members: they are read once for the edges between
 * ranks, and again for who is where. In between nothing of them is kept but the spends, eight bytes each.
 */
import { monthOfDay } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { fewValues, manyValues } from './ranking.ts';
import type { Ranking } from './ranking.ts';
import { highScore, rfmGroup } from './rfm.ts';
import type { Buyer, RfmGroup } from './rfm.ts';
import { moments } from './rows.ts';
import type { Moment, Rows } from './rows.ts';
import type { Sums } from './sums.ts';
import { windowNames } from './windows.ts';
import type { WindowName } from './windows.ts';

type ByMoment<Value> = Readonly<Record<Moment, Value>>;
type Edges = Readonly<Record<keyof Buyer, Ranking>>;

function byMoment<Value>(make: (moment: Moment) => Value): ByMoment<Value> {
  return { now: make('now'), month: make('month'), '12m': make('12m') };
}

/** The first reading: takes the rows of all members, in any order. */
export class RankReading {
  readonly #values = byMoment(() => ({ last: fewValues(), orders: fewValues(), spend: manyValues() }));

  read(rows: Rows): void {
    for (let index = 0; index < rows.count; index += 1) {
      for (const moment of moments) {
        const { last, orders, spend } = rows.buyerAt(index, moment);
        if (orders === 0) continue;
        const values = this.#values[moment];
        values.last.add(last);
        values.orders.add(orders);
        values.spend.add(spend);
      }
    }
  }

  /** What the second reading needs. */
  ranks(): Ranks {
    return new Ranks(
      byMoment((moment) => {
        const { last, orders, spend } = this.#values[moment];
        return { last: last.ranking(), orders: orders.ranking(), spend: spend.ranking() };
      }),
    );
  }
}

/** The second reading: adds `high`, `rfm.group` and `rfm.moved` to the sums that the members are counted in. */
export class Ranks {
  readonly #edges: ByMoment<Edges>;

  constructor(edges: ByMoment<Edges>) {
    this.#edges = edges;
  }

  /**
   * @param sumsOf the sums of a cell by the position that a row names it by
   * @param asOf the day at whose end the rows were made
   * @param windows those before which the rows know everything that was bought in twelve months
   */
  count(rows: Rows, sumsOf: (cell: number) => Sums, asOf: Day, windows: readonly WindowName[] = windowNames): void {
    const month = monthOfDay(asOf);
    for (let index = 0; index < rows.count; index += 1) {
      const sums = sumsOf(rows.cellAt(index));
      const [now, before] = [rows.buyerAt(index, 'now'), rows.buyerAt(index, 'month')];
      if (this.#isHigh(now, 'now')) sums.add('high', [month]);
      if (this.#isHigh(before, 'month')) sums.add('high', [month - 1]);
      const group = this.#groupOf(now, 'now');
      if (group === null) continue;
      sums.add('rfm.group', [group]);
      for (const window of windows) {
        // The window of everything has no day before it, so nobody was there.
        const from = window === 'all' ? null : this.#groupOf(rows.buyerAt(index, window), window);
        sums.add('rfm.moved', [window, from ?? '', group]);
      }
    }
  }

  #isHigh({ orders, spend }: Buyer, moment: Moment): boolean {
    return orders > 0 && this.#edges[moment].spend.score(spend) === highScore;
  }

  #groupOf(buyer: Buyer, moment: Moment): RfmGroup | null {
    const { last, orders, spend } = this.#edges[moment];
    return rfmGroup(buyer, {
      recency: last.score(buyer.last),
      frequency: orders.score(buyer.orders),
      spend: spend.score(buyer.spend),
    });
  }
}
