import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHead, encodeHead, leafOf } from '../../shared/commands/leaf.ts';
import { SortedLeaves } from '../../shared/commands/sorted-leaves.ts';
import { sha256OfBytes } from '../../shared/platform/digest.ts';
import type { Head } from '../../shared/store/head-store.ts';

const anyHead: fc.Arbitrary<Head> = fc.record({
  memberId: fc.string({ minLength: 1, maxLength: 256, unit: 'grapheme' }),
  seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  head: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
});

test('a leaf is the hash of id, eight bytes of seq and 32 bytes of head', () => {
  const head = Buffer.alloc(32, 0xab).toString('base64url');
  const bytes = Buffer.from(encodeHead({ memberId: 'ann', seq: 258, head })).toString('hex');
  expect(bytes).toBe(`616e6e0000000000000102${'ab'.repeat(32)}`);
  const leaf = leafOf(sha256OfBytes, { memberId: 'ann', seq: 258, head });
  expect(Buffer.from(leaf)).toEqual(Buffer.from(sha256OfBytes(Buffer.from(bytes, 'hex'))));
});

test('the bytes of a head are those of no other', () => {
  fc.assert(
    fc.property(anyHead, (head) => {
      expect(decodeHead(encodeHead(head))).toEqual(head);
    }),
  );
  const head = Buffer.alloc(32).toString('base64url');
  const [one, other] = [encodeHead({ memberId: 'a1', seq: 2, head }), encodeHead({ memberId: 'a', seq: 12, head })];
  expect(Buffer.from(one)).not.toEqual(Buffer.from(other));
});

test('leaves come out in the order of their bytes, whatever order the heads came in', () => {
  const heads = fc.uniqueArray(anyHead, { selector: ({ memberId }) => memberId, maxLength: 300 });
  fc.assert(
    fc.property(heads, (list) => {
      const sorted = new SortedLeaves(sha256OfBytes);
      for (const head of list) sorted.add(head);
      expect(sorted.count).toBe(list.length);
      const drained = [...sorted.drain()];
      const expected = list
        .map((head) => ({ hex: Buffer.from(leafOf(sha256OfBytes, head)).toString('hex'), head }))
        .sort((a, b) => (a.hex < b.hex ? -1 : 1));
      expect(drained.map(({ leaf, head }) => ({ hex: Buffer.from(leaf).toString('hex'), head }))).toEqual(expected);
      expect([...sorted.drain()]).toEqual([]);
    }),
  );
});
