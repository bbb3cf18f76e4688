/** What a sale would bring, posting nothing: the very decision about it, and what can be said of the account around it. */
import type { Account } from './account.ts';
import type { EarnDraft } from './entry.ts';
import { sumOfPoints } from './lots.ts';
import type { TakenLot } from './lots.ts';
import { programmeAt, programmeName } from './programme.ts';
import type { Basis, Level, Programme, ProgrammeVersions } from './programme.ts';
import { netOfGoods } from './purchase.ts';
import type { Purchase } from './purchase.ts';
import { decidePurchase } from './record-purchase.ts';
import type { SaleContext } from './record-purchase.ts';
import { decideCommit } from './redemption.ts';
import type { SettlementRequest } from './redemption.ts';
import type { Refused } from './refused.ts';
import { accountAfter } from './step.ts';
import { nextLevel } from './tier-outlook.ts';
import type { NextLevel } from './tier-outlook.ts';
import { levelAt, levelIndex } from './tiers.ts';
import { businessDay } from './zone.ts';

export type Quote = {
  /** The version that decides, as entries name it. */
  readonly program: string;
  /** What the entry of the sale would say. */
  readonly earned: Pick<EarnDraft, 'points' | 'debtPaid' | 'lots' | 'contributions' | 'sale'>;
  /** Points that can pay for the goods, what is due by then counted, and what they are worth in minor units. */
  readonly usable: { readonly points: bigint; readonly worthMinor: bigint };
  /** The level at which the sale is earned, and the one that the member has after it. */
  readonly level: { readonly before: Level; readonly after: Level };
  readonly basis: Basis;
  /** How far it is from there to the level above; null at the top. */
  readonly next: NextLevel | null;
};

/** What an entry remembers of its event, of which a quote has none. */
const noCause = { eventId: '', delivery: '', content: '', revision: 0 };

/**
 * Points of the account, and those that were redeemed for the sale, that can pay for goods: whole ones, none of which is
 * worth more than what is left to pay. What else is reserved has left the lots already, and a debt leaves none.
 */
function usableOf(
  { available }: Account,
  purchase: Purchase,
  { points }: Programme,
  payment: SaleContext['payment'],
): Quote['usable'] {
  const value = points.valueOfPointMinor;
  if (value === null) return { points: 0n, worthMinor: 0n };
  const redeemed = payment !== undefined && 'redeemed' in payment ? sumOfPoints(payment.redeemed) : 0n;
  const [there, asked] = [sumOfPoints(available) + redeemed, netOfGoods(purchase.lines) / value];
  const usable = there < asked ? there : asked;
  return { points: usable, worthMinor: usable * value };
}

/**
 * What a sale would find that names a reservation, once that is committed: the account, and the lots that pay.
 *
 * @returns a refusal where the commit would be refused
 */
export function spendHold(
  account: Account,
  request: SettlementRequest,
  versions: ProgrammeVersions,
): { readonly account: Account; readonly redeemed: readonly TakenLot[] } | Refused {
  const decision = decideCommit(account, request, noCause, versions);
  if ('refused' in decision) return decision;
  const redeemed = decision.own.flatMap(({ draft }) => (draft.kind === 'commit' ? draft.taken : []));
  return { account: accountAfter(account, [...decision.due, ...decision.own]), redeemed };
}

/**
 * What the account would have if the sale were posted at its instant.
 *
 * @param context as the sale would have it
 * @returns a refusal where the sale would be refused
 */
export function quoteSale(account: Account, purchase: Purchase, context: SaleContext): Quote | Refused {
  const decision = decidePurchase(account, purchase, noCause, context);
  if ('refused' in decision) return decision;
  const before = accountAfter(account, decision.due);
  const after = accountAfter(before, decision.own);
  const earned = decision.own.map(({ draft }) => draft).find((draft) => draft.kind === 'earn');
  if (earned === undefined) throw new Error('a sale has an entry of its own');
  const programme = programmeAt(context.versions, purchase.occurredAt);
  // The level of a late sale changes as of the newest posting's day, by the version of that day.
  const newestAt = after.newestAt ?? purchase.occurredAt;
  const { tiers } = programmeAt(context.versions, newestAt);
  return {
    program: programmeName(programme),
    earned,
    usable: usableOf(before, purchase, programme, context.payment),
    level: {
      before: levelAt(levelIndex(before.standing, programme.tiers), programme.tiers),
      after: levelAt(levelIndex(after.standing, tiers), tiers),
    },
    basis: tiers.basis,
    next: nextLevel(after, tiers, businessDay(newestAt, programme.timeZone)),
  };
}
