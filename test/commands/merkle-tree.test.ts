import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MerkleTree } from '../../shared/commands/merkle-tree.ts';
import { sha256OfBytes } from '../../shared/platform/digest.ts';

/** Leaves of the test vectors that implementations of Certificate Transparency share (merkle_tree_test). */
const vectorLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));

/** Their roots, by the number of leaves. */
const vectorRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree(sha256OfBytes);
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Section 2.1 of RFC 6962, word by word: split at the largest power of two below n. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256OfBytes(Buffer.alloc(0));
  if (leaves.length === 1) return sha256OfBytes(Buffer.concat([Buffer.of(0), only]));
  let split = 1;
  while (2 * split < leaves.length) split *= 2;
  const [left, right] = [naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))];
  return sha256OfBytes(Buffer.concat([Buffer.of(1), left, right]));
}

describe('the tree', () => {
  test.each(vectorRoots.map((root, size) => ({ size, root })))('of $size leaves has the published root', (vector) => {
    expect(hexOf(treeOf(vectorLeaves.slice(0, vector.size)).root())).toBe(vector.root);
  });

  test('is that of the definition, of any number of leaves of any length', () => {
    const leaves = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 });
    fc.assert(
      fc.property(leaves, (list) => {
        const tree = treeOf(list);
        expect(tree.size).toBe(list.length);
        expect(hexOf(tree.root())).toBe(hexOf(naiveRoot(list)));
      }),
    );
  });

  test('can be asked for its root and grow on', () => {
    const leaves = Array.from({ length: 130 }, (_, index) => Buffer.from(String(index)));
    const tree = new MerkleTree(sha256OfBytes);
    for (const [index, leaf] of leaves.entries()) {
      tree.append(leaf);
      expect(hexOf(tree.root())).toBe(hexOf(naiveRoot(leaves.slice(0, index + 1))));
    }
  });

  test('is another when a leaf is changed, removed, doubled, or has changed its place', () => {
    const leaves = fc.uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), {
      minLength: 2,
      maxLength: 40,
      selector: hexOf,
    });
    fc.assert(
      fc.property(leaves, fc.nat(), (list, any) => {
        const at = any % list.length;
        const flipped = list.map((leaf, index) => (index === at ? leaf.map((byte) => byte ^ 1) : leaf));
        const removed = list.filter((_, index) => index !== at);
        const doubled = [...list.slice(0, at + 1), ...list.slice(at)];
        const turned = list.toReversed();
        const roots = [list, flipped, removed, doubled, turned].map((leavesOf) => hexOf(treeOf(leavesOf).root()));
        expect(new Set(roots).size).toBe(roots.length);
      }),
    );
  });
});
