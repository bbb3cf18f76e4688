/** The books of a member with lots that end on days of their own, more of them than are kept apart. */
import { expect } from 'vitest';
import { newAccount } from '../../shared/domain/account.ts';
import { decideImport } from '../../shared/domain/adjustment.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Decision } from '../../shared/domain/posting.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { decideCancel, decideRedemption, decideReservation } from '../../shared/domain/redemption.ts';
import { decideReturn } from '../../shared/domain/return-purchase.ts';
import { expiriesOf } from '../../shared/domain/sale-lots.ts';
import type { PostedSale } from '../../shared/domain/sale-lots.ts';
import { endOfDay, review } from '../../shared/domain/review.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { day, draftsOf, instant, programmeWith, sale } from './build.ts';

const cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };
export const begin = '2026-01-01';
/** Days. */
export const life = 600;
const goods = { lines: [], amountMinor: 0n, full: true } as const;

/** A member's books as the engine keeps them. */
export class DailyBooks {
  account = newAccount('member', { on: day(begin), channel: null });
  readonly entries: EntryDraft[] = [];
  readonly sales = new Map<string, PostedSale>();
  readonly versions: readonly [Programme];

  constructor(pendingDays: number) {
    const expiry = { policy: 'after', days: life, roundUpTo: 'day' } as const;
    this.versions = [programmeWith({ points: { expiry, pendingDays, overdraw: 'debt' } })];
  }

  post(drafts: readonly EntryDraft[]): readonly EntryDraft[] {
    this.entries.push(...drafts);
    this.account = drafts.reduce(evolve, this.account);
    return drafts;
  }

  decided(decision: Decision): readonly EntryDraft[] {
    return this.post(draftsOf(decision));
  }

  bring(ends: readonly string[]): void {
    const lots = ends.map((end) => ({ points: 10n, availableOn: undefined, expiresOn: day(end) }));
    const request = { requestId: 'import', occurredAt: instant(`${begin}T00:00:00Z`), lots, lifetimeEarned: null };
    this.decided(decideImport(this.account, request, cause, this.versions));
  }

  buy(id: string, at: string, points: number, redeem?: bigint): void {
    const bought = sale(at, { net: points * 100 }, id);
    const payment = redeem === undefined ? undefined : { redeem };
    const decision = decidePurchase(this.account, bought, cause, { versions: this.versions, payment });
    for (const draft of this.decided(decision)) {
      if (draft.kind === 'earn') this.sales.set(id, { ...draft, seq: this.entries.indexOf(draft) + 1 });
    }
  }

  /** @returns what the return took, in points */
  giveBack(id: string, at: string): bigint {
    const sold = this.sales.get(id) ?? expect.unreachable(id);
    const read = new Set(expiriesOf(sold));
    const find = (entryId: string) => {
      expect(read).toContain(entryId);
      return this.entries.find((entry) => entry.entryId === entryId);
    };
    const request = { returnId: `r-${id}`, occurredAt: instant(at), goods };
    const context = { versions: this.versions, find };
    const decision = decideReturn(this.account, { sale: sold, returns: nothingReturned }, request, cause, context);
    return -(this.decided(decision).find(({ kind }) => kind === 'return')?.points ?? expect.unreachable());
  }

  redeem(at: string, points: bigint): void {
    const request = { requestId: at, occurredAt: instant(at), points, purchaseId: null };
    this.decided(decideRedemption(this.account, request, cause, this.versions));
  }

  hold(requestId: string, at: string, points: bigint): void {
    const request = { requestId, occurredAt: instant(at), points };
    this.decided(decideReservation(this.account, request, 10_000_000, cause, this.versions));
  }

  cancel(requestId: string, at: string): void {
    this.decided(decideCancel(this.account, { requestId, occurredAt: instant(at) }, cause, this.versions));
  }

  reviewThrough(on: string): void {
    this.decided({ due: review(this.account, endOfDay(day(on), this.versions), this.versions), own: [] });
  }
}
