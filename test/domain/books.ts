/** A member's books for tests of decisions: each is made on top of those before it. */
import { decideAdjustment, decideImport } from '../../shared/domain/adjustment.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Decision } from '../../shared/domain/posting.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { decideCancel, decideCommit, decideRedemption, decideReservation } from '../../shared/domain/redemption.ts';
import { decideReturn, decideReturnWithoutSale } from '../../shared/domain/return-purchase.ts';
import type { ReturnedGoods } from '../../shared/domain/returned-goods.ts';
import { endOfDay, review } from '../../shared/domain/review.ts';
import type { PostedSale } from '../../shared/domain/sale-lots.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import type { SaleReturns } from '../../shared/domain/sale-returns.ts';
import { day, draftsOf, instant, sale } from './build.ts';

export const cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };

/** All that is left of a sale. */
export const all: ReturnedGoods = { lines: [], amountMinor: 0n, full: true };
export const lineOf = (lineId: string, netMinor: bigint): ReturnedGoods => ({
  lines: [{ lineId, netMinor }],
  amountMinor: 0n,
  full: false,
});
export const amountOf = (amountMinor: bigint): ReturnedGoods => ({ lines: [], amountMinor, full: false });

/** Points of an opening balance: available on a day, or at once, until a day, or for ever. */
export type Given = { readonly points: bigint; readonly from?: string; readonly until?: string };

/** Of a sale of a member who was merged into this one: the accounts that were closed, and the entries of all. */
type Merged = { readonly closed?: readonly Account[]; readonly expiries?: readonly EntryDraft[] };

type Bought = Parameters<typeof sale>[1];

export class Books {
  account: Account;
  readonly entries: EntryDraft[] = [];
  readonly versions: ProgrammeVersions;
  /** What came back of each sale, by its entry; members who may become one share it. */
  returns = new Map<string, SaleReturns>();

  constructor(...versions: ProgrammeVersions) {
    this.versions = versions;
    this.account = newAccount('member', { on: day('2026-01-01'), channel: null });
  }

  /** @throws TypeError when the decision is a refusal */
  post(decision: Decision): readonly EntryDraft[] {
    const drafts = draftsOf(decision);
    this.entries.push(...drafts);
    this.account = drafts.reduce(evolve, this.account);
    return drafts;
  }

  /** @param bought its net, or the data of the event */
  buy(purchaseId: string, at: string, bought: number | Bought, payment?: { readonly redeem: bigint }): PostedSale {
    const purchase = sale(at, typeof bought === 'number' ? { net: bought } : bought, purchaseId);
    const drafts = this.post(decidePurchase(this.account, purchase, cause, { versions: this.versions, payment }));
    const earned = drafts.find(({ kind }) => kind === 'earn');
    if (earned?.kind !== 'earn') throw new TypeError('a sale earns');
    return { ...earned, seq: this.entries.indexOf(earned) + 1 };
  }

  /** Brings back goods of a sale, all that is left where none are named. */
  giveBack(earned: PostedSale, at: string, goods: ReturnedGoods = all, merged?: Merged): readonly EntryDraft[] {
    return this.post(this.tryToGiveBack(earned, at, goods, merged));
  }

  tryToGiveBack(
    earned: PostedSale,
    at: string,
    goods: ReturnedGoods = all,
    { closed = [], expiries = this.entries }: Merged = {},
  ): Decision {
    const returns = this.returns.get(earned.entryId) ?? nothingReturned;
    const returnId = `${earned.entryId}-${String(this.entries.length)}`;
    const find = (id: string) => expiries.find(({ entryId }) => entryId === id);
    const context = { versions: this.versions, find, closed };
    const request = { returnId, occurredAt: instant(at), goods };
    const decision = decideReturn(this.account, { sale: earned, returns }, request, cause, context);
    if ('refused' in decision) return decision;
    this.returns.set(earned.entryId, decision.returns);
    return decision;
  }

  /** Brings back goods of an amount without a receipt. */
  giveBackWithout(returnId: string, at: string, goods: ReturnedGoods): readonly EntryDraft[] {
    const request = { returnId, occurredAt: instant(at), goods };
    return this.post(decideReturnWithoutSale(this.account, request, cause, this.versions));
  }

  redeem(requestId: string, at: string, points: bigint): readonly EntryDraft[] {
    return this.post(this.tryToRedeem(requestId, at, points));
  }

  tryToRedeem(requestId: string, at: string, points: bigint, purchaseId: string | null = null): Decision {
    const request = { requestId, occurredAt: instant(at), points, purchaseId };
    return decideRedemption(this.account, request, cause, this.versions);
  }

  reserve(requestId: string, at: string, points: bigint, minutes = 60): readonly EntryDraft[] {
    return this.post(this.tryToReserve(requestId, at, points, minutes));
  }

  tryToReserve(requestId: string, at: string, points: bigint, minutes = 60): Decision {
    const request = { requestId, occurredAt: instant(at), points };
    return decideReservation(this.account, request, minutes, cause, this.versions);
  }

  commit(requestId: string, at: string): readonly EntryDraft[] {
    return this.post(this.tryToSettle('commit', requestId, at));
  }

  cancel(requestId: string, at: string): readonly EntryDraft[] {
    return this.post(this.tryToSettle('cancel', requestId, at));
  }

  tryToSettle(how: 'commit' | 'cancel', requestId: string, at: string): Decision {
    const decide = how === 'commit' ? decideCommit : decideCancel;
    return decide(this.account, { requestId, occurredAt: instant(at) }, cause, this.versions);
  }

  adjust(requestId: string, at: string, points: bigint): readonly EntryDraft[] {
    const request = { requestId, occurredAt: instant(at), points, reason: 'goodwill', actor: 'clerk-7' };
    return this.post(decideAdjustment(this.account, request, cause, this.versions));
  }

  bring(requestId: string, at: string, ...given: readonly Given[]): readonly EntryDraft[] {
    const lots = given.map(({ points, from, until }) => ({
      points,
      availableOn: from === undefined ? undefined : day(from),
      expiresOn: until === undefined ? null : day(until),
    }));
    const request = { requestId, occurredAt: instant(at), lots, lifetimeEarned: null };
    return this.post(decideImport(this.account, request, cause, this.versions));
  }

  review(through: string): readonly EntryDraft[] {
    return this.post({ due: review(this.account, endOfDay(day(through), this.versions), this.versions), own: [] });
  }
}
