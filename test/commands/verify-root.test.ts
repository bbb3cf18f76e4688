import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { takeRoot } from '../../shared/commands/take-root.ts';
import { verifyRoot } from '../../shared/commands/verify-root.ts';
import type { LeafLine, RootToVerify } from '../../shared/commands/verify-root.ts';
import { parseRootDocument } from '../../shared/contracts/root-document.ts';
import type { RootDocument } from '../../shared/contracts/root-document.ts';
import { canonicalJson, sha256OfBytes } from '../../shared/platform/digest.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';
import { emptyAccount, posted, writesOf } from '../fixtures/ledger.ts';
import { addMember, isSigned, memorySealer, signText } from '../fixtures/sealer.ts';

const day = '2026-11-22';

async function histories(counts: Readonly<Record<string, number>>): Promise<MemoryStore> {
  const ledger = new MemoryStore();
  for (const [memberId, purchases] of Object.entries(counts)) await addMember(ledger, memberId, purchases);
  return ledger;
}

type Taken = { readonly document: RootDocument; readonly lines: readonly string[] };

/** The root over a ledger, with the lines of its leaves. */
async function rootOf(ledger: MemoryStore): Promise<Taken> {
  const { deps, roots } = memorySealer(ledger);
  await takeRoot(deps, day);
  const document = parseRootDocument(roots.roots.get(day) ?? '');
  if (document === undefined) throw new TypeError('a root was taken');
  const text = gunzipSync(roots.leaves.get(document.leaves) ?? Buffer.alloc(0)).toString('utf8');
  return { document, lines: text.split('\n').filter((line) => line !== '') };
}

function leavesOf(lines: readonly (string | undefined)[]) {
  return async function* leaves(): AsyncGenerator<LeafLine> {
    for (const [index, text] of lines.entries()) yield await Promise.resolve({ number: index + 1, text });
  };
}

async function verify(ledger: Pick<LedgerStore, 'records'>, root: RootToVerify) {
  const waits: number[] = [];
  const backOff = async (attempt: number) => {
    waits.push(attempt);
    return Promise.resolve();
  };
  const progress = () => undefined;
  const deps = { ledger, sha256: sha256OfBytes, canonicalJson, isSigned, backOff, progress };
  return { differences: await verifyRoot(deps, root), waits };
}

const rootDifference = (memberId: string, message: unknown) => {
  return { memberId, seq: null, entryId: null, rule: 'root', message };
};

const counts = { ann: 3, bob: 1, cem: 2 };

describe('histories', () => {
  test('that are as they were differ in nothing, nor do those that have grown since', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const root = { document, leaves: leavesOf(lines) };
    expect(await verify(await histories(counts), root)).toEqual({ differences: [], waits: [] });
    const later = await histories({ ...counts, ann: 5, dan: 1 });
    expect(await verify(later, root)).toEqual({ differences: [], waits: [] });
  });

  test('of a hundred members are all looked at', async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`member-${String(index)}`, 1]));
    const { document, lines } = await rootOf(await histories(many));
    const { differences } = await verify(new MemoryStore(), { document, leaves: leavesOf(lines) });
    expect(new Set(differences.map(({ memberId }) => memberId))).toEqual(new Set(Object.keys(many)));
  });

  test('that were cut off are found, though what is left of them is whole', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const shorter = await histories({ ...counts, ann: 2 });
    const { differences, waits } = await verify(shorter, { document, leaves: leavesOf(lines) });
    const message = 'this history ends at entry 2, and had reached entry 3 when the root of 2026-11-22 was taken';
    expect(differences).toEqual([rootDifference('ann', message)]);
    expect(waits).toEqual([1, 2, 3, 4]);
  });

  test('that were deleted are found', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const without = await histories({ ann: 3, cem: 2 });
    const { differences } = await verify(without, { document, leaves: leavesOf(lines) });
    const message = 'nothing is left of this member, who had reached entry 1 when the root of 2026-11-22 was taken';
    expect(differences).toEqual([rootDifference('bob', message)]);
  });

  test('that were written anew are found, however long they are', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const ledger = await histories({ ann: 3, cem: 2 });
    const anew = posted(emptyAccount('bob'), { purchaseId: 'bob-1', net: 999_900 });
    await ledger.commit(writesOf(anew, null));
    const { differences } = await verify(ledger, { document, leaves: leavesOf(lines) });
    expect(differences).toEqual([
      rootDifference('bob', 'entry 1 is not the one that was there when the root of 2026-11-22 was taken'),
    ]);
  });

  test('in which a place is empty, or taken twice, are found', async () => {
    const ledger = await histories(counts);
    const { document, lines } = await rootOf(ledger);
    async function* records(twice: boolean, memberId: string, seq?: number) {
      for await (const record of ledger.records(memberId, seq)) {
        if (record['seq'] !== 2 || twice) yield record;
        if (record['seq'] === 2 && twice) yield record;
      }
    }
    for (const twice of [false, true]) {
      const tampered = { records: (memberId: string, seq?: number) => records(twice, memberId, seq) };
      const { differences } = await verify(tampered, { document, leaves: leavesOf(lines) });
      expect(differences.map(({ memberId }) => memberId)).toEqual(['cem']);
    }
  });

  test('are looked at again where the index is late', async () => {
    const ledger = await histories(counts);
    const { document, lines } = await rootOf(ledger);
    let late = 2;
    async function* records(memberId: string, seq?: number) {
      if (memberId === 'bob' && seq !== undefined && (late -= 1) >= 0) return;
      yield* ledger.records(memberId, seq);
    }
    const { differences, waits } = await verify({ records }, { document, leaves: leavesOf(lines) });
    expect([differences, waits]).toEqual([[], [1, 2]]);
  });

  test('of one member are looked at alone', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const root = { document, leaves: leavesOf(lines), memberId: 'ann' };
    expect((await verify(await histories({ ann: 3 }), root)).differences).toEqual([]);
    expect((await verify(await histories({ bob: 1, cem: 2 }), root)).differences).toHaveLength(1);
    const newcomer = { ...root, memberId: 'newcomer' };
    expect((await verify(new MemoryStore(), newcomer)).differences).toEqual([]);
  });
});

