import { accountAt } from '../../shared/commands/campaigns/plan-row.ts';
import type { Account } from '../../shared/domain/account.ts';
import { subtractDays } from '../../shared/domain/calendar.ts';
import { programmeAt } from '../../shared/domain/programme.ts';
import { rfmGroupOf, RfmReading } from '../../shared/domain/statistics/rfm-ranks.ts';
import type { RfmGroup } from '../../shared/domain/statistics/rfm.ts';
import { businessDay } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import type { Office } from './office.ts';

type Ranking = { readonly ledger: Pick<Office['ledger'], 'scanAccounts'>; readonly programmes: Office['programmes'] };

/** RFM groups among all members, as of the last business day that is over at an instant. Reads every account once. */
export async function rfmGroupsAt(
  { ledger, programmes }: Ranking,
  at: Instant,
): Promise<(account: Account) => RfmGroup | null> {
  const versions = await programmes();
  const day = subtractDays(businessDay(at, programmeAt(versions, at).timeZone), 1);
  const reading = new RfmReading(day);
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey);
    for (const { account } of page.accounts) reading.add(accountAt(account, at, versions));
    startKey = page.nextKey;
  }
  const edges = reading.edges();
  return (account) => rfmGroupOf(account, day, edges);
}
