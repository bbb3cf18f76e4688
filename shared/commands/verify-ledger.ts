/** Whether all books are what they were: every member, and no entry that belongs to nobody. */
import type { LedgerStore } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { verifyMember } from './verify-member.ts';
import type { Difference } from './verify-member.ts';

export type Verification = {
  readonly members: number;
  readonly entries: number;
  readonly differences: readonly Difference[];
};

type VerifyLedgerDependencies = Pick<Dependencies, 'digests'> & {
  readonly ledger: Pick<LedgerStore, 'records' | 'scanAccounts' | 'entryKeys'>;
  /** Told now and then how many members have been checked. */
  readonly progress: (members: number) => void;
};

const membersAtOnce = 20;

/** Entries whose member has no account, one difference for each such member. */
async function orphans(
  { ledger }: VerifyLedgerDependencies,
  known: ReadonlyMap<string, number>,
): Promise<Difference[]> {
  const counted = new Map<string, { count: number; first: string }>();
  for await (const { memberId, entryId } of ledger.entryKeys()) {
    const before = counted.get(memberId);
    if (before === undefined) counted.set(memberId, { count: 1, first: entryId });
    else before.count += 1;
  }
  return [...counted].flatMap(([memberId, { count, first }]): Difference[] => {
    const inHistory = known.get(memberId);
    if (inHistory === undefined) {
      const message = `${String(count)} entries, and no account of the member`;
      return [{ memberId, seq: null, entryId: first, rule: 'orphan', message }];
    }
    if (count <= inHistory) return [];
    const message = `${String(count - inHistory)} entries that the member's history does not hold`;
    return [{ memberId, seq: null, entryId: null, rule: 'orphan', message }];
  });
}

/** Checks every account with its entries, and every entry for its account. */
export async function verifyLedger(deps: VerifyLedgerDependencies): Promise<Verification> {
  const differences: Difference[] = [];
  const known = new Map<string, number>();
  let entries = 0;
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await deps.ledger.scanAccounts(startKey);
    for (let at = 0; at < page.accounts.length; at += membersAtOnce) {
      const batch = page.accounts.slice(at, at + membersAtOnce);
      const checked = await Promise.all(
        batch.map(async ({ account }) => ({ account, ...(await verifyMember(deps, account)) })),
      );
      for (const { account, ...found } of checked) {
        known.set(account.memberId, found.differences.some(({ seq }) => seq !== null) ? Infinity : found.entries);
        entries += found.entries;
        differences.push(...found.differences);
      }
      deps.progress(known.size);
    }
    startKey = page.nextKey;
  }
  return { members: known.size, entries, differences: [...differences, ...(await orphans(deps, known))] };
}
