/** Sixty-four bits of many digests, in twelve to twenty-four bytes each: for sets too large for texts. */

const leastPlaces = 1024;
/** More than that of the places filled, and looking one up would take long. */
const fullest = 0.7;

/** The first eight bytes of a digest as two halves. @throws RangeError when it is shorter */
function halvesOf(digest: Uint8Array): readonly [number, number] {
  if (digest.length < 8) throw new RangeError(`a digest of ${String(digest.length)} bytes is too short`);
  const view = new DataView(digest.buffer, digest.byteOffset);
  return [view.getUint32(0), view.getUint32(4)];
}

/**
 * A set of digests by their first 64 bits. Two of ten million are taken for one with a probability of one in 360,000, so
 * what is decided by it is never whether somebody gets a message twice, only whether one in billions gets none.
 */
export class HashSet {
  #places = leastPlaces;
  #halves = new Uint32Array(2 * leastPlaces);
  #taken = new Uint8Array(leastPlaces);
  size = 0;

  /** Where a digest is, or would be. */
  #placeOf(first: number, second: number): number {
    let place = second % this.#places;
    while (this.#taken[place] === 1 && (this.#halves[2 * place] !== first || this.#halves[2 * place + 1] !== second)) {
      place = (place + 1) % this.#places;
    }
    return place;
  }

  #put(first: number, second: number): void {
    const place = this.#placeOf(first, second);
    if (this.#taken[place] === 1) return;
    this.#taken[place] = 1;
    this.#halves[2 * place] = first;
    this.#halves[2 * place + 1] = second;
    this.size += 1;
  }

  #grow(): void {
    const [halves, taken] = [this.#halves, this.#taken];
    this.#places *= 2;
    this.#halves = new Uint32Array(2 * this.#places);
    this.#taken = new Uint8Array(this.#places);
    this.size = 0;
    for (const [place, is] of taken.entries()) {
      if (is === 1) this.#put(halves[2 * place] ?? 0, halves[2 * place + 1] ?? 0);
    }
  }

  add(digest: Uint8Array): void {
    if (this.size + 1 > this.#places * fullest) this.#grow();
    this.#put(...halvesOf(digest));
  }

  has(digest: Uint8Array): boolean {
    return this.#taken[this.#placeOf(...halvesOf(digest))] === 1;
  }
}
