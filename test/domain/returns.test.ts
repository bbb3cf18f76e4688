/** Goods that come back: what was earned by them is undone (domain.md, "Returns"). */
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import type { ReturnedGoods } from '../../shared/domain/returned-goods.ts';
import { Books, all, amountOf, cause, lineOf } from './books.ts';
import { day, instant, programmeWith } from './build.ts';

const sold = '2026-03-02T12:00:00Z';
const later = '2026-03-10T12:00:00Z';
const base = { id: 'base', kind: 'rate' as const, points: 1, perMinor: 100 };
const pointsOf = (drafts: readonly EntryDraft[]) => drafts.map(({ kind, points }) => `${kind} ${String(points)}`);
const line = (
  lineId: string,
  net: number,
  more: { quantity?: string; kind?: 'gift_card' | 'service' | 'fee' } = {},
) => ({
  lineId,
  net,
  ...more,
});

describe('the points that are kept', () => {
  it('are what the kept goods would have earned: ten small returns equal one big one', () => {
    const books = new Books(programmeWith());
    const sale = books.buy('p', sold, 1990);
    expect(sale.points).toBe(19n);
    const taken = Array.from({ length: 10 }, () => books.giveBack(sale, later, amountOf(99n))[0]?.points);
    // 1891 left earn 18, 1792 earn 17, … and in the end 1000 earn 10.
    expect(taken).toEqual([-1n, -1n, -1n, -1n, -1n, -1n, -1n, -1n, -1n, 0n]);
    expect(balanceOf(books.account).available).toBe(10n);
    const once = new Books(programmeWith());
    expect(pointsOf(once.giveBack(once.buy('p', sold, 1990), later, amountOf(990n)))).toEqual(['return -9']);
  });

  it('lose the bonus with the minimum that it needed', () => {
    const gift = { id: 'gift', kind: 'fixed' as const, points: 50, when: { minNetMinor: 3000 } };
    const books = new Books(programmeWith({ earn: [base, gift] }));
    const sale = books.buy('p', sold, 3100);
    expect(pointsOf(books.giveBack(sale, later, amountOf(100n)))).toEqual(['return -1']);
    expect(pointsOf(books.giveBack(sale, later, amountOf(1n)))).toEqual(['return -51']);
  });

  it('never rise by a return, and what a later one takes counts from there', () => {
    const less = { id: 'less', kind: 'multiply' as const, by: '0.5', when: { minNetMinor: 3000 } };
    const books = new Books(programmeWith({ earn: [base, less] }));
    const sale = books.buy('p', sold, 4000);
    expect(sale.points).toBe(20n);
    // Without the rule that fell away the kept 2500 would have earned 25.
    expect(books.giveBack(sale, later, amountOf(1500n))).toMatchObject([{ points: 0n, undone: 0n }]);
    expect(books.giveBack(sale, later, amountOf(1000n))).toMatchObject([{ points: -5n, undone: 5n }]);
    expect(books.giveBack(sale, later)).toMatchObject([{ points: -15n, undone: 15n }]);
  });

  it('are judged by the rules and the level of the sale, not by those of today', () => {
    const levels = [
      { id: 'ordinary', from: 0 },
      { id: 'silver', from: 100, multiplier: '2' },
    ];
    const books = new Books(
      programmeWith({ tiers: { levels } }),
      programmeWith({
        version: 2,
        effectiveFrom: '2026-03-05T00:00:00Z',
        earn: [{ ...base, points: 5 }],
        tiers: { levels },
      }),
    );
    const first = books.buy('p', sold, 9900);
    const second = books.buy('q', sold, 200);
    const third = books.buy('r', sold, 1000);
    expect([first.points, second.points, third.points]).toEqual([99n, 2n, 20n]);
    expect(books.giveBack(third, later, amountOf(500n))).toMatchObject([{ points: -10n, program: 'main@2' }]);
    expect(books.giveBack(second, later)).toMatchObject([{ points: -2n }]);
  });

  it('are judged by the very version that decided, whatever was published for that time since', () => {
    const first = programmeWith();
    const more = { version: 2, earn: [{ ...base, points: 5 }] };
    const before = new Books(first);
    const sale = before.buy('p', sold, 1000);
    const after = new Books(first, programmeWith({ ...more, effectiveFrom: '2026-03-01T00:00:00Z' }));
    after.account = before.account;
    expect(pointsOf(after.giveBack(sale, later, amountOf(500n)))).toEqual(['return -5']);
    const second = after.buy('q', later, 1000);
    expect(pointsOf(after.giveBack(second, later, amountOf(500n)))).toEqual(['return -25']);
  });

  it('of a version that is gone are judged by the one of the time of the sale', () => {
    const books = new Books(programmeWith());
    const sale = { ...books.buy('p', sold, 1000), program: 'other@7' };
    expect(pointsOf(books.giveBack(sale, later, amountOf(500n)))).toEqual(['return -5']);
  });

  it('do not depend on the order in which lines and amounts come back', () => {
    const red = { ...base, id: 'red', points: 9, lines: { tags: ['red'] } };
    const lines = [{ ...line('a', 1000), tags: ['red'] }, line('b', 1000)];
    const kept = (...goods: ReturnedGoods[]) => {
      const books = new Books(programmeWith({ earn: [base, red] }));
      const sale = books.buy('p', sold, { lines });
      for (const one of goods) books.giveBack(sale, later, one);
      return balanceOf(books.account).available;
    };
    // Half of what is left when the line is back: 500 of line b.
    expect(kept(lineOf('a', 1000n), amountOf(500n))).toBe(5n);
    expect(kept(amountOf(500n), lineOf('a', 1000n))).toBe(5n);
    // A quarter of either line: 750 × 10 and 750 × 1 for each hundred.
    expect(kept(amountOf(500n))).toBe(82n);
  });

  it('per unit are those of the units that are kept', () => {
    const each = { id: 'each', kind: 'fixed' as const, points: 10, per: 'unit' as const };
    const lines = [line('a', 900, { quantity: '3' }), line('free', 0, { quantity: '2' })];
    const bought = () => {
      const books = new Books(programmeWith({ earn: [each] }));
      const sale = books.buy('p', sold, { lines });
      expect(sale.points).toBe(50n);
      return (goods: ReturnedGoods) => pointsOf(books.giveBack(sale, later, goods));
    };
    const units = (lineId: string, netMinor: bigint, numerator: bigint): ReturnedGoods => ({
      ...lineOf(lineId, netMinor),
      lines: [{ lineId, netMinor, quantity: { numerator, denominator: 1n } }],
    });
    // Without a quantity it is that of the net: 300 of 900 are one of three.
    expect(bought()(lineOf('a', 300n))).toEqual(['return -10']);
    expect(bought()(units('a', 300n, 2n))).toEqual(['return -20']);
    // Of a line that cost nothing, all of it.
    expect(bought()(lineOf('free', 0n))).toEqual(['return -20']);
    expect(bought()(units('free', 0n, 1n))).toEqual(['return -10']);
    // An amount takes its share of every line, and more units than there were are none.
    expect(bought()(amountOf(450n))).toEqual(['return -25']);
    expect(bought()(units('a', 300n, 9n))).toEqual(['return -30']);
    const inTurns = bought();
    expect([inTurns(units('a', 1n, 1n)), inTurns(units('a', 1n, 1n)), inTurns(units('free', 0n, 1n))]).toEqual([
      ['return -10'],
      ['return -10'],
      ['return -10'],
    ]);
  });

  it('stay with lines that may not earn and that come back', () => {
    const books = new Books(programmeWith());
    const sale = books.buy('p', sold, { lines: [line('a', 1000), line('card', 5000, { kind: 'gift_card' })] });
    expect(books.giveBack(sale, later, lineOf('card', 5000n))).toMatchObject([
      { points: 0n, undone: 0n, netMinor: 0n, orderReturned: false },
    ]);
  });
});

