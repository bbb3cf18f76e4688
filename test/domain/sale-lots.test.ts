/** The lots and the progress of what a sale earns (domain.md, "Earning" and "Lots, pending, expiry"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import { formatDay, monthOfDay } from '../../shared/domain/calendar.ts';
import type { EarnDraft } from '../../shared/domain/entry.ts';
import { Books } from './books.ts';
import { day, programmeWith } from './build.ts';

const sold = '2026-03-02T12:00:00Z';
type Given = NonNullable<Parameters<typeof programmeWith>[0]>;
const rate = (id: string, perMinor: number, expiry?: { policy: 'after'; days: number } | { policy: 'never' }) => ({
  id,
  kind: 'rate' as const,
  points: 1,
  perMinor,
  ...(expiry === undefined ? {} : { expiry }),
});
const days = (count: number) => ({ policy: 'after' as const, days: count });
const never = { policy: 'never' as const };

const earned = (given: Given, net: number) => new Books(programmeWith(given)).buy('p', sold, net);
const lots = ({ lots: of }: EarnDraft) =>
  of.map(({ points, expiresOn }) => `${String(points)} ${expiresOn === null ? 'for ever' : formatDay(expiresOn)}`);

describe('points of several lives', () => {
  it('have their exact shares rounded down, and what is left over joins the longest life', () => {
    const earn = [rate('ever', 300, never), rate('usual', 300), rate('brief', 300, days(30))];
    // A third of a point thrice for each hundred: 500 are 1.67 each and 5 together.
    expect(lots(earned({ earn }, 500))).toEqual(['1 2026-04-01', '1 2027-03-02', '3 for ever']);
    expect(lots(earned({ earn: earn.slice(1) }, 500))).toEqual(['1 2026-04-01', '2 2027-03-02']);
  });

  it('of the same end are one share', () => {
    const earn = [rate('one', 300, days(30)), rate('two', 300, days(30)), rate('usual', 300)];
    // 3.33 and 1.67 of five.
    expect(lots(earned({ earn }, 500))).toEqual(['3 2026-04-01', '2 2027-03-02']);
  });

  it('make no lot of a share below a point, nor of a life that gives nothing', () => {
    const earn = [rate('brief', 1000, days(30)), rate('usual', 100)];
    expect(lots(earned({ earn }, 500))).toEqual(['5 2027-03-02']);
    const red = { ...rate('red', 100, never), lines: { tags: ['red'] } };
    expect(lots(earned({ earn: [rate('usual', 300), rate('brief', 300, days(30)), red] }, 500))).toEqual([
      '1 2026-04-01',
      '2 2027-03-02',
    ]);
    const none = { id: 'none', kind: 'fixed' as const, points: 1, per: 'unit' as const, expiry: never };
    const books = new Books(programmeWith({ earn: [rate('usual', 300), rate('brief', 300, days(30)), none] }));
    const lines = [{ lineId: 'a', net: 500, quantity: '0' }];
    // The longest life that gives something has what is left over.
    expect(lots(books.buy('p', sold, { lines }))).toEqual(['1 2026-04-01', '2 2027-03-02']);
  });

  it('that are all of one rule have the life of that', () => {
    expect(lots(earned({ earn: [rate('brief', 100, days(30))] }, 500))).toEqual(['5 2026-04-01']);
    expect(lots(earned({}, 500))).toEqual(['5 2027-03-02']);
    expect(lots(earned({}, 99))).toEqual([]);
    const card = { lines: [{ lineId: 'card', net: 500, kind: 'gift_card' as const }] };
    expect(lots(new Books(programmeWith()).buy('p', sold, card))).toEqual([]);
  });
});

describe('pending points', () => {
  it('wait for so many days, and those do not that end before or with the day on which they would be available', () => {
    const earn = [rate('brief', 100, days(30)), { ...rate('usual', 100) }];
    const fixed = (on: string) => ({ points: { pendingDays: 10, expiry: { policy: 'fixed' as const, on } } });
    expect(earned({ earn, points: { pendingDays: 10 } }, 500).lots).toMatchObject([
      { pending: true, availableOn: day('2026-03-12'), expiresOn: day('2026-04-11') },
      { pending: true, availableOn: day('2026-03-12'), expiresOn: day('2027-03-12') },
    ]);
    expect(earned(fixed('2026-03-12'), 500).lots).toMatchObject([{ pending: false }]);
    expect(earned(fixed('2026-03-13'), 500).lots).toMatchObject([{ pending: true }]);
  });

  it('of no days are available at once', () => {
    expect(earned({}, 500).lots).toMatchObject([{ pending: false, availableOn: day('2026-03-02') }]);
  });

  it('that inactivity has ended before they come late do not wait: they are gone with their posting', () => {
    const books = new Books(
      programmeWith({ points: { pendingDays: 60, expiry: { policy: 'inactivity', months: 1 } } }),
    );
    books.buy('q', '2026-04-20T12:00:00Z', 100);
    const late = books.buy('p', sold, 500);
    expect(late.lots).toMatchObject([{ points: 5n, pending: false }]);
    expect(balanceOf(books.account)).toMatchObject({ available: 0n, pending: 1n });
    expect(books.account.sums.expired).toBe(5n);
  });
});

describe('the month in which points were issued', () => {
  const issued = ({ account }: Books) => account.available.map(({ issued: of }) => of);
  const march = monthOfDay(day('2026-03-02'));
  const sell = (given: Given) => {
    const books = new Books(programmeWith(given));
    books.buy('p', sold, 500);
    return books;
  };

  it('is known of what can end: on a day, or with inactivity', () => {
    expect(issued(sell({}))).toEqual([[{ month: march, points: 5n }]]);
    const inactivity = { policy: 'inactivity' as const, months: 1 };
    expect(issued(sell({ points: { expiry: inactivity } }))).toEqual([[{ month: march, points: 5n }]]);
    expect(issued(sell({ points: { expiry: never } }))).toEqual([[{ month: null, points: 5n }]]);
  });

  it('is none for what nobody issued, and stays what it was when points come back', () => {
    const books = sell({});
    books.reserve('r', sold, 3n);
    books.cancel('r', sold);
    expect(issued(books)).toEqual([[{ month: march, points: 5n }]]);
    books.adjust('a', sold, 7n);
    const both = [
      { month: march, points: 5n },
      { month: null, points: 7n },
    ];
    expect(issued(books)).toEqual([both]);
  });
});

describe('what a sale brings towards the level', () => {
  const silver = {
    levels: [
      { id: 'ordinary', from: 0 },
      { id: 'silver', from: 1000 },
    ],
  };

  it('is its points, its spend or itself, in the month of its day', () => {
    const progress = (basis: 'points' | 'spend' | 'orders') => {
      const { points, month } = earned({ tiers: { ...silver, basis } }, 250).progress;
      return [points, month];
    };
    const { month } = earned({}, 0).progress;
    expect([progress('points'), progress('spend'), progress('orders')]).toEqual([
      [2n, month],
      [250n, month],
      [1n, month],
    ]);
  });
});

describe('the entry of a sale', () => {
  it('keeps what its returns will be judged by: the level, the rules met, the lines and what paid', () => {
    const earn = [
      rate('base', 100),
      { ...rate('web', 100), when: { channel: ['web'] } },
      { ...rate('red', 50), lines: { tags: ['red'] } },
    ];
    const books = new Books(programmeWith({ earn, points: { valueOfPointMinor: 1 } }));
    books.bring('i', sold, { points: 7n });
    const lines = [
      { lineId: 'a', net: 100, quantity: '0.50' },
      { lineId: 'b', net: 200, tags: ['red'] },
      { lineId: 'card', net: 300, kind: 'gift_card' as const },
    ];
    const { sale, netMinor, returnsBefore } = books.buy('p', sold, { lines, channel: 'web' }, { redeem: 5n });
    expect(sale).toEqual({
      level: 'ordinary',
      orderRules: [0, 1],
      groups: [[], [2]],
      lines: [
        { lineId: 'a', kind: 'product', netMinor: 100n, quantity: '0.5', group: 0 },
        { lineId: 'b', kind: 'product', netMinor: 200n, quantity: '1', group: 1 },
        { lineId: 'card', kind: 'gift_card', netMinor: 300n, quantity: '1', group: null },
      ],
      paid: [{ points: 5n, availableOn: day('2026-03-02'), expiresOn: null, pending: false }],
    });
    expect([netMinor, returnsBefore]).toEqual([300n, []]);
    expect(books.account).toMatchObject({ seq: 3, purchases: 1, orders: 1, returns: 0, netMinor: 300n });
  });
});

describe('an act of earning', () => {
  it('is a sale that earns something, where the programme names it', () => {
    const expiry = { policy: 'inactivity' as const, months: 1, acts: ['earning' as const] };
    const books = new Books(programmeWith({ points: { expiry } }));
    books.buy('p', sold, 100);
    books.buy('q', '2026-03-10T12:00:00Z', 99);
    expect(books.account.lastActOn).toBe(day('2026-03-02'));
    books.buy('r', '2026-03-11T12:00:00Z', 100);
    expect(books.account.lastActOn).toBe(day('2026-03-11'));
  });
});
