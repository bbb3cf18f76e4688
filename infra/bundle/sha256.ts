/**
 * Stands in every bundle for `@smithy/core/checksum`, whose SHA-256 is that of Node, and another written in JavaScript
 * for a Node that has none (4 KB). Clients hand the class on to whoever needs a hash; in a bundle nobody does.
 */
import { createHash, createHmac } from 'node:crypto';

type Hash = { readonly update: (data: string | Uint8Array) => unknown; readonly digest: () => Uint8Array };

/** The one export of `@smithy/core/checksum` that clients use. */
export class Sha256 {
  readonly #start: () => Hash;
  #hash: Hash;

  constructor(secret?: string | Uint8Array) {
    this.#start = () => (secret === undefined ? createHash('sha256') : createHmac('sha256', secret));
    this.#hash = this.#start();
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    this.#hash = this.#start();
  }
}
