/** The Merkle tree of RFC 6962, section 2.1: one hash that stands for a list of texts of bytes, in their order. */

/** SHA-256 of some bytes, 32 bytes. The bytes may be overwritten as soon as it has returned. */
export type ByteHash = (bytes: Uint8Array) => Uint8Array;

export const hashBytes = 32;

const leafPrefix = 0x00;
const nodePrefix = 0x01;

/**
 * A tree that grows leaf by leaf, from left to right. It keeps the roots of its full subtrees and nothing else: one hash
 * for each bit of the number of leaves that is set.
 */
export class MerkleTree {
  readonly #hash: ByteHash;
  /** Roots of the full subtrees, the largest and leftmost first. */
  readonly #roots: Uint8Array[] = [];
  readonly #node = new Uint8Array(1 + 2 * hashBytes).fill(nodePrefix, 0, 1);
  #size = 0;

  constructor(hash: ByteHash) {
    this.#hash = hash;
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Puts a leaf to the right of the others. */
  append(leaf: Uint8Array): void {
    const prefixed = new Uint8Array(1 + leaf.length);
    prefixed[0] = leafPrefix;
    prefixed.set(leaf, 1);
    let right = this.#hash(prefixed);
    // Two full subtrees of one size are a full one of twice the size, as a carry is when one is added to a number.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) right = this.#join(this.#roots.pop(), right);
    this.#roots.push(right);
    this.#size += 1;
  }

  /** The hash over all leaves up to now; of no leaves the hash of nothing. The tree may go on growing. */
  root(): Uint8Array {
    const [last, ...others] = this.#roots.toReversed();
    if (last === undefined) return this.#hash(new Uint8Array());
    return others.reduce((right, left) => this.#join(left, right), last);
  }

  #join(left: Uint8Array | undefined, right: Uint8Array): Uint8Array {
    if (left === undefined) throw new RangeError('a subtree is missing');
    this.#node.set(left, 1);
    this.#node.set(right, 1 + hashBytes);
    return this.#hash(this.#node);
  }
}
