/**
 * Leaves of the daily root: which entry was the newest of a member, as bytes that can be read in one way only.
 *
 * leaf = SHA-256(memberId ‖ seq ‖ head): the member's id in UTF-8, the seq as eight bytes, the most significant first, and
 * the 32 bytes of the head, which texts show as base64url. The last two have one length, so no two heads give the same
 * bytes. Leaves stand in the order of their bytes, which depends on nothing but the heads themselves.
 */
import { hashBytes } from './merkle-tree.ts';
import type { ByteHash } from './merkle-tree.ts';
import type { Head } from '../store/head-store.ts';

const seqBytes = 8;

/** The bytes that the leaf of a head is the hash of. */
export function encodeHead({ memberId, seq, head }: Head): Uint8Array {
  const id = Buffer.from(memberId, 'utf8');
  const bytes = Buffer.alloc(id.length + seqBytes + hashBytes);
  bytes.set(id);
  bytes.writeBigUInt64BE(BigInt(seq), id.length);
  bytes.write(head, id.length + seqBytes, hashBytes, 'base64url');
  return bytes;
}

/** The head of its bytes. */
export function decodeHead(encoded: Uint8Array): Head {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length);
  const [endOfId, endOfSeq] = [bytes.length - hashBytes - seqBytes, bytes.length - hashBytes];
  return {
    memberId: bytes.toString('utf8', 0, endOfId),
    seq: Number(bytes.readBigUInt64BE(endOfId)),
    head: bytes.toString('base64url', endOfSeq),
  };
}

export function leafOf(hash: ByteHash, head: Head): Uint8Array {
  return hash(encodeHead(head));
}

/** As `Array.sort` asks for it: by the bytes, the first that differs decides. */
export function compareLeaves(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}
