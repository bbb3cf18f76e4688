/** The rows of an audience, stretch by stretch of the scan over all accounts. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Account } from '../../domain/account.ts';
import type { ProfileList } from '../../store/member-store.ts';
import type { Part } from '../../store/head-store.ts';
import type { LedgerStore } from '../../store/store.ts';
import { accountAt, isMeant, rowOf } from './plan-row.ts';
import type { RowContext } from './plan-row.ts';

export type ScanDependencies = {
  readonly ledger: Pick<LedgerStore, 'scanAccounts'>;
  readonly members: ProfileList;
};

/** So many profiles are read by one call. */
const profilesAtOnce = 100;

/** What came of a piece of the scan, and the account behind which to go on. */
export type Piece = {
  readonly scanned: number;
  readonly rows: readonly { readonly row: ManifestRow; readonly account: Account }[];
  /** Undefined when every account of the part was seen. */
  readonly startKey: string | undefined;
  /** Members whose account is no account that this version can read. */
  readonly unreadable: readonly string[];
};

async function rowsOf(
  { members }: ScanDependencies,
  context: RowContext,
  accounts: readonly Account[],
): Promise<Piece['rows']> {
  if (accounts.length === 0) return [];
  const profiles = await members.profiles(accounts.map(({ memberId }) => memberId));
  return accounts.flatMap((account) => {
    const row = rowOf(context, account, profiles.get(account.memberId));
    return row === undefined ? [] : [{ row, account }];
  });
}

/**
 * Goes through a part of all accounts and reads the profiles of those whom the account alone does not leave out, a hundred
 * at a time. The caller takes as many pieces as it has time for: each names where to go on.
 *
 * @param startKey the account behind which to begin; undefined for the first
 */
export async function* audiencePieces(
  deps: ScanDependencies,
  context: RowContext,
  part: Part,
  startKey: string | undefined,
): AsyncGenerator<Piece> {
  let from = startKey;
  do {
    const page = await deps.ledger.scanAccounts(from, part);
    let unreadable = page.unreadable ?? [];
    let meant: Account[] = [];
    let scanned = 0;
    for (const { account: stored } of page.accounts) {
      scanned += 1;
      const account = accountAt(stored, context.at, context.versions);
      if (isMeant(context, account) !== false) meant.push(account);
      if (meant.length < profilesAtOnce) continue;
      yield { scanned, rows: await rowsOf(deps, context, meant), startKey: stored.memberId, unreadable };
      [meant, scanned, unreadable] = [[], 0, []];
    }
    yield { scanned, rows: await rowsOf(deps, context, meant), startKey: page.nextKey, unreadable };
    from = page.nextKey;
  } while (from !== undefined);
}
