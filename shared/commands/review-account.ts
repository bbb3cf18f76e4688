/** Posts what is due for one account by a business day. */
import type { Account } from '../domain/account.ts';
import { endOfDay, review } from '../domain/review.ts';
import type { Day } from '../domain/calendar.ts';
import type { Step } from '../domain/step.ts';
import type { VersionedAccount } from '../store/store.ts';
import { appendUnits, postUnits } from './append.ts';
import type { Unit } from './append.ts';
import type { Dependencies } from './dependencies.ts';
import { untilSettled } from './retry.ts';

function dueUnits({ digests }: Dependencies, account: Account, due: readonly Step[]): readonly Unit[] {
  return appendUnits(digests, account, { due, own: [] });
}

/** Posts what is due for an account. @returns whether nobody else was faster */
export async function postDue(
  deps: Dependencies,
  { account, version }: VersionedAccount,
  due: readonly Step[],
): Promise<boolean> {
  return postUnits(deps.ledger, dueUnits(deps, account, due), version);
}

export type ReviewedAccount = {
  /** How many entries were posted. */
  readonly posted: number;
  /** The account as it is when everything is posted that is due by the day; undefined where there is none any more. */
  readonly account: Account | undefined;
};

/**
 * Reviews an account as it was scanned; only when that turns out to be stale is it read again.
 *
 * @param deps `spend` is told of the entries of each posting before it is tried
 */
export async function reviewAccount(
  deps: Dependencies & { readonly spend?: (entries: number) => void },
  scanned: VersionedAccount,
  day: Day,
): Promise<ReviewedAccount> {
  const versions = await deps.programmes();
  return untilSettled<ReviewedAccount>(deps, async (attempt) => {
    const { memberId } = scanned.account;
    const current =
      attempt === 0
        ? scanned
        : (await deps.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId);
    if (current === undefined) return { posted: 0, account: undefined };
    const due = review(current.account, endOfDay(day, versions), versions);
    if (due.length === 0) return { posted: 0, account: current.account };
    deps.spend?.(due.length);
    const units = dueUnits(deps, current.account, due);
    if (!(await postUnits(deps.ledger, units, current.version))) return undefined;
    return { posted: due.length, account: units.at(-1)?.account };
  });
}
