/** Posts what is due for one account by a business day. */
import { endOfDay, review } from '../domain/review.ts';
import type { Day } from '../domain/calendar.ts';
import type { EntryDraft } from '../domain/entry.ts';
import type { VersionedAccount } from '../store/store.ts';
import { appendUnits, postUnits } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { untilSettled } from './retry.ts';

/** Posts drafts that are due for an account. @returns whether nobody else was faster */
export async function postDue(
  deps: Dependencies,
  { account, version }: VersionedAccount,
  due: readonly EntryDraft[],
): Promise<boolean> {
  return postUnits(deps.ledger, appendUnits(deps.digests, account, { due, own: [] }), version);
}

/**
 * Reviews an account as it was scanned; only when that turns out to be stale is it read again.
 *
 * @returns how many entries were posted
 */
export async function reviewAccount(deps: Dependencies, scanned: VersionedAccount, day: Day): Promise<number> {
  const versions = await deps.programmes();
  return untilSettled(deps, async (attempt) => {
    const { memberId } = scanned.account;
    const current =
      attempt === 0
        ? scanned
        : (await deps.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId);
    if (current === undefined) return 0;
    const drafts = review(current.account, endOfDay(day, versions), versions);
    if (drafts.length === 0) return 0;
    return (await postDue(deps, current, drafts)) ? drafts.length : undefined;
  });
}