describe('a root', () => {
  const nothing: Pick<LedgerStore, 'records'> = {
    records: () => {
      throw new Error('no history is read');
    },
  };
  const only = (differences: readonly { readonly memberId: string; readonly message: string }[]) => {
    expect(differences).toEqual([rootDifference('', expect.any(String))]);
    return differences[0]?.message;
  };

  test('that was changed in any attribute is not signed', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const changes: readonly Partial<RootDocument>[] = [
      { day: '2026-11-21' },
      { members: 2 },
      { unreadable: 1 },
      { root: document.root.toUpperCase() },
      { takenUntil: '2026-11-22T05:00:00Z' },
      { leaves: 'others.leaves.ndjson.gz' },
      { more: true },
      { signature: { ...document.signature, value: signText('another').value } },
      { signature: { ...document.signature, value: '' } },
    ];
    for (const change of changes) {
      const changed: RootDocument = { ...document, ...change };
      const { differences } = await verify(nothing, { document: changed, leaves: leavesOf(lines) });
      expect(only(differences)).toContain('is not signed by the key');
    }
  });

  test('that is none is told as such', async () => {
    expect(parseRootDocument('{')).toBeUndefined();
    expect(parseRootDocument('{"day":"2026-11-22"}')).toBeUndefined();
    const { document } = await rootOf(await histories(counts));
    expect(parseRootDocument(JSON.stringify({ ...document, leaves: '../../etc/passwd' }))).toBeUndefined();
    const { differences } = await verify(nothing, { document: undefined, leaves: undefined });
    expect(only(differences)).toBe('the file is no root of a day');
  });

  test('without its leaves proves nothing of anybody, and says so', async () => {
    const { document } = await rootOf(await histories(counts));
    const { differences } = await verify(nothing, { document, leaves: undefined });
    expect(only(differences)).toContain('nothing can be said of single histories');
  });

  test('is not compared with leaves that were changed, removed, doubled or moved', async () => {
    const { document, lines } = await rootOf(await histories(counts));
    const [first = '', second = '', third = ''] = lines;
    const changed: readonly (readonly (string | undefined)[])[] = [
      [],
      [first, second],
      [first, second, second, third],
      [second, first, third],
      [first, second.replace(/"seq":\d/, '"seq":9'), third],
      [first, '{"memberId":"ann","seq":1}', third],
      [first, '["ann"]', third],
      [first, 'null', third],
      [first, '{', third],
      [first, undefined, third],
    ];
    for (const list of changed) {
      const { differences } = await verify(nothing, { document, leaves: leavesOf(list) });
      expect(only(differences)).toContain('cannot be compared');
    }
  });

  test('over nobody is right of everybody', async () => {
    const { document, lines } = await rootOf(new MemoryStore());
    expect((await verify(await histories(counts), { document, leaves: leavesOf(lines) })).differences).toEqual([]);
  });
});
