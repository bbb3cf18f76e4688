/** What inactivity and empty lots do around returns, holds and restores: each case was once wrong. */
import { describe, expect, it } from 'vitest';
import { decideAdjustment } from '../../shared/domain/adjustment.ts';
import type { Account } from '../../shared/domain/account.ts';
import { balanceOf, newAccount } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { decideCancel, decideRedemption, decideReservation } from '../../shared/domain/redemption.ts';
import { decideReturn, decideReturnWithoutSale } from '../../shared/domain/return-purchase.ts';
import type { PostedSale } from '../../shared/domain/sale-lots.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { day, draftsOf, instant, programmeWith, sale } from './build.ts';

const cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };
const all = { lines: [], amountMinor: 0n, full: true } as const;

/** A member's books: every decision on top of those before it. */
class Books {
  account: Account = newAccount('member', { on: day('2026-01-01'), channel: null });
  readonly entries: EntryDraft[] = [];
  readonly versions: readonly [Programme];

  constructor(programme: Programme) {
    this.versions = [programme];
  }

  post(decision: Parameters<typeof draftsOf>[0]): readonly EntryDraft[] {
    const drafts = draftsOf(decision);
    this.entries.push(...drafts);
    this.account = drafts.reduce(evolve, this.account);
    return drafts;
  }

  buy(purchaseId: string, at: string, net: number, payment?: { readonly redeem: bigint }): PostedSale {
    const bought = { ...sale(at, { net }), purchaseId };
    const drafts = this.post(decidePurchase(this.account, bought, cause, { versions: this.versions, payment }));
    const earned = drafts.find(({ kind }) => kind === 'earn');
    if (earned?.kind !== 'earn') throw new TypeError('a sale earns');
    return { ...earned, seq: this.entries.indexOf(earned) + 1 };
  }

  giveBack(earned: PostedSale, at: string): readonly EntryDraft[] {
    const request = { returnId: `return-of-${earned.entryId}`, occurredAt: instant(at), goods: all };
    const find = (id: string) => this.entries.find(({ entryId }) => entryId === id);
    const context = { versions: this.versions, find };
    return this.post(decideReturn(this.account, { sale: earned, returns: nothingReturned }, request, cause, context));
  }
}

const inactive = () => new Books(programmeWith({ points: { expiry: { policy: 'inactivity', months: 1 } } }));
const taken = (drafts: readonly EntryDraft[]) => drafts.find(({ kind }) => kind === 'return')?.points;

describe('points that ended with inactivity', () => {
  it('count as returned first when they ended with their own late posting', () => {
    const books = inactive();
    books.buy('p2', '2026-03-28T12:00:00Z', 1000);
    const late = books.buy('p1', '2026-02-25T12:00:00Z', 1000);
    expect(books.entries.map(({ kind }) => kind)).toEqual(['earn', 'earn', 'expire']);
    expect(taken(books.giveBack(late, '2026-03-28T13:00:00Z'))).toBe(0n);
    expect(balanceOf(books.account).available).toBe(10n);
  });

  it('do not take those with them that come after the end: the first of them counts as an act', () => {
    const programme = programmeWith({ points: { expiry: { policy: 'inactivity', months: 1 }, valueOfPointMinor: 1 } });
    const books = new Books(programme);
    books.buy('p1', '2026-01-16T12:00:00Z', 1000);
    const paid = books.buy('p2', '2026-01-17T12:00:00Z', 1000, { redeem: 6n });
    books.giveBack(paid, '2026-02-18T12:00:00Z');
    expect(books.account.lapsedOn).toBe(day('2026-02-17'));
    expect(books.account.available).toMatchObject([{ points: 6n, expiresOn: day('2026-03-20') }]);
    books.post(
      decideAdjustment(
        books.account,
        { requestId: 'a', occurredAt: instant('2026-02-20T12:00:00Z'), points: 1n, reason: '', actor: '' },
        cause,
        books.versions,
      ),
    );
    expect(balanceOf(books.account).available).toBe(7n);
    expect(books.account.lastActOn).toBe(day('2026-02-18'));
  });

  it('need no points to end: the next credit counts as an act whether or not there were any', () => {
    const books = inactive();
    books.buy('p1', '2026-01-16T12:00:00Z', 0);
    const gift = { requestId: 'a', occurredAt: instant('2026-03-01T12:00:00Z'), points: 5n, reason: '', actor: '' };
    books.post(decideAdjustment(books.account, gift, cause, books.versions));
    const later = { ...gift, requestId: 'b', occurredAt: instant('2026-03-20T12:00:00Z') };
    books.post(decideAdjustment(books.account, later, cause, books.versions));
    expect(balanceOf(books.account).available).toBe(10n);
    expect(books.account.lastActOn).toBe(day('2026-03-01'));
  });

  it('leave the first day of the points that live as it is', () => {
    const books = inactive();
    books.buy('p1', '2026-01-16T12:00:00Z', 1000);
    const hold = { requestId: 'r', occurredAt: instant('2026-02-12T12:00:00Z'), points: 4n };
    books.post(decideReservation(books.account, hold, 14_400, cause, books.versions));
    books.buy('p2', '2026-02-17T12:00:00Z', 1000);
    const cancel = { requestId: 'r', occurredAt: instant('2026-02-17T13:00:00Z') };
    books.post(decideCancel(books.account, cancel, cause, books.versions));
    expect(books.account.available).toMatchObject([{ points: 10n, availableOn: day('2026-02-17') }]);
  });
});

