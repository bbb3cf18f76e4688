/** Points that the programme gives of its own accord: what a campaign offers. */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import type { ExpiryPolicy } from '../../shared/domain/expiry.ts';
import { decideGrant } from '../../shared/domain/grant-points.ts';
import { Books } from './books.ts';
import { day, instant, programmeWith } from './build.ts';

const at = '2026-03-02T12:00:00Z';
const grant = { for: 'campaign', campaignId: 'win-back', occasion: '2025-12-01', step: 'second' } as const;
const in30Days: ExpiryPolicy = { policy: 'after', life: { days: 30 }, roundUpTo: 'day' };

function give(books: Books, points: bigint, expiry: ExpiryPolicy | null = null, when = at): readonly EntryDraft[] {
  const request = { grant, memberId: 'member', occurredAt: instant(when), points, expiry };
  return books.post(decideGrant(books.account, request, books.versions));
}

describe('points that are given', () => {
  it('can be used at once, live as long as the programme says, and are counted as a bonus', () => {
    const books = new Books(programmeWith({ points: { pendingDays: 14 } }));
    expect(give(books, 200n)).toEqual([
      {
        kind: 'bonus',
        entryId: 'bonus:campaign:win-back:2025-12-01:second:member',
        memberId: 'member',
        occurredAt: instant(at),
        day: day('2026-03-02'),
        program: 'main@1',
        grant,
        points: 200n,
        debtPaid: 0n,
        lots: [{ points: 200n, availableOn: day('2026-03-02'), expiresOn: day('2027-03-02'), pending: false }],
      },
    ]);
    expect(balanceOf(books.account)).toEqual({ available: 200n, pending: 0n, reserved: 0n, debt: 0n });
    expect(books.account.sums).toMatchObject({ bonus: 200n, earned: 0n, adjusted: 0n });
  });

  it('may have a life of their own', () => {
    const books = new Books(programmeWith({}));
    expect(give(books, 200n, in30Days)).toMatchObject([{ lots: [{ expiresOn: day('2026-04-01') }] }]);
    books.review('2026-04-01');
    expect(balanceOf(books.account).available).toBe(0n);
    expect(books.account.sums).toMatchObject({ bonus: 200n, expired: 200n });
  });

  it('pay a debt first', () => {
    const books = new Books(programmeWith());
    books.adjust('a', at, -30n);
    expect(give(books, 50n)).toMatchObject([{ debtPaid: 30n, lots: [{ points: 20n }] }]);
    expect(balanceOf(books.account)).toEqual({ available: 20n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('are issued in the month in which they are given', () => {
    const books = new Books(programmeWith({}));
    give(books, 50n);
    expect(books.account.available).toMatchObject([{ issued: [{ month: 2026 * 12 + 2, points: 50n }] }]);
  });

  it('keep nothing alive where points end with inactivity, for the member did nothing', () => {
    const books = new Books(programmeWith({ points: { expiry: { policy: 'inactivity', months: 6 } } }));
    books.buy('p', '2026-01-15T12:00:00Z', 10_000);
    const { lastActOn } = books.account;
    give(books, 50n);
    expect([lastActOn, books.account.lastActOn]).toEqual([day('2026-01-15'), day('2026-01-15')]);
  });
});
