/**
 * Ranks with ties kept together (metrics.md): whoever has the same value has the same rank, however many there are, so
 * scores come from the share of those strictly above and never from equal slices.
 */
import { NumberList } from './number-list.ts';

const scores = 5;

/** Scores 1 to 5 of values that were ranked: 5 − floor(5 × share strictly above). */
export class Ranking {
  readonly edges: readonly number[];

  /** @param edges whoever is below the k-th of them has k fifths of the values, or more, strictly above */
  constructor(edges: readonly number[]) {
    this.edges = edges;
  }

  score(value: number): number {
    return scores - this.edges.reduce((below, edge) => (value < edge ? below + 1 : below), 0);
  }
}

/**
 * @param size how many values were ranked
 * @param largest the n-th largest of them, n from 1 to `size`
 */
function rankingOf(size: number, largest: (n: number) => number): Ranking {
  const fifths = Array.from({ length: size === 0 ? 0 : scores - 1 }, (_, index) => index + 1);
  return new Ranking(fifths.map((fifth) => largest(Math.ceil((fifth * size) / scores))));
}

/** Values in any order, to be ranked when all are there. */
export type Ranked = { readonly add: (value: number) => void; readonly ranking: () => Ranking };

/** Values of which most are different: eight bytes each. */
export function manyValues(): Ranked {
  const list = new NumberList();
  return {
    add: (value) => {
      list.push(value);
    },
    ranking() {
      const sorted = list.values().sort();
      return rankingOf(sorted.length, (n) => sorted[sorted.length - n] ?? 0);
    },
  };
}

/** Values of which there are few different ones, such as days of a year: how often there was each. */
export function fewValues(): Ranked {
  const counts = new Map<number, number>();
  return {
    add: (value) => {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    ranking() {
      const sorted = [...counts].sort(([a], [b]) => b - a);
      const size = sorted.reduce((sum, [, count]) => sum + count, 0);
      return rankingOf(size, (n) => {
        let reached = 0;
        return sorted.find(([, count]) => (reached += count) >= n)?.[0] ?? 0;
      });
    },
  };
}
