import { pageOf, readHead } from '../head-store.ts';
import type { HeadPage, HeadStore, Part } from '../head-store.ts';
import type { LedgerStore } from '../store.ts';

async function* headsOf(ledger: Pick<LedgerStore, 'scanAccounts'>, part: Part): AsyncGenerator<HeadPage> {
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey, part);
    yield pageOf(
      page.accounts.map(({ account: { memberId, seq, head } }) => [memberId, readHead(memberId, seq, head)]),
    );
    startKey = page.nextKey;
  }
}

/** The heads of accounts that are kept in memory. */
export function memoryHeads(ledger: Pick<LedgerStore, 'scanAccounts'>): HeadStore {
  return { heads: (part) => headsOf(ledger, part) };
}
