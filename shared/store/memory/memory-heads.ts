import { pageOf, readHead } from '../head-store.ts';
import type { HeadPage, HeadStore, Part } from '../head-store.ts';
import type { LedgerStore } from '../store.ts';

/** Every account is in the part that its place in the scan says. */
async function* headsOf(ledger: Pick<LedgerStore, 'scanAccounts'>, { index, of }: Part): AsyncGenerator<HeadPage> {
  let place = 0;
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey);
    const own = page.accounts.filter(() => place++ % of === index);
    yield pageOf(own.map(({ account: { memberId, seq, head } }) => [memberId, readHead(memberId, seq, head)]));
    startKey = page.nextKey;
  }
}

/** The heads of accounts that are kept in memory. */
export function memoryHeads(ledger: Pick<LedgerStore, 'scanAccounts'>): HeadStore {
  return { heads: (part) => headsOf(ledger, part) };
}
