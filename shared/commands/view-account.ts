/** A member's account as it is now: what is due is applied to it, and left to the next posting to post. */
import { refusal } from '../contracts/refusals.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Account } from '../domain/account.ts';
import { later } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeAt } from '../domain/programme.ts';
import type { Programme } from '../domain/programme.ts';
import { review } from '../domain/review.ts';
import { accountAfter } from '../domain/step.ts';
import { businessDay } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Dependencies } from './dependencies.ts';
import { readPresent } from './present-members.ts';

export type AccountView = {
  readonly account: Account;
  readonly programme: Programme;
  readonly at: Instant;
  /** The business day, and that of the newest posting if it is later. */
  readonly today: Day;
};

type Reading = Pick<Dependencies, 'ledger'>;
export type ViewDependencies = Reading & Pick<Dependencies, 'programmes'> & { readonly now: () => Instant };

/**
 * The account of a member as it lies in the store; of one who was merged, that of the member who was kept.
 *
 * @param field what named the member, for the refusal
 */
export async function findAccount(
  { ledger }: Reading,
  memberId: string,
  field: string,
): Promise<{ readonly account: Account } | { readonly refusal: Refusal }> {
  const { accounts } = await readPresent(ledger, { memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  if (account === undefined) return { refusal: refusal('unknown-member', { field, rule: 'somebody who is enrolled' }) };
  if (account.left === null) return { account };
  return { refusal: refusal('member-erased', { field, rule: 'somebody who was not erased' }) };
}

/** An account as of now, or why there is none. */
export async function viewAccount(
  deps: ViewDependencies,
  memberId: string,
  field: string,
): Promise<AccountView | { readonly refusal: Refusal }> {
  const found = await findAccount(deps, memberId, field);
  if ('refusal' in found) return found;
  const versions = await deps.programmes();
  const at = deps.now();
  const programme = programmeAt(versions, at);
  const day = businessDay(at, programme.timeZone);
  const account = accountAfter(found.account, review(found.account, { day, at }, versions));
  const { newestAt } = account;
  const today = newestAt === null ? day : later(day, businessDay(newestAt, programme.timeZone));
  return { account, programme, at, today };
}
