/** Points that are spent at once (domain.md, "Redemption"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import type { Decision } from '../../shared/domain/posting.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { takeAvailable } from '../../shared/domain/redemption.ts';
import { Books, cause } from './books.ts';
import { day, draftsOf, instant, programmeWith, sale } from './build.ts';

const at = '2026-03-02T12:00:00Z';
const takenBy = (decision: Decision) =>
  draftsOf(decision).flatMap((draft) =>
    draft.kind === 'redeem'
      ? draft.taken.map(({ points, expiresOn }) => [points, expiresOn === null ? null : formatDay(expiresOn)])
      : [],
  );
const refusal = (field: string) => ({
  refused: 'insufficient-points',
  field,
  rule: 'at most the points that are available',
});

describe('a redemption', () => {
  it('takes what expires first, and what never expires last, whenever it came', () => {
    const books = new Books(programmeWith());
    books.bring(
      'i',
      at,
      { points: 7n },
      { points: 5n, until: '2027-01-01' },
      { points: 3n, until: '2026-06-01', from: '2026-03-01' },
    );
    expect(takenBy(books.tryToRedeem('q', at, 3n))).toEqual([[3n, '2026-06-01']]);
    expect(takenBy(books.tryToRedeem('q', at, 9n))).toEqual([
      [3n, '2026-06-01'],
      [5n, '2027-01-01'],
      [1n, null],
    ]);
    books.redeem('q', at, 9n);
    expect(books.account.available.filter(({ points }) => points > 0n)).toMatchObject([
      { points: 6n, expiresOn: null },
    ]);
  });

  it('is an entry of its request, and says what it was spent on where the request does', () => {
    const books = new Books(programmeWith());
    books.bring('i', at, { points: 10n });
    expect(draftsOf(books.tryToRedeem('q', at, 4n, 'p-1'))).toEqual([
      {
        kind: 'redeem',
        entryId: 'redeem:q',
        memberId: 'member',
        occurredAt: instant(at),
        day: day('2026-03-02'),
        program: 'main@1',
        cause,
        points: -4n,
        taken: [{ points: 4n, availableOn: day('2026-03-02'), expiresOn: null, pending: false }],
        purchaseId: 'p-1',
      },
    ]);
    expect(books.redeem('q', at, 4n)).toMatchObject([{ purchaseId: null }]);
    expect(books.account.sums).toMatchObject({ imported: 10n, redeemed: 4n });
  });

  it('may take all that is available, and never a point more: it makes no debt', () => {
    const books = new Books(programmeWith());
    books.bring('i', at, { points: 10n });
    expect(books.tryToRedeem('q', at, 11n)).toEqual(refusal('data.points'));
    books.redeem('q', at, 10n);
    expect(balanceOf(books.account)).toEqual({ available: 0n, pending: 0n, reserved: 0n, debt: 0n });
    expect(books.tryToRedeem('r', at, 1n)).toEqual(refusal('data.points'));
  });

  it('has no use of points that are still pending', () => {
    const books = new Books(programmeWith({ points: { pendingDays: 14 } }));
    books.buy('p', '2026-03-01T12:00:00Z', 1000);
    expect(books.tryToRedeem('q', '2026-03-14T23:59:59Z', 1n)).toEqual(refusal('data.points'));
    expect(books.redeem('q', '2026-03-15T00:00:00Z', 10n).map(({ kind }) => kind)).toEqual(['mature', 'redeem']);
  });

  it('can use a lot to the end of the day before it expires, in the programme’s zone', () => {
    const shanghai = () => {
      const books = new Books(programmeWith({ timeZone: 'Asia/Shanghai' }));
      books.bring('i', '2026-03-02T12:00:00Z', { points: 10n, until: '2026-04-01' });
      return books;
    };
    expect(shanghai().redeem('q', '2026-03-31T15:59:59.999Z', 10n)).toMatchObject([{ kind: 'redeem', points: -10n }]);
    expect(shanghai().tryToRedeem('q', '2026-03-31T16:00:00Z', 1n)).toEqual(refusal('data.points'));
  });

  it('that comes late finds what is there on arrival', () => {
    const books = new Books(programmeWith());
    books.bring('i', '2026-03-02T12:00:00Z', { points: 10n, until: '2026-04-01' });
    books.bring('j', '2026-04-20T12:00:00Z', { points: 5n });
    expect(books.tryToRedeem('q', '2026-03-20T12:00:00Z', 6n)).toEqual(refusal('data.points'));
    expect(books.redeem('q', '2026-03-20T12:00:00Z', 5n)).toMatchObject([{ day: day('2026-03-20') }]);
  });

  it('that a purchase asks for by itself names the purchase’s own field when it is refused', () => {
    const books = new Books(programmeWith({ points: { valueOfPointMinor: 1 } }));
    expect(takeAvailable(books.account, 1n, 'data.pointsRedeemed')).toEqual(refusal('data.pointsRedeemed'));
    books.bring('i', at, { points: 10n });
    const context = { versions: books.versions, payment: { redeem: 11n } };
    const refused = decidePurchase(books.account, sale(at, { net: 1000 }), cause, context);
    expect(refused).toEqual(refusal('data.pointsRedeemed'));
    books.buy('p', at, 1000, { redeem: 10n });
    expect(books.entries.slice(1)).toMatchObject([
      { kind: 'redeem', entryId: 'redeem-purchase:p', cause: null, points: -10n, purchaseId: 'p' },
      { kind: 'earn', entryId: 'purchase:p' },
    ]);
  });
});

describe('an act of redeeming', () => {
  const inactivity = (acts?: ('purchase' | 'earning' | 'redeeming')[]) => {
    const expiry = { policy: 'inactivity', months: 1, ...(acts === undefined ? {} : { acts }) } as const;
    const books = new Books(programmeWith({ points: { expiry, valueOfPointMinor: 1 } }));
    books.bring('i', '2026-03-02T12:00:00Z', { points: 10n });
    return books;
  };
  const lastAct = ({ account }: Books) => (account.lastActOn === null ? null : formatDay(account.lastActOn));

  it('keeps points alive where the programme names it, by a redemption or a commit, and a hold alone does not', () => {
    const redeemed = inactivity(['redeeming']);
    redeemed.redeem('q', '2026-03-10T12:00:00Z', 1n);
    expect(lastAct(redeemed)).toBe('2026-03-10');
    const held = inactivity(['redeeming']);
    held.reserve('r', '2026-03-10T12:00:00Z', 1n, 14_400);
    expect(lastAct(held)).toBe('2026-03-02');
    held.commit('r', '2026-03-12T12:00:00Z');
    expect(lastAct(held)).toBe('2026-03-12');
    const given = inactivity(['redeeming']);
    given.reserve('r', '2026-03-10T12:00:00Z', 1n, 14_400);
    given.cancel('r', '2026-03-12T12:00:00Z');
    expect(lastAct(given)).toBe('2026-03-02');
  });

  it('is no act where the programme does not name it', () => {
    const books = inactivity();
    books.redeem('q', '2026-03-10T12:00:00Z', 1n);
    expect(lastAct(books)).toBe('2026-03-02');
    expect(books.review('2026-04-02')).toMatchObject([{ kind: 'expire', points: -9n, lapsed: true }]);
  });

  it('is one by a purchase that points pay in part', () => {
    const books = inactivity(['redeeming']);
    books.buy('p', '2026-03-10T12:00:00Z', 1000);
    expect(lastAct(books)).toBe('2026-03-02');
    books.buy('q', '2026-03-11T12:00:00Z', 1000, { redeem: 1n });
    expect(lastAct(books)).toBe('2026-03-11');
  });
});
