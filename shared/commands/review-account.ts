/** Posts what is due for one account by a business day. */
import { review } from '../domain/review.ts';
import type { Day } from '../domain/calendar.ts';
import type { VersionedAccount } from '../store/store.ts';
import { appendUnits, postUnits } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { untilSettled } from './retry.ts';

/**
 * Reviews an account as it was scanned; only when that turns out to be stale is it read again.
 *
 * @returns how many entries were posted
 */
export async function reviewAccount(deps: Dependencies, scanned: VersionedAccount, day: Day): Promise<number> {
  const versions = await deps.programmes();
  return untilSettled(deps, async (attempt) => {
    const { memberId } = scanned.account;
    const current = attempt === 0 ? scanned : (await deps.ledger.read({ memberId, entryIds: [] })).account;
    if (current === undefined) return 0;
    const drafts = review(current.account, day, versions);
    if (drafts.length === 0) return 0;
    const units = appendUnits(deps.digests, current.account, drafts);
    return (await postUnits(deps.ledger, units, current.version)) ? drafts.length : undefined;
  });
}
