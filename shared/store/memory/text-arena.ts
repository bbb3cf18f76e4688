/**
 * Many texts in few large buffers: they cost their own bytes and nothing else, and the garbage collector never looks at
 * them. A handle is the text's number; texts are never changed or removed.
 */
export class TextArena {
  readonly #blockBytes: number;
  readonly #blocks: Buffer[] = [];
  /** Start and length of each text, as block, offset, bytes. */
  #places = new Uint32Array(3 * 1024);
  #count = 0;
  #used = 0;

  constructor(blockBytes = 1 << 20) {
    this.#blockBytes = blockBytes;
  }

  /** Keeps a text and returns its handle. */
  append(text: string): number {
    // A UTF-16 unit takes at most three bytes; measuring exactly would mean reading the text twice.
    const block = this.#blockWith(text.length * 3);
    const bytes = block.write(text, this.#used, 'utf8');
    if (3 * (this.#count + 1) > this.#places.length) {
      const places = new Uint32Array(this.#places.length * 2);
      places.set(this.#places);
      this.#places = places;
    }
    const place = 3 * this.#count;
    this.#places[place] = this.#blocks.length - 1;
    this.#places[place + 1] = this.#used;
    this.#places[place + 2] = bytes;
    this.#used += bytes;
    this.#count += 1;
    return this.#count - 1;
  }

  /** The text of a handle. @throws RangeError for a handle that was never given */
  read(handle: number): string {
    const [block = 0, start = 0, bytes = 0] = this.#places.subarray(3 * handle, 3 * handle + 3);
    const buffer = handle < this.#count ? this.#blocks[block] : undefined;
    if (buffer === undefined) throw new RangeError(`no text has the handle ${String(handle)}`);
    return buffer.toString('utf8', start, start + bytes);
  }

  #blockWith(room: number): Buffer {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.length - this.#used >= room) return last;
    const block = Buffer.allocUnsafeSlow(Math.max(this.#blockBytes, room));
    this.#blocks.push(block);
    this.#used = 0;
    return block;
  }
}
