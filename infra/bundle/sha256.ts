/**
 * Stands in every bundle for `@smithy/core/checksum`, whose SHA-256 and MD5 are those of Node, and others written in
 * JavaScript for a Node that has none (4 KB). Clients hand the classes on to whoever needs a hash: of SHA-256 in a bundle
 * nobody does, and by MD5 the client of SQS sees that a message came as it was sent.
 */
import { createHash, createHmac } from 'node:crypto';

type Hash = { readonly update: (data: string | Uint8Array) => unknown; readonly digest: () => Uint8Array };

class NodeHash {
  readonly #start: () => Hash;
  #hash: Hash;

  constructor(algorithm: 'sha256' | 'md5', secret?: string | Uint8Array) {
    this.#start = () => (secret === undefined ? createHash(algorithm) : createHmac(algorithm, secret));
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

export class Sha256 extends NodeHash {
  constructor(secret?: string | Uint8Array) {
    super('sha256', secret);
  }
}

export class Md5 extends NodeHash {
  constructor(secret?: string | Uint8Array) {
    super('md5', secret);
  }
}