describe('a return', () => {
  it('is an entry with all that its sale will be judged by', () => {
    const books = new Books(programmeWith());
    const sale = books.buy('p:1', sold, { lines: [line('a', 1000, { quantity: '4' }), line('b', 500)] });
    expect(books.giveBack(sale, '2026-04-10T12:00:00Z', lineOf('a', 250n))).toEqual([
      {
        kind: 'return',
        entryId: 'return:purchase:p:1-1',
        memberId: 'member',
        occurredAt: instant('2026-04-10T12:00:00Z'),
        day: day('2026-04-10'),
        program: 'main@1',
        cause,
        points: -3n,
        taken: [{ points: 3n, availableOn: day('2026-03-02'), expiresOn: day('2027-03-02'), pending: false }],
        debtMade: 0n,
        forgiven: 0n,
        purchaseId: 'p:1',
        // In the month of the sale.
        progress: { ...sale.progress, points: -3n, keepFrom: sale.progress.keepFrom + 1 },
        netMinor: 250n,
        orderReturned: false,
        goods: {
          lines: [{ lineId: 'a', netMinor: 250n, quantity: { numerator: 1000n, denominator: 1000n } }],
          amountMinor: 0n,
          full: false,
        },
        undone: 3n,
        soldOn: day('2026-03-02'),
        units: { numerator: 1n, denominator: 1n },
      },
    ]);
    expect(books.account).toMatchObject({ returns: 1, orders: 1, netMinor: 1250n, progress: { total: 12n } });
    expect(books.account.sums).toMatchObject({ earned: 15n, returned: 3n });
  });

  it('of all takes what is left, and moves nothing when nothing is', () => {
    const books = new Books(programmeWith());
    const sale = books.buy('p', sold, { lines: [line('a', 1000), line('b', 500)] });
    books.giveBack(sale, later, lineOf('a', 400n));
    expect(books.giveBack(sale, later)).toMatchObject([{ points: -11n, netMinor: 1100n, orderReturned: true }]);
    expect(books.giveBack(sale, later)).toMatchObject([{ points: 0n, netMinor: 0n, orderReturned: false, undone: 0n }]);
    expect(books.account).toMatchObject({ orders: 0, netMinor: 0n, returns: 3, progress: { total: 0n } });
  });

  it('brings back the order with the last of its product and service lines', () => {
    const lines = [
      line('a', 1000),
      line('s', 300, { kind: 'service' }),
      line('free', 0),
      line('card', 900, { kind: 'gift_card' }),
    ];
    const returned = (...goods: ReturnedGoods[]) => {
      const books = new Books(programmeWith());
      const sale = books.buy('p', sold, { lines });
      return goods.map((one) => {
        const [draft] = books.giveBack(sale, later, one);
        return draft?.kind === 'return' && draft.orderReturned;
      });
    };
    expect(returned(lineOf('a', 1000n), lineOf('s', 300n), lineOf('free', 0n))).toEqual([false, false, true]);
    expect(returned(lineOf('free', 0n), lineOf('s', 300n), lineOf('a', 999n), lineOf('a', 1n))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    // What comes back as an amount is of every line alike: with the last of it nothing is left of any.
    expect(returned(amountOf(1299n), amountOf(1n))).toEqual([false, true]);
    expect(returned(lineOf('a', 1000n), amountOf(300n))).toEqual([false, true]);
  });

  it('brings back an order without goods with the last of its lines', () => {
    const books = new Books(programmeWith());
    const lines = [line('card', 900, { kind: 'gift_card' }), line('fee', 100, { kind: 'fee' })];
    const sale = books.buy('p', sold, { lines });
    expect(books.giveBack(sale, later, lineOf('card', 900n))).toMatchObject([{ orderReturned: false }]);
    expect(books.giveBack(sale, later, lineOf('fee', 100n))).toMatchObject([{ orderReturned: true }]);
    expect(books.account).toMatchObject({ orders: 0, netMinor: 0n });
  });
});

describe('goods that cannot come back are refused whole', () => {
  const lines = [line('a', 1000), line('b', 500), line('card', 900, { kind: 'gift_card' })];
  const refusal = (goods: ReturnedGoods, ...before: ReturnedGoods[]) => {
    const books = new Books(programmeWith());
    const sale = books.buy('p', sold, { lines });
    for (const one of before) books.giveBack(sale, later, one);
    const decision = books.tryToGiveBack(sale, later, goods);
    return 'refused' in decision ? decision : 'accepted';
  };
  const two = (...given: [string, bigint][]): ReturnedGoods => ({
    ...all,
    full: false,
    lines: given.map(([lineId, netMinor]) => ({ lineId, netMinor })),
  });

  it('where the sale has no such line', () => {
    expect(refusal(two(['a', 1n], ['z', 1n]))).toEqual({
      refused: 'unknown-line',
      field: 'data.lines[1].lineId',
      rule: 'a line of the sale',
    });
    expect(refusal(lineOf('z', 1n))).toMatchObject({ refused: 'unknown-line', field: 'data.lines[0].lineId' });
  });

  it('where it is more than is left of a line', () => {
    const beyond = { refused: 'over-return', field: 'data.lines[1].net', rule: 'at most what is left of the line' };
    expect(refusal(two(['a', 1000n], ['b', 501n]))).toEqual(beyond);
    expect(refusal(two(['a', 1000n], ['b', 500n]))).toBe('accepted');
    expect(refusal(two(['a', 1n], ['b', 101n]), lineOf('b', 400n))).toEqual(beyond);
    expect(refusal(two(['a', 1n], ['b', 100n]), lineOf('b', 400n))).toBe('accepted');
    expect(refusal(two(['b', 300n], ['b', 201n]))).toMatchObject({ refused: 'over-return' });
  });

  it('where it is more in total than the net of the lines that may earn', () => {
    const over = (field: string) => ({
      refused: 'over-return',
      field,
      rule: 'at most what is left of the lines that may earn',
    });
    expect(refusal(amountOf(1501n))).toEqual(over('data.net'));
    expect(refusal(amountOf(1500n))).toBe('accepted');
    expect(refusal(amountOf(501n), lineOf('a', 1000n))).toEqual(over('data.net'));
    expect(refusal(lineOf('a', 1n), amountOf(1500n))).toEqual(over('data.lines'));
    // What did not earn is not counted among it.
    expect(refusal(amountOf(1500n), lineOf('card', 900n))).toBe('accepted');
    expect(refusal(lineOf('card', 900n), amountOf(1500n))).toBe('accepted');
  });

  it('where all is back already, other than all that is left, which is nothing', () => {
    expect(refusal(lineOf('card', 1n), all)).toMatchObject({ refused: 'over-return', field: 'data.lines' });
    expect(refusal(amountOf(1n), all)).toMatchObject({ refused: 'over-return', field: 'data.net' });
    expect(refusal(all, all)).toBe('accepted');
    expect(refusal(lineOf('a', 0n), all)).toBe('accepted');
  });
});
