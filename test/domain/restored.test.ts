/** Points that paid for goods that come back (domain.md, "Returns"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import type { PostedSale } from '../../shared/domain/sale-lots.ts';
import { Books, amountOf, lineOf } from './books.ts';
import { day, instant, programmeWith } from './build.ts';

const sold = '2026-03-02T12:00:00Z';
const later = '2026-03-10T12:00:00Z';
type Points = NonNullable<NonNullable<Parameters<typeof programmeWith>[0]>['points']>;

/** A member who has paid with ten points: four until June, three until August, three for ever. */
function paid(points: Points = {}, net = 1000): { readonly books: Books; readonly sale: PostedSale } {
  const books = new Books(programmeWith({ points: { valueOfPointMinor: 10, ...points } }));
  const lots = [{ points: 4n, until: '2026-06-01' }, { points: 3n, until: '2026-08-01' }, { points: 3n }];
  books.bring('i', '2026-03-01T12:00:00Z', ...lots);
  return { books, sale: books.buy('p', sold, net, { redeem: 10n }) };
}
/** What was given back: points and their last day. */
const given = (drafts: readonly EntryDraft[]) =>
  drafts.flatMap((draft) =>
    draft.kind === 'restore'
      ? draft.lots.map(({ points, expiresOn }) => `${String(points)} ${expiresOn === null ? '' : formatDay(expiresOn)}`)
      : [],
  );

