/** RFM groups of members among all, for audiences that ask for them. */
import type { Account } from '../../domain/account.ts';
import { subtractDays } from '../../domain/calendar.ts';
import type { Day } from '../../domain/calendar.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import { asksForRfm } from '../../domain/campaigns/conditions.ts';
import { programmeAt } from '../../domain/programme.ts';
import { rfmGroupOf, RfmReading } from '../../domain/statistics/rfm-ranks.ts';
import type { RfmEdges } from '../../domain/statistics/rfm-ranks.ts';
import type { RfmGroup } from '../../domain/statistics/rfm.ts';
import { businessDay } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { LedgerStore } from '../../store/store.ts';
import type { Dependencies } from '../dependencies.ts';
import { accountAt } from './plan-row.ts';

/** Where the groups were cut, and on which business day, days since 1970. */
export type RfmCut = { readonly day: Day; readonly edges: RfmEdges };

type Ranking = Pick<Dependencies, 'programmes'> & { readonly ledger: Pick<LedgerStore, 'scanAccounts'> };

/** Cuts all members into groups as of the last business day that is over at an instant. Reads every account once. */
export async function cutRfm({ ledger, programmes }: Ranking, at: Instant): Promise<RfmCut> {
  const versions = await programmes();
  const day = subtractDays(businessDay(at, programmeAt(versions, at).timeZone), 1);
  const reading = new RfmReading(day);
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await ledger.scanAccounts(startKey);
    for (const { account } of page.accounts) reading.add(accountAt(account, at, versions));
    startKey = page.nextKey;
  }
  return { day, edges: reading.edges() };
}

/** The cut for an audience that asks for groups; undefined, and nothing read, for any other. */
export async function cutFor(
  deps: Ranking,
  { audience }: Pick<Campaign, 'audience'>,
  at: Instant,
): Promise<RfmCut | undefined> {
  return asksForRfm(audience) ? cutRfm(deps, at) : undefined;
}

/** The group of each member by such a cut. */
export function groupsBy({ day, edges }: RfmCut): (account: Account) => RfmGroup | null {
  return (account) => rfmGroupOf(account, day, edges);
}
