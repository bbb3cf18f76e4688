/**
 * The least number for each of many texts, in 16 bytes of a flat table each, instead of an object: a run has a million
 * members. Texts are told apart by a hash of 64 bits; of a million, two have the same with a probability of 3 in 10^8.
 */

/** The share of places in use at which the table doubles. */
const fullFrom = 0.6;

/** Two hashes of 32 bits, each as MurmurHash3 finishes its own. */
function hashOf(text: string): readonly [number, number] {
  let [a, b] = [0x9e37_79b9, 0x85eb_ca6b];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x9e37_79b1);
    b = Math.imul(b ^ unit, 0x5f35_6495);
    a = (a << 13) | (a >>> 19);
    b = (b << 17) | (b >>> 15);
  }
  return [finished(a ^ text.length), finished(b ^ Math.imul(text.length, 0x0101_0101))];
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class LeastByText {
  #mask = 1023;
  #hashes = new Uint32Array(2 * 1024);
  /** NaN where the place is free. */
  #values = new Float64Array(1024).fill(NaN);
  #used = 0;

  /** Notes a number for a text. @returns whether it is the first one */
  note(text: string, value: number): boolean {
    const [first, second] = hashOf(text);
    const place = this.#place(first, second);
    const before = this.#values[place] ?? NaN;
    if (Number.isNaN(before)) {
      this.#put(place, first, second, value);
      return true;
    }
    if (value < before) this.#values[place] = value;
    return false;
  }

  has(text: string): boolean {
    return !Number.isNaN(this.#values[this.#place(...hashOf(text))] ?? NaN);
  }

  /** Whether a number is the least of its text; once, and no more after that. */
  take(text: string, value: number): boolean {
    const place = this.#place(...hashOf(text));
    if (this.#values[place] !== value) return false;
    this.#values[place] = -Infinity;
    return true;
  }

  /** Where a hash is, or would be. */
  #place(first: number, second: number): number {
    let place = first & this.#mask;
    while (
      !Number.isNaN(this.#values[place] ?? NaN) &&
      (this.#hashes[2 * place] !== first || this.#hashes[2 * place + 1] !== second)
    ) {
      place = (place + 1) & this.#mask;
    }
    return place;
  }

  #put(place: number, first: number, second: number, value: number): void {
    this.#hashes[2 * place] = first;
    this.#hashes[2 * place + 1] = second;
    this.#values[place] = value;
    this.#used += 1;
    if (this.#used > fullFrom * this.#values.length) this.#grow();
  }

  #grow(): void {
    const [hashes, values] = [this.#hashes, this.#values];
    const places = 2 * values.length;
    this.#mask = places - 1;
    this.#hashes = new Uint32Array(2 * places);
    this.#values = new Float64Array(places).fill(NaN);
    this.#used = 0;
    for (const [index, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const [first = 0, second = 0] = hashes.subarray(2 * index, 2 * index + 2);
      this.#put(this.#place(first, second), first, second, value);
    }
  }
}
