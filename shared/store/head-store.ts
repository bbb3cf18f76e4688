/** What the daily root needs of the accounts: the number and the hash of every member's newest entry. */

export type Head = {
  readonly memberId: string;
  /** From 1 on: an account without entries has no head. */
  readonly seq: number;
  /** Hash of the entry with this seq: SHA-256 as 43 characters of base64url. */
  readonly head: string;
};

export type HeadPage = {
  readonly heads: readonly Head[];
  /** Members of the page whose account says something else than a seq and its hash. */
  readonly unreadable: readonly string[];
};

/** One of several parts that all accounts fall into. */
export type Part = { readonly index: number; readonly of: number };

export type HeadStore = {
  /** The heads of a part of all accounts, a page at a time, in no order, eventually consistent. */
  readonly heads: (part: Part) => AsyncIterable<HeadPage>;
};

const sha256Text = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** The head that an account's attributes say; null for an account without entries, undefined when they say neither. */
export function readHead(memberId: string, seq: unknown, head: unknown): Head | null | undefined {
  // Attributes that hold nothing are left out of items.
  if ((seq === undefined || seq === 0) && (head === undefined || head === '')) return null;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return undefined;
  return typeof head === 'string' && sha256Text.test(head) ? { memberId, seq, head } : undefined;
}

/** A page of what `readHead` has read. */
export function pageOf(read: Iterable<readonly [memberId: string, Head | null | undefined]>): HeadPage {
  const heads: Head[] = [];
  const unreadable: string[] = [];
  for (const [memberId, head] of read) {
    if (head === undefined) unreadable.push(memberId);
    else if (head !== null) heads.push(head);
  }
  return { heads, unreadable };
}
