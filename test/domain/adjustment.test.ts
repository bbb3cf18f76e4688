/** Points given or taken by hand, and balances that are brought along (domain.md, lots). */
import { describe, expect, it } from 'vitest';
import { decideImport } from '../../shared/domain/adjustment.ts';
import { balanceOf } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { Books, cause } from './books.ts';
import { day, draftsOf, instant, programmeWith } from './build.ts';

const at = '2026-03-02T12:00:00Z';
const idsOf = (drafts: readonly EntryDraft[]) => drafts.map(({ entryId, points }) => `${entryId} ${String(points)}`);
const lotOf = (points: bigint, from: string, until: string | null, pending = false) => ({
  points,
  availableOn: day(from),
  expiresOn: until === null ? null : day(until),
  pending,
});

describe('an adjustment that credits', () => {
  it('gets the programme’s expiry and no pending time, and says who gave it and why', () => {
    const books = new Books(programmeWith({ points: { pendingDays: 14 } }));
    expect(books.adjust('a', at, 50n)).toEqual([
      {
        kind: 'adjust',
        entryId: 'adjust:a',
        memberId: 'member',
        occurredAt: instant(at),
        day: day('2026-03-02'),
        program: 'main@1',
        cause,
        reason: 'goodwill',
        actor: 'clerk-7',
        points: 50n,
        debtPaid: 0n,
        lots: [lotOf(50n, '2026-03-02', '2027-03-02')],
        taken: [],
        debtMade: 0n,
      },
    ]);
    expect(balanceOf(books.account)).toEqual({ available: 50n, pending: 0n, reserved: 0n, debt: 0n });
    expect(books.account.sums).toMatchObject({ adjusted: 50n, earned: 0n });
  });

  it('pays a debt first', () => {
    const books = new Books(programmeWith());
    books.adjust('a', at, -30n);
    expect(books.adjust('b', at, 50n)).toMatchObject([{ debtPaid: 30n, lots: [{ points: 20n }] }]);
    expect(balanceOf(books.account)).toEqual({ available: 20n, pending: 0n, reserved: 0n, debt: 0n });
    expect(books.account.sums.adjusted).toBe(20n);
  });

  it('pays what it can where the debt is larger, and makes no lot then', () => {
    const books = new Books(programmeWith());
    books.adjust('a', at, -30n);
    expect(books.adjust('b', at, 10n)).toMatchObject([{ points: 10n, debtPaid: 10n, lots: [] }]);
    expect(books.adjust('c', at, 20n)).toMatchObject([{ points: 20n, debtPaid: 20n, lots: [] }]);
    expect(balanceOf(books.account)).toEqual({ available: 0n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('moves no level: it is nothing earned', () => {
    const levels = [
      { id: 'ordinary', from: 0 },
      { id: 'silver', from: 10 },
    ];
    const books = new Books(programmeWith({ tiers: { levels } }));
    expect(books.adjust('a', at, 1000n)).toHaveLength(1);
    expect(books.account).toMatchObject({ progress: { total: 0n }, standing: { level: null } });
  });
});

describe('an adjustment that debits', () => {
  const withLots = (overdraw: 'debt' | 'clamp') => {
    const books = new Books(programmeWith({ points: { overdraw } }));
    books.bring('i', at, { points: 10n }, { points: 5n, until: '2026-06-01' }, { points: 7n, from: '2026-04-01' });
    return books;
  };

  it('takes what is available, the earliest-expiring first', () => {
    const books = withLots('debt');
    expect(books.adjust('a', at, -12n)).toEqual([
      expect.objectContaining({
        entryId: 'adjust:a',
        points: -12n,
        debtPaid: 0n,
        lots: [],
        taken: [lotOf(5n, '2026-03-02', '2026-06-01'), lotOf(7n, '2026-03-02', null)],
        debtMade: 0n,
      }),
    ]);
    expect(balanceOf(books.account)).toEqual({ available: 3n, pending: 7n, reserved: 0n, debt: 0n });
    expect(books.account.sums.adjusted).toBe(-12n);
  });

  it('overdraws where the programme lets it, and leaves pending points alone', () => {
    const books = withLots('debt');
    expect(books.adjust('a', at, -20n)).toMatchObject([{ points: -20n, debtMade: 5n }]);
    expect(balanceOf(books.account)).toEqual({ available: 0n, pending: 7n, reserved: 0n, debt: 5n });
  });

  it('stops at zero where it does not: what is not there is let go', () => {
    const books = withLots('clamp');
    expect(books.adjust('a', at, -20n)).toMatchObject([{ points: -15n, debtMade: 0n }]);
    expect(balanceOf(books.account)).toEqual({ available: 0n, pending: 7n, reserved: 0n, debt: 0n });
    expect(books.account.sums.adjusted).toBe(-15n);
  });

  it('of nothing moves nothing, and makes no lot', () => {
    const books = new Books(programmeWith());
    expect(books.adjust('a', at, 0n)).toMatchObject([{ points: 0n, lots: [], taken: [], debtMade: 0n }]);
    expect(books.account.available).toEqual([]);
  });
});

describe('an opening balance', () => {
  it('has the lots that it names, whatever the programme’s own expiry is', () => {
    const books = new Books(programmeWith());
    const lots = [
      { points: 5n, availableOn: day('2025-07-01'), expiresOn: day('2026-07-01') },
      { points: 7n, availableOn: undefined, expiresOn: null },
    ];
    const request = { requestId: 'i', occurredAt: instant(at), lots, lifetimeEarned: 900n };
    expect(draftsOf(decideImport(books.account, request, cause, books.versions))).toEqual([
      {
        kind: 'import',
        entryId: 'import:i',
        memberId: 'member',
        occurredAt: instant(at),
        day: day('2026-03-02'),
        program: 'main@1',
        cause,
        points: 12n,
        debtPaid: 0n,
        lots: [lotOf(5n, '2025-07-01', '2026-07-01'), lotOf(7n, '2026-03-02', null)],
        lifetimeEarned: 900n,
      },
    ]);
  });

  it('counts as imported and as nothing else', () => {
    const books = new Books(programmeWith());
    books.bring('i', at, { points: 12n });
    expect(books.account.sums).toMatchObject({ imported: 12n, earned: 0n, bonus: 0n });
    expect(books.account.progress.total).toBe(0n);
  });

  it('has points pending whose day is ahead, and none of the day itself', () => {
    const books = new Books(programmeWith());
    books.bring('i', at, { points: 1n, from: '2026-03-02' }, { points: 2n, from: '2026-03-03' });
    expect(balanceOf(books.account)).toMatchObject({ available: 1n, pending: 2n });
    expect(idsOf(books.review('2026-03-03'))).toEqual(['mature:member:2026-03-03 0']);
  });

  it('that comes late has points available at once whose day has come by the newest posting', () => {
    const books = new Books(programmeWith());
    books.bring('i', '2026-05-01T12:00:00Z', { points: 1n });
    books.bring('j', at, { points: 2n, from: '2026-05-01' }, { points: 4n, from: '2026-05-02' });
    expect(balanceOf(books.account)).toMatchObject({ available: 3n, pending: 4n });
  });

  it('lets points go at once that have expired, or would before they are available, and those alone', () => {
    const books = new Books(programmeWith());
    const drafts = books.bring(
      'i',
      at,
      { points: 16n, until: '2026-03-02' },
      { points: 1n, until: '2026-03-02' },
      { points: 2n, until: '2026-03-03' },
      { points: 4n, from: '2026-04-01', until: '2026-04-01' },
      { points: 8n, from: '2026-04-01', until: '2026-04-02' },
    );
    expect(idsOf(drafts)).toEqual(['import:i 31', 'expire:import:i -21']);
    expect(drafts[1]).toMatchObject({
      day: day('2026-03-02'),
      lots: [
        { points: 17n, credited: 17n, expiresOn: day('2026-03-02') },
        { points: 4n, credited: 4n, expiresOn: day('2026-04-01'), issued: null },
      ],
    });
    expect(balanceOf(books.account)).toEqual({ available: 2n, pending: 8n, reserved: 0n, debt: 0n });
  });

  it('pays a debt first, with the shortest life', () => {
    const books = new Books(programmeWith());
    books.adjust('a', at, -6n);
    expect(books.bring('i', at, { points: 10n }, { points: 5n, until: '2026-06-01' })).toMatchObject([
      { points: 15n, debtPaid: 6n, lots: [{ points: 9n, expiresOn: null }] },
    ]);
    expect(balanceOf(books.account)).toEqual({ available: 9n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('pays it with what is available before what waits, of the same life', () => {
    const books = new Books(programmeWith());
    books.adjust('a', at, -6n);
    books.bring('i', at, { points: 10n, from: '2026-04-01' }, { points: 5n });
    expect(balanceOf(books.account)).toEqual({ available: 0n, pending: 9n, reserved: 0n, debt: 0n });
  });
});
