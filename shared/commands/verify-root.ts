/**
 * Whether histories still hold what the root of a day says that they held. A chain proves what stands in it; only
 * something that lies outside proves what no longer stands there: an end that was cut off, a member who was deleted.
 */
import type { RootDocument, RootSignature } from '../contracts/root-document.ts';
import { readHead } from '../store/head-store.ts';
import type { Head } from '../store/head-store.ts';
import type { LedgerStore } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { compareLeaves, leafOf } from './leaf.ts';
import { MerkleTree } from './merkle-tree.ts';
import type { ByteHash } from './merkle-tree.ts';
import { signedText } from './take-root.ts';
import type { Difference } from './difference.ts';

/** A line of the leaves, from 1 on; its text is undefined where it cannot be read. */
export type LeafLine = { readonly number: number; readonly text: string | undefined };

export type VerifyRootDependencies = Pick<Dependencies, 'backOff'> & {
  readonly ledger: Pick<LedgerStore, 'records'>;
  readonly sha256: ByteHash;
  /** RFC 8785 JSON. */
  readonly canonicalJson: (value: unknown) => string;
  /** Whether the signature is one of this text, by the key that signs roots. */
  readonly isSigned: (text: string, signature: RootSignature) => boolean;
  /** Told now and then how many histories have been checked. */
  readonly progress: (members: number) => void;
};

export type RootToVerify = {
  /** Undefined where there is none in the file that was named. */
  readonly document: RootDocument | undefined;
  /** Reads the leaves from the first on; undefined where they are gone. */
  readonly leaves: (() => AsyncIterable<LeafLine>) | undefined;
  /** The only member whose history is checked. */
  readonly memberId?: string | undefined;
};

const membersAtOnce = 20;
/** The index follows the table with a delay: what is not there yet is looked for again. */
const attemptsAtMost = 5;

/** The root itself is wrong; no member is. */
function wrongRoot(message: string): Difference {
  return { memberId: '', seq: null, entryId: null, rule: 'root', message };
}

function parseLine(text: string | undefined): Head | undefined {
  if (text === undefined) return undefined;
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null) return undefined;
    const { memberId, seq, head }: { memberId?: unknown; seq?: unknown; head?: unknown } = line;
    return typeof memberId === 'string' ? (readHead(memberId, seq, head) ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the leaves, undefined when they are those that the root was taken over. */
async function checkLeaves(
  { sha256 }: VerifyRootDependencies,
  document: RootDocument,
  lines: AsyncIterable<LeafLine>,
): Promise<string | undefined> {
  const tree = new MerkleTree(sha256);
  let last: Uint8Array | undefined;
  for await (const { number, text } of lines) {
    const head = parseLine(text);
    if (head === undefined) return `line ${String(number)} of its leaves is none`;
    const leaf = leafOf(sha256, head);
    if (last !== undefined && compareLeaves(last, leaf) >= 0)
      return `line ${String(number)} of its leaves is out of order`;
    tree.append(leaf);
    last = leaf;
  }
  const root = Buffer.from(tree.root()).toString('base64url');
  return root === document.root && tree.size === document.members ? undefined : 'its leaves give another root';
}

/** What stands where the newest entry stood when the root was taken; undefined when it still is that entry. */
async function lookAt({ ledger }: VerifyRootDependencies, { memberId, seq, head }: Head): Promise<string | undefined> {
  const hashes: unknown[] = [];
  for await (const record of ledger.records(memberId, seq)) hashes.push(record['hash']);
  const [hash, ...others] = hashes;
  if (hash === head && others.length === 0) return undefined;
  let newest = 0;
  for await (const record of ledger.records(memberId)) newest = Math.max(newest, Number(record['seq']));
  if (newest === 0) return `nothing is left of this member, who had reached entry ${String(seq)}`;
  if (newest < seq) return `this history ends at entry ${String(newest)}, and had reached entry ${String(seq)}`;
  const wrong = hashes.length === 0 ? 'is missing, which was there' : 'is not the one that was there';
  return `entry ${String(seq)} ${wrong}`;
}

async function checkHead(deps: VerifyRootDependencies, day: string, head: Head): Promise<Difference | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await lookAt(deps, head);
    if (found === undefined) return undefined;
    if (attempt === attemptsAtMost) {
      const message = `${found} when the root of ${day} was taken`;
      return { memberId: head.memberId, seq: null, entryId: null, rule: 'root', message };
    }
    await deps.backOff(attempt);
  }
}

/** Heads some at a time. Lines that are none have been found before. */
async function* batches(lines: AsyncIterable<LeafLine>, memberId: string | undefined): AsyncGenerator<readonly Head[]> {
  let batch: Head[] = [];
  for await (const { text } of lines) {
    const head = parseLine(text);
    if (head === undefined || (memberId !== undefined && head.memberId !== memberId)) continue;
    batch.push(head);
    if (batch.length < membersAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Checks a root and every history against it: the signature first, then the leaves, then of each member that the entry
 * which was the newest still stands in its place. Where one of them is wrong, what comes after it would prove nothing.
 * Whether the entries before that one are what they were is for the chain to prove.
 */
export async function verifyRoot(deps: VerifyRootDependencies, root: RootToVerify): Promise<readonly Difference[]> {
  const { document, leaves, memberId } = root;
  if (document === undefined) return [wrongRoot('the file is no root of a day')];
  const { day, signature } = document;
  if (!deps.isSigned(signedText(deps.canonicalJson, document), signature)) {
    return [wrongRoot(`the root of ${day} is not signed by the key of this stage: it was changed, or is another’s`)];
  }
  if (leaves === undefined) {
    const gone = 'its leaves are gone, so nothing can be said of single histories';
    return [wrongRoot(`the root of ${day} is signed and as it was, but ${gone}`)];
  }
  const wrong = await checkLeaves(deps, document, leaves());
  if (wrong !== undefined) return [wrongRoot(`the root of ${day} cannot be compared: ${wrong}`)];
  const differences: Difference[] = [];
  let checked = 0;
  for await (const heads of batches(leaves(), memberId)) {
    const found = await Promise.all(heads.map(async (head) => checkHead(deps, day, head)));
    differences.push(...found.flatMap((difference) => difference ?? []));
    deps.progress((checked += heads.length));
  }
  return differences;
}