describe('points that paid', () => {
  it('earn nothing, and go back in proportion to what came back, rounded down, the last return giving the rest', () => {
    const { books, sale } = paid();
    // 1000 less ten points of ten.
    expect(sale.points).toBe(9n);
    const back = [149n, 149n, 149n, 553n].map((amount) => books.giveBack(sale, later, amountOf(amount)));
    expect(back.map((drafts) => drafts.map(({ kind, points }) => `${kind} ${String(points)}`))).toEqual([
      ['return -2', 'restore 1'],
      ['return -1', 'restore 1'],
      ['return -2', 'restore 2'],
      ['return -4', 'restore 6'],
    ]);
    expect(books.account.sums).toMatchObject({ earned: 9n, returned: 9n, redeemed: 10n, restored: 10n });
  });

  it('go back to the lots they came from, the latest-expiring first, after the return has clawed back', () => {
    const { books, sale } = paid();
    const first = books.giveBack(sale, later, amountOf(500n));
    expect(first.map(({ entryId }) => entryId)).toEqual(['return:purchase:p-3', 'restore:purchase:p-3']);
    expect(given(first)).toEqual(['2 2026-08-01', '3 ']);
    expect(first[1]).toMatchObject({ purchaseId: 'p', points: 5n, debtPaid: 0n });
    // What earlier returns gave back is passed over.
    expect(given(books.giveBack(sale, later, amountOf(300n)))).toEqual(['2 2026-06-01', '1 2026-08-01']);
    expect(given(books.giveBack(sale, later))).toEqual(['2 2026-06-01']);
    expect(books.account.available.filter(({ points }) => points > 0n)).toMatchObject([
      // Points given back do not add to what was ever credited.
      { points: 4n, credited: 4n, expiresOn: day('2026-06-01') },
      { points: 3n, credited: 3n, expiresOn: day('2026-08-01') },
      { points: 3n, expiresOn: null },
    ]);
  });

  it('are no earnings: neither what was earned nor the progress moves', () => {
    const { books, sale } = paid();
    books.giveBack(sale, later);
    expect(books.account).toMatchObject({ progress: { total: 0n }, sums: { earned: 9n, restored: 10n } });
    expect(balanceOf(books.account)).toEqual({ available: 10n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('live on for thirty days where their lot has expired meanwhile, and where it has not, to its end', () => {
    const back = (at: string, points: Points = {}) => {
      const { books, sale } = paid(points);
      return given(books.giveBack(sale, at));
    };
    expect(back('2026-05-31T23:59:59Z')).toEqual(['4 2026-06-01', '3 2026-08-01', '3 ']);
    expect(back('2026-06-01T00:00:00Z')).toEqual(['4 2026-07-01', '3 2026-08-01', '3 ']);
    expect(back('2026-08-01T00:00:00Z', { restoreGraceDays: 7 })).toEqual(['3 2026-08-08', '4 2026-08-08', '3 ']);
  });

  it('of which one lot has expired meanwhile are available from the day of the return', () => {
    const { books, sale } = paid();
    expect(books.giveBack(sale, '2026-06-01T00:00:00Z').at(-1)).toMatchObject({
      kind: 'restore',
      lots: [
        { availableOn: day('2026-06-01') },
        { availableOn: day('2026-03-01') },
        { availableOn: day('2026-03-01') },
      ],
    });
  });

  it('pay a debt first, that of the return itself, too', () => {
    const { books, sale } = paid();
    books.redeem('q', sold, 9n);
    const [, restored] = books.giveBack(sale, later);
    expect(restored).toMatchObject({ points: 10n, debtPaid: 9n });
    expect(balanceOf(books.account)).toEqual({ available: 1n, pending: 0n, reserved: 0n, debt: 0n });
  });

  it('go back for the goods alone: other lines have no part in it', () => {
    const books = new Books(programmeWith({ points: { valueOfPointMinor: 10 } }));
    books.bring('i', '2026-03-01T12:00:00Z', { points: 10n });
    const lines = [
      { lineId: 'a', net: 1000 },
      { lineId: 'card', net: 4000, kind: 'gift_card' as const },
    ];
    const sale = books.buy('p', sold, { lines }, { redeem: 10n });
    expect(sale.points).toBe(9n);
    expect(given(books.giveBack(sale, later, lineOf('card', 4000n)))).toEqual([]);
    expect(given(books.giveBack(sale, later, lineOf('a', 500n)))).toEqual(['5 ']);
  });

  it('for goods that cost nothing go back with the last of them', () => {
    const books = new Books(programmeWith({ points: { valueOfPointMinor: 10 } }));
    books.bring('i', '2026-03-01T12:00:00Z', { points: 10n });
    const lines = ['a', 'b'].map((lineId) => ({ lineId, net: 0 }));
    const sale = books.buy('p', sold, { lines }, { redeem: 10n });
    expect(given(books.giveBack(sale, later, lineOf('a', 0n)))).toEqual([]);
    expect(given(books.giveBack(sale, later, lineOf('b', 0n)))).toEqual(['10 ']);
  });

  it('are none where nothing was paid with points: no entry then', () => {
    const books = new Books(programmeWith());
    const sale = books.buy('p', sold, 1000);
    expect(books.giveBack(sale, later).map(({ kind }) => kind)).toEqual(['return']);
  });

  it('that come back late end at once where their days are over by the newest posting', () => {
    const { books, sale } = paid({ restoreGraceDays: 7 });
    books.bring('j', '2026-08-20T12:00:00Z', { points: 1n });
    const drafts = books.giveBack(sale, '2026-08-13T12:00:00Z');
    expect(drafts.map(({ kind, points }) => `${kind} ${String(points)}`)).toEqual([
      'return -9',
      'restore 10',
      'expire -7',
    ]);
    expect(drafts.at(-1)).toMatchObject({
      entryId: `expire:restore:purchase:p-${String(books.entries.length - 3)}`,
      occurredAt: instant('2026-08-20T00:00:00Z'),
      lots: [{ points: 7n, credited: 0n, expiresOn: day('2026-08-20'), issued: null }],
    });
    const other = paid({ restoreGraceDays: 8 });
    other.books.bring('j', '2026-08-20T12:00:00Z', { points: 1n });
    expect(other.books.giveBack(other.sale, '2026-08-13T12:00:00Z')).toHaveLength(2);
  });

  it('live on for thirty days where inactivity ended the others meanwhile, and go back where it did not', () => {
    const back = (at: string) => {
      const expiry = { policy: 'inactivity', months: 1 } as const;
      const books = new Books(programmeWith({ points: { expiry, valueOfPointMinor: 10 } }));
      books.bring('i', '2026-03-01T12:00:00Z', { points: 20n });
      const sale = books.buy('p', sold, 1000, { redeem: 10n });
      return given(books.giveBack(sale, at));
    };
    expect(back('2026-04-01T12:00:00Z')).toEqual(['10 ']);
    expect(back('2026-04-02T12:00:00Z')).toEqual(['10 2026-05-02']);
  });

  it('of a late sale go back where they were when it came: what had ended before then was not theirs', () => {
    const expiry = { policy: 'inactivity', months: 1 } as const;
    const books = new Books(programmeWith({ points: { expiry, valueOfPointMinor: 10 } }));
    books.bring('i', '2026-03-02T12:00:00Z', { points: 10n });
    books.adjust('a', '2026-04-05T12:00:00Z', 5n);
    expect(books.account.lapsedOn).toBe(day('2026-04-02'));
    const sale = books.buy('p', '2026-03-20T12:00:00Z', 1000, { redeem: 4n });
    expect(given(books.giveBack(sale, '2026-04-06T12:00:00Z'))).toEqual(['4 ']);
    expect(balanceOf(books.account).available).toBe(5n);
  });
});
