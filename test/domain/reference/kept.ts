/**
 * What is kept of a sale of which goods came back, and whether more can: lines first, then the amounts in proportion to
 * what is left of the lines that may earn.
 */
import type { Part } from './earned.ts';
import { fractionOf, nothing, plus, roundFraction, times, whole } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import type { PlainKind, PlainLine } from './plain.ts';

/** One return: lines by id, an amount of no named line, or all that is left. */
export type PlainReturn = {
  readonly lines?: readonly { readonly lineId: string; readonly net: number; readonly quantity?: string }[];
  readonly net?: number;
  readonly full?: true;
};

const isGoods = ({ kind }: PlainLine) => kind === 'product' || kind === 'service';
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const minus = (a: Fraction, [numerator, denominator]: Fraction) => plus(a, [-numerator, denominator]);

/** The lines of a sale; one that names none is one product without a name. */
export function linesOf({ net = 0, lines }: { readonly net?: number; readonly lines?: PlainLine[] }): PlainLine[] {
  return lines ?? [{ lineId: '(whole)', kind: 'product', net, quantity: '1', category: [], tags: [] }];
}

export class KeptGoods {
  readonly #lines: readonly PlainLine[];
  readonly #earnsOn: readonly PlainKind[];
  readonly #returns: PlainReturn[] = [];

  constructor(lines: readonly PlainLine[], earnsOn: readonly PlainKind[]) {
    this.#lines = lines;
    this.#earnsOn = earnsOn;
  }

  #netBackOf(lineId: string, more: readonly PlainReturn[] = []): number {
    const all = [...this.#returns, ...more].flatMap(({ lines = [] }) => lines);
    return sum(all.filter((line) => line.lineId === lineId).map(({ net }) => net));
  }

  #amount(more: readonly PlainReturn[] = []): number {
    return sum([...this.#returns, ...more].map(({ net = 0 }) => net));
  }

  get #full(): boolean {
    return this.#returns.some(({ full }) => full === true);
  }

  /** Why a return cannot be taken; undefined when it fits. */
  refusalOf(given: PlainReturn): 'unknown-line' | 'over-return' | undefined {
    const { lines = [], net = 0 } = given;
    const known = (lineId: string) => this.#lines.some((line) => line.lineId === lineId && lineId !== '(whole)');
    if (!lines.every(({ lineId }) => known(lineId))) return 'unknown-line';
    if (this.#full && sum(lines.map((line) => line.net)) + net > 0) return 'over-return';
    const back = (line: PlainLine) => this.#netBackOf(line.lineId, [given]);
    const touched = this.#lines.filter(({ lineId }) => lines.some((line) => line.lineId === lineId));
    if (touched.some((line) => back(line) > line.net)) return 'over-return';
    const earning = this.#lines.filter(({ kind }) => this.#earnsOn.includes(kind));
    const total = sum(earning.map(back)) + this.#amount([given]);
    return total > sum(earning.map((line) => line.net)) ? 'over-return' : undefined;
  }

  add(given: PlainReturn): void {
    this.#returns.push(given);
  }

  /** What is left of each line that is not gone. */
  parts(): readonly Part[] {
    if (this.#full) return [];
    const earns = ({ kind }: PlainLine) => this.#earnsOn.includes(kind);
    const leftOf = (line: PlainLine) => line.net - this.#netBackOf(line.lineId);
    const earningLeft = sum(this.#lines.filter(earns).map(leftOf));
    const amount = this.#amount();
    return this.#lines.flatMap((line): Part[] => {
      const left = leftOf(line);
      const keeps: Fraction =
        earns(line) && earningLeft > 0 ? [BigInt(earningLeft - amount), BigInt(earningLeft)] : whole(1);
      if (keeps[0] === 0n) return [];
      const quantity = this.#quantityLeft(line);
      const named = this.#returns.some(({ lines = [] }) => lines.some(({ lineId }) => lineId === line.lineId));
      const isGone = line.net > 0 ? left === 0 : named && quantity[0] <= 0n;
      if (isGone) return [];
      return [{ line, net: times(whole(left), keeps), quantity: times(quantity[0] < 0n ? nothing : quantity, keeps) }];
    });
  }

  #quantityLeft(line: PlainLine): Fraction {
    let left = fractionOf(line.quantity);
    for (const back of this.#returns.flatMap(({ lines = [] }) => lines)) {
      if (back.lineId !== line.lineId) continue;
      const share: Fraction = line.net === 0 ? whole(1) : [BigInt(back.net), BigInt(line.net)];
      const all = fractionOf(line.quantity);
      left = minus(left, back.quantity === undefined ? times(all, share) : fractionOf(back.quantity));
    }
    return left;
  }

  get net(): number {
    return sum(this.#lines.filter(isGoods).map((line) => line.net));
  }

  /** Net of the goods that have come back. */
  get netBack(): number {
    if (this.#full) return this.net;
    const back = sum(this.#lines.filter(isGoods).map(({ lineId }) => this.#netBackOf(lineId)));
    return Math.min(back + this.#amount(), this.net);
  }

  /** Whether nothing of the goods is left; of a sale without goods, nothing of its lines. */
  get isAllBack(): boolean {
    const kept = this.parts().map(({ line }) => line);
    return this.#lines.some(isGoods) ? !kept.some(isGoods) : kept.length === 0;
  }

  /** Points of those that paid which have gone back by now: all of them with the last of the goods. */
  restored(paid: bigint): bigint {
    if (this.isAllBack) return paid;
    return this.net === 0 ? 0n : roundFraction([paid * BigInt(this.netBack), BigInt(this.net)], 'floor');
  }
}
