/**
 * Ranks with ties kept together (metrics.md): whoever has the same value has the same rank, however many there are, so
 * scores come from the share of those strictly above and never from equal slices.
 */
export class Ranking {
  readonly #sorted: Float64Array;

  constructor(values: Float64Array) {
    this.#sorted = values.slice().sort();
  }

  get size(): number {
    return this.#sorted.length;
  }

  /** How many values are strictly greater. */
  above(value: number): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return this.#sorted.length - low;
  }

  /** 5 − floor(5 × share strictly above): 1 to 5, for a value that was ranked. */
  score(value: number): number {
    return 5 - Math.floor((5 * this.above(value)) / this.size);
  }
}
