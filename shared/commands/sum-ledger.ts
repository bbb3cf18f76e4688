/** Folds the entries of every member, one after the other, into the sums that the numbers are computed from. */
import { countMember } from '../domain/statistics/count-member.ts';
import { Cube } from '../domain/statistics/cube.ts';
import { EarlierSpends } from '../domain/statistics/earlier-spends.ts';
import { RankReading } from '../domain/statistics/rank.ts';
import { Rows } from '../domain/statistics/rows.ts';
import type { Scope, SumsContext } from '../domain/statistics/sums-context.ts';
import type { Sums } from '../domain/statistics/sums.ts';
import type { LedgerStore } from '../store/store.ts';
import { foldHistory } from './fold-history.ts';

type Accounts = Pick<LedgerStore, 'history' | 'scanAccounts'>;

export type SumOptions = SumsContext & {
  readonly scope: Scope;
  /** Told the number of members after each. */
  readonly progress: (members: number) => void;
};

/**
 * The sums of the members in a scope at the end of a day; ranks are of all members.
 * @throws Error when an account cannot be read: the numbers would lack somebody
 */
export async function sumLedger(ledger: Accounts, options: SumOptions): Promise<Sums> {
  const cube = new Cube(options.tiers.levels.map(({ id }) => id));
  const rows = new Rows();
  const earlier = new EarlierSpends();
  let members = 0;
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey);
    if (page.unreadable !== undefined) throw new Error(`accounts cannot be read: ${page.unreadable.join(', ')}`);
    for (const { account } of page.accounts) {
      // Only the entries up to the day are counted, and nothing of them is kept.
      const facts = (await foldHistory(ledger, account, options)).facts();
      if (facts !== undefined) {
        const cell = countMember({ cube, rows }, facts, options);
        if (facts.leftOn === null) earlier.add(cell, facts, options.asOf);
      }
      members += 1;
      options.progress(members);
    }
    startKey = page.nextKey;
  }
  const sumsOf = (cell: number) => cube.at(cell);
  const reading = new RankReading();
  reading.read(rows);
  reading.ranks().count(rows, sumsOf, options.asOf);
  earlier.count(sumsOf);
  return cube.of(options.scope);
}
