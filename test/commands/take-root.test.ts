import { describe, expect, test } from 'vitest';
import { leafOf } from '../../shared/commands/leaf.ts';
import { MerkleTree } from '../../shared/commands/merkle-tree.ts';
import { signedText, takeRoot } from '../../shared/commands/take-root.ts';
import { parseRootDocument } from '../../shared/contracts/root-document.ts';
import { canonicalJson, sha256OfBytes } from '../../shared/platform/digest.ts';
import type { HeadPage } from '../../shared/store/head-store.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import { emptyAccount } from '../fixtures/ledger.ts';
import { addMember, headsIn, isSigned, ledgerOf, memorySealer as sealer } from '../fixtures/sealer.ts';

describe('the root of a day', () => {
  test('is over every member with an entry, its leaves beside it, and signed', async () => {
    const ledger = await ledgerOf('ann', 'bob', 'cem');
    await ledger.commit([{ write: 'account', account: emptyAccount('newcomer'), expected: null }]);
    const { deps, roots } = sealer(ledger);
    const taken = await takeRoot(deps, '2026-11-22');
    const document = parseRootDocument(roots.roots.get('2026-11-22') ?? '');
    expect(document).toEqual({
      day: '2026-11-22',
      members: 3,
      unreadable: 0,
      takenFrom: '2026-11-22T04:00:03Z',
      takenUntil: '2026-11-22T04:00:04Z',
      root: taken.root,
      leaves: `2026-11-22.${taken.root ?? ''}.leaves.ndjson.gz`,
      signature: { keyId: 'key', algorithm: 'ECDSA_SHA_256', value: expect.any(String) },
    });
    expect(taken).toEqual({ status: 'taken', day: '2026-11-22', members: 3, root: document?.root, unreadable: [] });
    const leaves = headsIn(roots.leaves.get(document?.leaves ?? ''));
    expect(leaves.map(({ memberId }) => memberId).sort()).toEqual(['ann', 'bob', 'cem']);
    const tree = new MerkleTree(sha256OfBytes);
    for (const head of leaves) tree.append(leafOf(sha256OfBytes, head));
    expect(Buffer.from(tree.root()).toString('base64url')).toBe(taken.root);
    if (document === undefined) throw new TypeError('there is a document');
    expect(isSigned(signedText(canonicalJson, document), document.signature)).toBe(true);
    expect(isSigned(signedText(canonicalJson, { ...document, members: 4 }), document.signature)).toBe(false);
  });

  test('of nobody is that of the empty tree', async () => {
    const { deps, roots } = sealer(new MemoryStore());
    const empty = Buffer.from(sha256OfBytes(Buffer.alloc(0))).toString('base64url');
    expect(await takeRoot(deps, '2026-11-22')).toMatchObject({ status: 'taken', members: 0, root: empty });
    expect([...roots.leaves.values()].map(headsIn)).toEqual([[]]);
  });

  test('is the same whatever order the accounts are read in', async () => {
    const [one, other] = [sealer(await ledgerOf('ann', 'bob', 'cem')), sealer(await ledgerOf('cem', 'ann', 'bob'))];
    const [first, second] = [await takeRoot(one.deps, '2026-11-22'), await takeRoot(other.deps, '2026-11-22')];
    expect(second.root).toBe(first.root);
    expect([...other.roots.leaves]).toEqual([...one.roots.leaves]);
  });

  test('is taken once: a second time nothing is read, and what is there stays', async () => {
    const ledger = await ledgerOf('ann');
    const { deps, roots } = sealer(ledger);
    await takeRoot(deps, '2026-11-22');
    const before = roots.roots.get('2026-11-22');
    const heads = { heads: () => expect.unreachable() };
    expect(await takeRoot({ ...deps, heads }, '2026-11-22')).toEqual({
      status: 'exists',
      day: '2026-11-22',
      unreadable: [],
    });
    expect(roots.roots.get('2026-11-22')).toBe(before);
  });

  test('is that of the faster of two, whose leaves are still the right ones', async () => {
    const ledger = await ledgerOf('ann');
    const { deps, roots } = sealer(ledger);
    // Both have looked, and neither has seen the other's.
    const blind = { ...deps, roots: { ...roots, has: async () => Promise.resolve(false) } };
    const first = await takeRoot(blind, '2026-11-22');
    await addMember(ledger, 'bob');
    expect(await takeRoot(blind, '2026-11-22')).toMatchObject({ status: 'exists' });
    const document = parseRootDocument(roots.roots.get('2026-11-22') ?? '');
    expect(document?.root).toBe(first.root);
    expect(headsIn(roots.leaves.get(document?.leaves ?? '')).map(({ memberId }) => memberId)).toEqual(['ann']);
  });

  test('of a day that lies ahead is that of today', async () => {
    const { deps, roots } = sealer(await ledgerOf('ann'));
    expect(await takeRoot(deps, '2027-01-01')).toMatchObject({ status: 'taken', day: '2026-11-22' });
    expect(await takeRoot(deps, '2025-12-31')).toMatchObject({ status: 'taken', day: '2025-12-31' });
    expect([...roots.roots.keys()]).toEqual(['2026-11-22', '2025-12-31']);
    await expect(takeRoot(deps, '2026-02-30')).rejects.toThrow(RangeError);
  });

  test('leaves out who states no head, and says so', async () => {
    const { deps, roots } = sealer(new MemoryStore());
    async function* pages({ index }: { readonly index: number }): AsyncGenerator<HeadPage> {
      yield await Promise.resolve({ heads: [], unreadable: [`broken-${String(index)}`] });
    }
    const taken = await takeRoot({ ...deps, heads: { heads: pages } }, '2026-11-22');
    expect(taken.unreadable.toSorted()).toEqual(['broken-0', 'broken-1', 'broken-2', 'broken-3']);
    expect(parseRootDocument(roots.roots.get('2026-11-22') ?? '')).toMatchObject({ members: 0, unreadable: 4 });
  });

  test('is not there when it could not be signed; the next attempt takes it', async () => {
    const { deps, roots } = sealer(await ledgerOf('ann'));
    const sign = async () => Promise.reject(new Error('no key'));
    await expect(takeRoot({ ...deps, sign }, '2026-11-22')).rejects.toThrow('no key');
    expect(roots.roots.size).toBe(0);
    expect(await takeRoot(deps, '2026-11-22')).toMatchObject({ status: 'taken', members: 1 });
  });
});
