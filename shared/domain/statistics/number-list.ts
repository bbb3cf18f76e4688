/** A growing list of numbers, eight bytes each: one for every member, so it has to be small. */
export class NumberList {
  #values = new Float64Array(16);
  #length = 0;

  push(...values: readonly number[]): void {
    if (this.#length + values.length > this.#values.length) {
      const grown = new Float64Array(Math.max(this.#values.length * 2, this.#length + values.length));
      grown.set(this.values());
      this.#values = grown;
    }
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** What is in it now; to be read before anything is added. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