it('what a pending lot was credited counts for its day, even when a return emptied it', () => {
  const points = { expiry: { policy: 'endOf', period: 'month' }, pendingDays: 5 } as const;
  const books = new Books(programmeWith({ points }));
  const c = books.buy('c', '2026-01-01T12:00:00Z', 10_000);
  const request = { requestId: 'r', occurredAt: instant('2026-01-07T12:00:00Z'), points: 100n, purchaseId: null };
  books.post(decideRedemption(books.account, request, cause, books.versions));
  const a = books.buy('a', '2026-01-07T12:00:00Z', 10_000);
  books.giveBack(c, '2026-01-08T12:00:00Z');
  const d = books.buy('d', '2026-01-09T12:00:00Z', 5000);
  // 250 were credited to the lot of 1 February, and 50 of them expired.
  expect(taken(books.giveBack(a, '2026-02-10T12:00:00Z'))).toBe(-80n);
  expect(taken(books.giveBack(d, '2026-02-10T12:00:00Z'))).toBe(-40n);
});

describe('a lifetime of progress', () => {
  const levels = [
    { id: 'ordinary', from: 0 },
    { id: 'silver', from: 100 },
    { id: 'gold', from: 1000 },
  ];
  const lifetime = () => new Books(programmeWith({ tiers: { window: { lifetime: true }, levels } }));

  it('falls back to no level that only returned sales had reached', () => {
    const books = lifetime();
    const first = books.buy('a', '2026-01-01T12:00:00Z', 12_000);
    const second = books.buy('b', '2026-01-02T12:00:00Z', 500_000);
    books.giveBack(first, '2026-01-03T12:00:00Z');
    books.giveBack(second, '2026-01-04T12:00:00Z');
    expect(books.account.progress.total).toBe(0n);
    expect(books.account.standing).toMatchObject({ level: 'ordinary' });
  });

  it('is never judged below zero in a month, however long ago that was', () => {
    const books = lifetime();
    const amount = (minor: bigint) => ({ lines: [], amountMinor: minor, full: false });
    books.buy('p1', '2026-01-31T12:00:00Z', 700);
    const request = { returnId: 'x', occurredAt: instant('2026-02-26T12:00:00Z'), goods: amount(1000n) };
    books.post(decideReturnWithoutSale(books.account, request, cause, books.versions));
    books.buy('p2', '2026-03-04T12:00:00Z', 500);
    expect(books.account.progress.total).toBe(2n);
    books.buy('p3', '2028-03-04T12:00:00Z', 0);
    expect(books.account.progress).toEqual({ total: 12n, months: [] });
  });
});

it('a hold that was over when its late request came is released on its own day', () => {
  const books = new Books(programmeWith({}));
  books.buy('p1', '2026-01-01T12:00:00Z', 1000);
  books.buy('p2', '2026-01-19T12:00:00Z', 1000);
  const late = { requestId: 'r', occurredAt: instant('2026-01-11T12:00:00Z'), points: 5n };
  books.post(decideReservation(books.account, late, 1440, cause, books.versions));
  books.buy('p3', '2026-01-20T12:00:00Z', 1000);
  const release = books.entries.find(({ kind }) => kind === 'release');
  expect(release).toMatchObject({ occurredAt: instant('2026-01-12T12:00:00Z'), day: day('2026-01-12') });
});
