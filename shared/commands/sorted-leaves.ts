/** Heads in any order in, leaves in theirs out: for as many members as a function has memory for. */
import { compareLeaves, decodeHead, encodeHead, leafOf } from './leaf.ts';
import type { ByteHash } from './merkle-tree.ts';
import type { Head } from '../store/head-store.ts';

/** One for each first byte of a leaf: what is sorted at once is the 256th part of all. */
const bucketCount = 256;
/** Each head is kept behind the number of its bytes. */
const lengthBytes = 2;
const firstCapacity = 1024;

/** Encoded heads one after the other, in one buffer that the garbage collector has nothing to do with. */
class Bucket {
  #bytes = Buffer.alloc(firstCapacity);
  #used = 0;

  add(encoded: Uint8Array): void {
    const needed = this.#used + lengthBytes + encoded.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    this.#bytes.writeUInt16BE(encoded.length, this.#used);
    this.#bytes.set(encoded, this.#used + lengthBytes);
    this.#used = needed;
  }

  *encoded(): Generator<Uint8Array> {
    for (let at = 0; at < this.#used;) {
      const start = at + lengthBytes;
      at = start + this.#bytes.readUInt16BE(at);
      yield this.#bytes.subarray(start, at);
    }
  }
}

export type SortedLeaf = { readonly leaf: Uint8Array; readonly head: Head };

/** About 85 bytes a member until `drain` has come to the end. */
export class SortedLeaves {
  readonly #hash: ByteHash;
  readonly #buckets = new Map<number, Bucket>();
  #count = 0;

  constructor(hash: ByteHash) {
    this.#hash = hash;
  }

  /** Number of heads that were added. */
  get count(): number {
    return this.#count;
  }

  /** @throws RangeError for the id of a member that takes more than 65,495 bytes */
  add(head: Head): void {
    const encoded = encodeHead(head);
    const [first = 0] = this.#hash(encoded);
    let bucket = this.#buckets.get(first);
    if (bucket === undefined) this.#buckets.set(first, (bucket = new Bucket()));
    bucket.add(encoded);
    this.#count += 1;
  }

  /** All leaves in order, once: what was handed out is forgotten. */
  *drain(): Generator<SortedLeaf> {
    for (let first = 0; first < bucketCount; first += 1) {
      const bucket = this.#buckets.get(first);
      if (bucket === undefined) continue;
      this.#buckets.delete(first);
      const leaves = [...bucket.encoded()].map((encoded) => {
        const head = decodeHead(encoded);
        return { leaf: leafOf(this.#hash, head), head };
      });
      yield* leaves.sort((a, b) => compareLeaves(a.leaf, b.leaf));
    }
  }
}
