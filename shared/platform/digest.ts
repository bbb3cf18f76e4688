/** Digests: fingerprints of content, the chain's hashes, and the keyed hashes of identities. */
import { createHmac, createSecretKey, hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** RFC 8785 JSON of a plain value. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('there is no JSON of undefined');
  return text;
}

/** SHA-256, base64url. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** SHA-256 of bytes, as bytes. */
export function sha256OfBytes(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

export type Digests = {
  /** Fingerprint of an event's content, the same for whatever order its keys came in. */
  readonly content: (value: unknown) => string;
  /** The same, keyed: for content that is personal and could be found by trying. */
  readonly personalContent: (value: unknown) => string;
  /** The key that an identity, or an event's own id, is looked up by: nothing can be read from it. */
  readonly lookUp: (kind: string, value: string) => string;
  /** The chain's hash: SHA-256 of the previous hash and the RFC 8785 JSON of every other attribute of the entry. */
  readonly chain: (previous: string, attributes: unknown) => string;
};

/** @param key of the keyed digests; the same deployment always has the same */
export function digestsWith(key: Buffer): Digests {
  // Made ready once: from the bytes of a key each digest would take six times as long.
  const secret = createSecretKey(key);
  const keyed = (text: string) => createHmac('sha256', secret).update(text, 'utf8').digest('base64url');
  return {
    content: (value) => sha256(canonicalJson(value)),
    personalContent: (value) => keyed(`content:${canonicalJson(value)}`),
    lookUp: (kind, value) => keyed(`${kind}:${value}`),
    chain: (previous, attributes) => sha256(previous + canonicalJson(attributes)),
  };
}
