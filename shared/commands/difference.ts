/** What a check of the books finds, and how two sides of it are compared. */
import type { Account } from '../domain/account.ts';

/** Something that is not as it was written; the seq and id are null where an account is wrong, or a root, and no entry. */
export type Difference = {
  /** Empty where the root of a day is wrong, and no member. */
  readonly memberId: string;
  readonly seq: number | null;
  readonly entryId: string | null;
  readonly rule:
    | 'seq'
    | 'member'
    | 'previous'
    | 'hash'
    | 'record'
    | 'balance'
    | 'account'
    | 'conservation'
    | 'orphan'
    | 'returns'
    | 'merge'
    | 'root';
  readonly message: string;
};

/** A difference of the account as a whole, or of what lies beside it. */
export function wrongAccount(memberId: string, rule: Difference['rule'], message: string): Difference {
  return { memberId, seq: null, entryId: null, rule, message };
}

/** JSON that tells any two accounts or balances apart. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return `${String(inner)}n`;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    // In which order attributes were added says nothing: what is read from a store has its own.
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Names of the attributes in which two accounts differ. */
export function differingFields(stored: Account, rebuilt: Account): string[] {
  const before = new Map(Object.entries(rebuilt));
  return Object.entries(stored).flatMap(([name, value]) =>
    fingerprint(value) === fingerprint(before.get(name)) ? [] : [name],
  );
}
