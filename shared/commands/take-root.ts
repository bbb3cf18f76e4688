/** Takes the root of a day: one signed hash over the head of every member, against which histories can be checked. */
import { leavesName } from '../contracts/root-document.ts';
import type { RootDocument, RootSignature, RootStatement } from '../contracts/root-document.ts';
import { formatDay, parseDay } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import { businessDay, formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { HeadStore } from '../store/head-store.ts';
import type { RootStore } from '../store/root-store.ts';
import type { Dependencies } from './dependencies.ts';
import { MerkleTree } from './merkle-tree.ts';
import type { ByteHash } from './merkle-tree.ts';
import { SortedLeaves } from './sorted-leaves.ts';

export type TakeRootDependencies = Pick<Dependencies, 'programmes'> & {
  readonly heads: HeadStore;
  readonly roots: RootStore;
  readonly now: () => Instant;
  readonly sha256: ByteHash;
  /** RFC 8785 JSON. */
  readonly canonicalJson: (value: unknown) => string;
  /** Signs a text. */
  readonly sign: (text: string) => Promise<RootSignature>;
  /** Compresses texts, one after the other. */
  readonly compress: (texts: Iterable<string>) => Promise<Uint8Array>;
};

export type TakenRoot = {
  readonly status: 'taken' | 'exists';
  readonly day: string;
  /** Number of leaves; absent when the day had its root already. */
  readonly members?: number;
  readonly root?: string;
  /** Members whose account states no head. */
  readonly unreadable: readonly string[];
};

/** Parts of the accounts that are read at once: the table answers each after the other, and this one waits for them. */
const partsAtOnce = 4;

async function gather({ heads, sha256 }: TakeRootDependencies) {
  const leaves = new SortedLeaves(sha256);
  const unreadable: string[] = [];
  const read = async (index: number) => {
    for await (const page of heads.heads({ index, of: partsAtOnce })) {
      for (const head of page.heads) leaves.add(head);
      unreadable.push(...page.unreadable);
    }
  };
  await Promise.all(Array.from({ length: partsAtOnce }, async (_, index) => read(index)));
  return { leaves, unreadable };
}

/** The leaves as lines of JSON, each put into the tree on its way out. */
function* linesInto(tree: MerkleTree, leaves: SortedLeaves): Generator<string> {
  for (const { leaf, head } of leaves.drain()) {
    tree.append(leaf);
    yield `${JSON.stringify(head)}\n`;
  }
}

/** The text that is signed: everything that the document says but its signature. */
export function signedText(canonicalJson: (value: unknown) => string, document: RootDocument): string {
  return canonicalJson({ ...document, signature: undefined });
}

/** No root is named after a day that lies ahead: that day would have one when it comes, and an old one. */
async function dayToSeal({ programmes, now }: TakeRootDependencies, asked: string): Promise<string> {
  const day = parseDay(asked);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  const today = businessDay(now(), programmeAt(await programmes(), now()).timeZone);
  return formatDay(day < today ? day : today);
}

/**
 * Takes the root over the heads of all accounts as they are read now, and keeps it as that of a business day. A day has
 * one root: where there is one, nothing is read and nothing changes. Accounts without entries have no head, and no leaf.
 * An account that states no head is left out and named, and holds up nobody else's.
 *
 * @param asked `YYYY-MM-DD`; today's root is taken when it lies ahead
 * @throws RangeError when it is no date
 */
export async function takeRoot(deps: TakeRootDependencies, asked: string): Promise<TakenRoot> {
  const day = await dayToSeal(deps, asked);
  if (await deps.roots.has(day)) return { status: 'exists', day, unreadable: [] };
  const takenFrom = formatInstant(deps.now());
  const { leaves, unreadable } = await gather(deps);
  const takenUntil = formatInstant(deps.now());
  const tree = new MerkleTree(deps.sha256);
  const compressed = await deps.compress(linesInto(tree, leaves));
  const root = Buffer.from(tree.root()).toString('base64url');
  const statement: RootStatement = {
    day,
    members: tree.size,
    unreadable: unreadable.length,
    takenFrom,
    takenUntil,
    root,
    leaves: leavesName(day, root),
  };
  // The leaves first: a root is never there without them. Those of an attempt that ends here go by themselves.
  await deps.roots.putLeaves(statement.leaves, compressed);
  const signature = await deps.sign(deps.canonicalJson(statement));
  const text = `${JSON.stringify({ ...statement, signature }, null, 2)}\n`;
  if ((await deps.roots.putRoot(day, text)) === 'exists') return { status: 'exists', day, unreadable };
  return { status: 'taken', day, members: tree.size, root, unreadable };
}
