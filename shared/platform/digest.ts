/** Digests: fingerprints of content, the chain's hashes, and the keyed hashes of identities. */
import { createHmac, hash } from 'node:crypto';
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

export type Digests = {
  /** Fingerprint of an event's content, the same for whatever order its keys came in. */
  readonly content: (value: unknown) => string;
  /** The chain's hash: SHA-256 of the previous hash and the RFC 8785 JSON of every other attribute of the entry. */
  readonly chain: (previous: string, attributes: unknown) => string;
  /** Keyed hash, for what must not be found by trying values: identities and content that holds them. */
  readonly keyed: (text: string) => string;
};

/** @param secret the key of `keyed`; the same deployment always has the same */
export function digestsWith(secret: string): Digests {
  return {
    content: (value) => sha256(canonicalJson(value)),
    chain: (previous, attributes) => sha256(previous + canonicalJson(attributes)),
    keyed: (text) => createHmac('sha256', secret).update(text, 'utf8').digest('base64url'),
  };
}
