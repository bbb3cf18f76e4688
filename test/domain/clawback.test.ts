/** Where a return takes points from, and what has expired before it comes (domain.md, "Returns"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { decideReturn } from '../../shared/domain/return-purchase.ts';
import { expiriesOf } from '../../shared/domain/sale-lots.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { Books, amountOf, cause } from './books.ts';
import { day, instant, programmeWith } from './build.ts';

const sold = '2026-03-02T12:00:00Z';
const later = '2026-03-10T12:00:00Z';
const base = { id: 'base', kind: 'rate' as const, points: 1, perMinor: 100 };
const pointsOf = (drafts: readonly EntryDraft[]) => drafts.map(({ kind, points }) => `${kind} ${String(points)}`);

describe('what is clawed back', () => {
  const takenFrom = (drafts: readonly EntryDraft[]) =>
    drafts.flatMap((draft) =>
      draft.kind === 'return'
        ? draft.taken.map(({ points, pending, expiresOn }) => {
            return [points, pending ? 'pending' : 'available', expiresOn];
          })
        : [],
    );

  it('comes first from the sale’s own lot, then from what is pending, then from the earliest-expiring', () => {
    const books = new Books(programmeWith({ points: { pendingDays: 5 } }));
    const sale = books.buy('p', sold, 1000);
    books.bring('i', sold, { points: 3n, until: '2026-06-01' }, { points: 4n });
    books.buy('q', '2026-03-07T12:00:00Z', 200);
    books.redeem('x', '2026-03-08T12:00:00Z', 5n);
    expect(balanceOf(books.account)).toEqual({ available: 12n, pending: 2n, reserved: 0n, debt: 0n });
    expect(takenFrom(books.giveBack(sale, '2026-03-08T13:00:00Z'))).toEqual([
      [8n, 'available', day('2027-03-07')],
      [2n, 'pending', day('2027-03-12')],
    ]);
    const other = new Books(programmeWith());
    const gone = other.buy('p', sold, 1000);
    other.redeem('x', sold, 10n);
    other.bring('i', sold, { points: 4n }, { points: 3n, until: '2026-06-01' });
    expect(takenFrom(other.giveBack(gone, later, amountOf(500n)))).toEqual([
      [3n, 'available', day('2026-06-01')],
      [2n, 'available', null],
    ]);
  });

  it('comes from the sale’s own pending lot while it waits, and not from another of the same end', () => {
    const fixed = { policy: 'fixed', on: '2026-12-31' } as const;
    const books = new Books(programmeWith({ points: { pendingDays: 5, expiry: fixed } }));
    books.buy('p', '2026-03-02T12:00:00Z', 1000);
    const sale = books.buy('q', '2026-03-03T12:00:00Z', 700);
    books.bring('i', sold, { points: 2n, until: '2026-12-31' });
    books.giveBack(sale, '2026-03-04T12:00:00Z', amountOf(400n));
    expect(books.account.pending).toMatchObject([
      { points: 10n, availableOn: day('2026-03-07') },
      { points: 3n, availableOn: day('2026-03-08') },
    ]);
    expect(balanceOf(books.account).available).toBe(2n);
  });

  it('becomes a debt where there is too little, or is let go for good, as the programme says', () => {
    const spent = (overdraw: 'debt' | 'clamp') => {
      const books = new Books(programmeWith({ points: { overdraw } }));
      const sale = books.buy('p', sold, 1000);
      books.redeem('x', sold, 8n);
      return { books, sale };
    };
    const debt = spent('debt');
    expect(debt.books.giveBack(debt.sale, later, amountOf(500n))).toMatchObject([
      { points: -5n, debtMade: 3n, forgiven: 0n, undone: 5n },
    ]);
    expect(balanceOf(debt.books.account)).toEqual({ available: 0n, pending: 0n, reserved: 0n, debt: 3n });
    const clamp = spent('clamp');
    expect(clamp.books.giveBack(clamp.sale, later, amountOf(500n))).toMatchObject([
      { points: -2n, debtMade: 0n, forgiven: 3n, undone: 5n },
    ]);
    // What was let go is not asked for again.
    clamp.books.bring('i', later, { points: 50n });
    expect(clamp.books.giveBack(clamp.sale, later)).toMatchObject([{ points: -5n, forgiven: 0n, undone: 5n }]);
  });

  it('of several lives comes from the longest first', () => {
    const brief = { ...base, id: 'brief', expiry: { policy: 'after' as const, days: 30 } };
    const books = new Books(programmeWith({ earn: [brief, { ...base, id: 'long' }] }));
    const sale = books.buy('p', sold, 1000);
    expect(takenFrom(books.giveBack(sale, later, amountOf(600n)))).toEqual([
      [10n, 'available', day('2027-03-02')],
      [2n, 'available', day('2026-04-01')],
    ]);
    const waiting = new Books(programmeWith({ points: { pendingDays: 60 }, earn: [brief, { ...base, id: 'long' }] }));
    const pending = waiting.buy('p', sold, 1000);
    expect(takenFrom(waiting.giveBack(pending, later, amountOf(600n)))).toEqual([
      [10n, 'pending', day('2027-05-01')],
      [2n, 'pending', day('2026-05-31')],
    ]);
  });
});

describe('what has expired of a sale', () => {
  const monthly = { points: { expiry: { policy: 'endOf', period: 'month' } } } as const;

  it('counts as returned first', () => {
    const books = new Books(programmeWith(monthly));
    const sale = books.buy('p', sold, 1000);
    books.redeem('x', sold, 6n);
    // Four expired; ten are undone.
    expect(books.giveBack(sale, '2026-04-02T12:00:00Z', amountOf(300n)).at(-1)).toMatchObject({
      points: 0n,
      undone: 3n,
      debtMade: 0n,
    });
    expect(books.giveBack(sale, '2026-04-02T12:00:00Z', amountOf(200n))).toMatchObject([{ points: -1n, undone: 2n }]);
    expect(books.giveBack(sale, '2026-04-02T12:00:00Z')).toMatchObject([{ points: -5n, undone: 5n }]);
    expect(books.account.debt).toBe(6n);
  });

  it('is in proportion to what the sale credited to the lot, rounded up in the member’s favour', () => {
    const books = new Books(programmeWith(monthly));
    const first = books.buy('p', sold, 1000);
    const second = books.buy('q', sold, 500);
    books.redeem('x', sold, 8n);
    // Seven of fifteen expired: 4.67 of the one, 2.33 of the other.
    expect(books.giveBack(first, '2026-04-02T12:00:00Z').at(-1)).toMatchObject({ points: -5n });
    expect(books.giveBack(second, '2026-04-02T12:00:00Z')).toMatchObject([{ points: -2n }]);
  });

  it('is all of it when it expired at once, on its own', () => {
    const books = new Books(programmeWith({ points: { expiry: { policy: 'fixed', on: '2026-01-01' } } }));
    const sale = books.buy('p', sold, 1000);
    expect(books.account.sums.expired).toBe(10n);
    expect(books.giveBack(sale, later)).toMatchObject([{ points: 0n, undone: 10n, debtMade: 0n }]);
  });

  it('is never more than the sale credited, whatever was given back to the lot', () => {
    const usual = { ...base, id: 'usual', expiry: { policy: 'after' as const, months: 12 } };
    const points = { ...monthly.points, valueOfPointMinor: 1 };
    const books = new Books(programmeWith({ earn: [base, usual], points }));
    books.bring('i', '2026-02-01T12:00:00Z', { points: 10n, until: '2026-03-01' });
    const paid = books.buy('p', '2026-02-01T12:00:00Z', 10, { redeem: 10n });
    // Given back with thirty days, to the end of March.
    expect(books.giveBack(paid, sold).at(-1)).toMatchObject({ lots: [{ points: 10n, expiresOn: day('2026-04-01') }] });
    const sale = books.buy('q', sold, 500);
    expect(sale.points).toBe(10n);
    expect(books.review('2026-04-01')).toMatchObject([{ lots: [{ points: 15n, credited: 5n }] }]);
    expect(books.giveBack(sale, '2026-04-02T12:00:00Z')).toMatchObject([{ points: -5n, undone: 10n }]);
  });

  it('is nothing of a lot that was only given back to', () => {
    const books = new Books(programmeWith(monthly));
    const sale = books.buy('p', sold, 1000);
    const lots = [{ points: 7n, credited: 0n, expiresOn: day('2026-04-01') }];
    const expired = books.review('2026-04-01').map((draft) => (draft.kind === 'expire' ? { ...draft, lots } : draft));
    const request = { returnId: 'r', occurredAt: instant('2026-04-02T12:00:00Z'), goods: amountOf(300n) };
    const context = { versions: books.versions, find: (id: string) => expired.find(({ entryId }) => entryId === id) };
    const decision = decideReturn(books.account, { sale, returns: nothingReturned }, request, cause, context);
    expect(decision).toMatchObject({ own: [{ draft: { points: -3n, debtMade: 3n } }] });
  });

  it('at once is that of the lives that had ended, and of no other', () => {
    const ended = (on: string) => ({ ...base, id: `until-${on}`, expiry: { policy: 'fixed' as const, on } });
    const books = new Books(programmeWith({ earn: [base, ended('2026-01-01'), ended('2026-02-01')] }));
    const sale = books.buy('p', sold, 1000);
    expect(balanceOf(books.account).available).toBe(10n);
    expect(books.giveBack(sale, later)).toMatchObject([{ points: -10n, undone: 30n, debtMade: 0n }]);
  });

  it('may have ended with inactivity before its own day', () => {
    const books = new Books(
      programmeWith({ points: { expiry: { policy: 'after', months: 24 } } }),
      programmeWith({
        version: 2,
        effectiveFrom: '2026-03-15T00:00:00Z',
        points: { expiry: { policy: 'inactivity', months: 1 } },
      }),
    );
    const sale = books.buy('p', sold, 1000);
    books.buy('q', '2026-04-02T12:00:00Z', 100);
    expect(books.giveBack(sale, '2026-05-02T12:00:00Z').at(-1)).toMatchObject({
      points: 0n,
      undone: 10n,
      debtMade: 0n,
    });
    expect(books.account.lapsedOn).toBe(day('2026-05-02'));
  });

  it('is told by the entries of its days, and by that of the sale itself', () => {
    const brief = { ...base, id: 'brief', expiry: { policy: 'after' as const, days: 30 } };
    const ever = { ...base, id: 'ever', expiry: { policy: 'never' as const } };
    const ids = (...earn: (typeof brief | typeof ever | typeof base)[]) =>
      expiriesOf(new Books(programmeWith({ earn })).buy('p', sold, 1000));
    expect(ids(base, brief, ever)).toEqual([
      'expire:member:2026-04-01',
      'expire:member:2027-03-02',
      // Where it may have moved up to.
      'expire:member:2027-04-01',
      'expire:purchase:p',
    ]);
    expect(ids({ ...base, perMinor: 5000 })).toEqual([]);
  });

  it('on the very day of the return has expired, and on the day before not yet', () => {
    const returned = (at: string) => {
      const books = new Books(programmeWith(monthly));
      return pointsOf(books.giveBack(books.buy('p', sold, 1000), at));
    };
    expect(returned('2026-03-31T23:59:59Z')).toEqual(['return -10']);
    expect(returned('2026-04-01T00:00:00Z')).toEqual(['expire -10', 'return 0']);
  });

  it('with inactivity is all that an older sale earned, and nothing of one that came after', () => {
    const expiry = { policy: 'inactivity', months: 1 } as const;
    const books = new Books(programmeWith({ points: { expiry } }));
    const old = books.buy('p', sold, 1000);
    const young = books.buy('q', '2026-04-02T12:00:00Z', 500);
    expect(books.account.lapsedOn).toBe(day('2026-04-02'));
    expect(books.giveBack(old, '2026-04-03T12:00:00Z')).toMatchObject([{ points: 0n, undone: 10n }]);
    expect(books.giveBack(young, '2026-04-03T12:00:00Z')).toMatchObject([{ points: -5n, undone: 5n }]);
  });
});

describe('a return without a receipt', () => {
  it('claws back what its amount would earn on its day by the unconditional rates alone', () => {
    const others = [
      { ...base, id: 'web', points: 100, when: { channel: ['web'] } },
      { ...base, id: 'red', points: 100, lines: { tags: ['red'] } },
      { ...base, id: 'over', points: 100, until: '2026-03-09' },
      { ...base, id: 'soon', points: 100, from: '2026-03-11' },
      { ...base, id: 'now', points: 1, from: '2026-03-10', until: '2026-03-10' },
      { id: 'twice', kind: 'multiply' as const, by: '2' },
      { id: 'gift', kind: 'fixed' as const, points: 100 },
    ];
    const books = new Books(programmeWith({ earn: [{ ...base, points: 2, perMinor: 300 }, ...others] }));
    books.bring('i', sold, { points: 100n }, { points: 5n, until: '2026-06-01' });
    const goods = { ...amountOf(500n), lines: [{ lineId: 'x', netMinor: 450n }] };
    // 950 × 2 ÷ 300 and 950 ÷ 100 are 15.83.
    expect(books.giveBackWithout('r', later, goods)).toEqual([
      expect.objectContaining({
        entryId: 'return:r',
        cause,
        points: -15n,
        purchaseId: null,
        taken: [
          { points: 5n, availableOn: day('2026-03-02'), expiresOn: day('2026-06-01'), pending: false },
          { points: 10n, availableOn: day('2026-03-02'), expiresOn: null, pending: false },
        ],
        netMinor: 950n,
        orderReturned: false,
        undone: 15n,
        goods: {
          ...goods,
          lines: [{ lineId: 'x', netMinor: 450n, quantity: { numerator: 0n, denominator: 1n } }],
        },
      }),
    ]);
  });

  it('takes nothing that is pending, and lowers the net and the progress of its own month, not the orders', () => {
    const books = new Books(programmeWith({ points: { pendingDays: 60 } }));
    books.buy('p', '2026-02-02T12:00:00Z', 1000);
    expect(books.giveBackWithout('r', later, amountOf(300n))).toMatchObject([{ points: -3n, debtMade: 3n, taken: [] }]);
    expect(books.account).toMatchObject({ orders: 1, returns: 1, netMinor: 700n, debt: 3n });
    expect(books.account.progress).toMatchObject({ total: 7n, months: [{ points: 10n }, { points: -3n }] });
  });

  it('is rounded once, as the programme rounds', () => {
    const taken = (rounding: 'floor' | 'nearest' | 'ceiling') => {
      const books = new Books(programmeWith({ points: { rounding } }));
      return pointsOf(books.giveBackWithout('r', later, amountOf(150n)));
    };
    expect([taken('floor'), taken('nearest'), taken('ceiling')]).toEqual([['return -1'], ['return -2'], ['return -2']]);
  });
});
