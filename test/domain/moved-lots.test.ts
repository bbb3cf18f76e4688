/** What becomes of points whose lot moves up, because the member has more lots than are kept apart: examples. */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { addMonths, formatDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { lotsAtMost } from '../../shared/domain/lots.ts';
import type { Lot } from '../../shared/domain/lots.ts';
import { consolidate, isMoved } from '../../shared/domain/moved-lots.ts';
import { Books } from './books.ts';
import { day, programmeWith } from './build.ts';
import { begin, DailyBooks } from './daily-books.ts';
import { plusDays } from './reference/dates.ts';

const noon = (days: number) => `${plusDays(begin, days)}T12:00:00Z`;
const endsOf = (lots: readonly { readonly expiresOn: Day | null }[]) =>
  lots.map(({ expiresOn }) => (expiresOn === null ? 'never' : formatDay(expiresOn)));

/** A member with nearly as many lots as are kept apart, all of which end before what is bought does. */
function nearlyFull(): DailyBooks {
  const books = new DailyBooks(0);
  books.bring(Array.from({ length: lotsAtMost - 3 }, (_, index) => plusDays(begin, 170 + index)));
  return books;
}

/** Sales of so many days in a row, whose points end from 24 August 2027 on. */
function buyDaily(books: DailyBooks, first: number, days: number): void {
  for (let at = first; at < first + days; at += 1) books.buy(`p${String(at)}`, noon(at), 10);
}

describe('points whose lot has moved up', () => {
  it('are not taken again when their sale comes back after they expired', () => {
    const books = new DailyBooks(0);
    buyDaily(books, 0, 450);
    expect(books.account.available.some(({ moved }) => moved !== undefined)).toBe(true);
    books.reviewThrough(plusDays(begin, 1200));
    expect(balanceOf(books.account).available).toBe(0n);
    for (const at of [0, 150, 380, 400, 401, 420, 449]) {
      expect([at, books.giveBack(`p${String(at)}`, noon(1201))]).toEqual([at, 0n]);
    }
    expect(balanceOf(books.account).debt).toBe(0n);
  });

  it('are taken from the lot that they are in when it comes back before', () => {
    const books = nearlyFull();
    buyDaily(books, 0, 4);
    expect(books.account.available.at(-1)).toMatchObject({
      points: 40n,
      expiresOn: day('2027-09-01'),
      moved: { from: day('2027-08-24'), through: 5, waiting: null },
    });
    expect(books.giveBack('p1', noon(7))).toBe(10n);
    expect(books.account.available.at(-1)).toMatchObject({ points: 30n, expiresOn: day('2027-09-01') });
  });

  it('are not those of a sale of the same day that came after the move', () => {
    const books = nearlyFull();
    buyDaily(books, 0, 4);
    const { length } = books.account.available;
    books.buy('late', `${plusDays(begin, 1)}T13:00:00Z`, 70);
    expect(books.account.available).toHaveLength(length + 1);
    books.redeem(noon(5), balanceOf(books.account).available - 60n);
    // Of the late sale's own lot 30 are left, and the 40 that moved are spent last.
    expect(endsOf(books.account.available.filter(({ points }) => points > 0n))).toEqual(['2027-08-25', '2027-09-01']);
    books.reviewThrough('2027-10-01');
    expect(books.giveBack('late', '2027-10-02T12:00:00Z')).toBe(50n);
    expect(books.giveBack('p1', '2027-10-02T13:00:00Z')).toBe(0n);
  });

  it('come back to the lot that theirs has become when a hold of them is given up', () => {
    const books = nearlyFull();
    buyDaily(books, 0, 2);
    const held = balanceOf(books.account).available;
    books.hold('hold', noon(3), held);
    buyDaily(books, 4, 4);
    expect(endsOf(books.account.reservations[0]?.lots ?? []).slice(-2)).toEqual(['2027-09-01', '2027-09-01']);
    books.cancel('hold', noon(9));
    expect(balanceOf(books.account)).toMatchObject({ available: held + 40n, reserved: 0n });
    expect(books.account.available.at(-1)).toMatchObject({ points: 40n, credited: 40n, expiresOn: day('2027-09-01') });
  });

  it('come back to the lot that theirs has become when what they paid for comes back', () => {
    const books = nearlyFull();
    buyDaily(books, 0, 2);
    const { available } = balanceOf(books.account);
    books.buy('paid', noon(3), Number(available), available);
    buyDaily(books, 4, 4);
    books.giveBack('paid', noon(9));
    const restored = books.entries.findLast(({ kind }) => kind === 'restore');
    if (restored?.kind !== 'restore') throw new TypeError('a return of what points paid for restores them');
    expect(endsOf(restored.lots)).toContain('2027-09-01');
    expect(endsOf(restored.lots)).not.toContain('2027-08-25');
    expect(endsOf(books.account.available)).not.toContain('2027-08-25');
  });
});

describe('the points of a month that are in the lot others moved into', () => {
  const moved = (waiting: string | null) => ({
    from: day('2027-08-24'),
    through: 5,
    waiting: waiting === null ? null : day(waiting),
  });
  const ending = (expiresOn: string, pendingFrom?: string) => ({
    availableOn: day(pendingFrom ?? '2026-01-01'),
    expiresOn: day(expiresOn),
    pending: pendingFrom !== undefined,
  });

  it('are those from the first day that moved on, and of entries up to the one with which they did', () => {
    expect(isMoved(ending('2027-08-23'), 3, moved(null))).toBe(false);
    expect(isMoved(ending('2027-08-24'), 3, moved(null))).toBe(true);
    expect([5, 6].map((seq) => isMoved(ending('2027-08-30'), seq, moved(null)))).toEqual([true, false]);
    expect(isMoved(ending('2027-08-30'), 3, undefined)).toBe(false);
  });

  it('are those that had come by then: what was pending still stayed apart', () => {
    const pending = (from: string, waiting: string | null) => isMoved(ending('2027-08-30', from), 3, moved(waiting));
    expect(pending('2026-03-02', null)).toBe(true);
    expect(pending('2026-03-01', '2026-03-02')).toBe(true);
    expect(pending('2026-03-02', '2026-03-02')).toBe(false);
    expect(isMoved(ending('2027-08-30'), 3, moved('2020-01-01'))).toBe(true);
  });
});

it('points that end with the entry that brought them end in the lot into which they moved with it', () => {
  const books = new Books(programmeWith());
  const lots = Array.from({ length: lotsAtMost }, (_, index) => ({ points: 1n, until: plusDays('2027-01-01', index) }));
  books.bring('i', '2026-03-02T12:00:00Z', ...lots);
  const drafts = books.bring('j', '2026-03-02T13:00:00Z', { points: 9n, from: '2028-03-01', until: '2028-02-10' });
  expect(drafts.map(({ kind, points }) => [kind, points])).toEqual([
    ['import', 9n],
    ['expire', -9n],
  ]);
  // 2, 3 and 4 February moved up with them.
  expect(books.account.available.at(-1)).toMatchObject({ points: 3n, credited: 3n, expiresOn: day('2028-03-01') });
  expect(balanceOf(books.account).available).toBe(400n);
});

it('lots of months of their own stay apart, however many there are, and what never expires', () => {
  const lotOf = (expiresOn: Day | null): Lot => ({
    points: 1n,
    credited: 1n,
    issued: [],
    availableOn: day(begin),
    expiresOn,
  });
  const lots = Array.from({ length: lotsAtMost + 1 }, (_, index) => lotOf(addMonths(day('2027-01-15'), index)));
  const all = [...lots, lotOf(null)];
  expect(consolidate(all, { through: 1, waiting: null })).toEqual(all);
});
