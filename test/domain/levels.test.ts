/** Levels by example: bases, windows, levels set by hand, what a return undoes (domain.md, "Tiers" and "Returns"). */
import { describe, expect, it } from 'vitest';
import { decideReturn } from '../../shared/domain/return-purchase.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { instant, programmeWith } from './build.ts';
import { LevelLedger } from './level-ledger.ts';

type Given = NonNullable<NonNullable<Parameters<typeof programmeWith>[0]>['tiers']>;

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 10_000 },
  { id: 'gold', from: 30_000 },
];
/** Levels by spend, in minor units. */
const bySpend = (given: Given = {}) => new LevelLedger(programmeWith({ tiers: { basis: 'spend', levels, ...given } }));
const byOrders = (given: Given = {}) =>
  new LevelLedger(
    programmeWith({
      tiers: { basis: 'orders', levels: levels.map((level, index) => ({ ...level, from: index * 2 })), ...given },
    }),
  );

describe('spend as the basis', () => {
  it('is the net of the lines that may earn, whatever they earned', () => {
    const ledger = bySpend();
    const line = (lineId: string, kind: 'product' | 'gift_card' | 'shipping', net: number) => ({ lineId, kind, net });
    const lines = [line('a', 'product', 9_999), line('b', 'gift_card', 50_000), line('c', 'shipping', 500)];
    ledger.sell('2026-03-01', 9_999, 'p1', { lines });
    expect(ledger.level).toBeNull();
    expect(ledger.account.progress.total).toBe(9_999n);
    expect(ledger.sell('2026-03-02', 1)).toEqual([
      { day: '2026-03-02', from: 'ordinary', to: 'silver', since: '2026-03-02', reason: 'reached' },
    ]);
  });

  it('counts what points paid of them', () => {
    const tiers = { basis: 'spend' as const, levels };
    const ledger = new LevelLedger(programmeWith({ points: { valueOfPointMinor: 100 }, tiers }));
    ledger.sell('2026-03-01', 5_000, 'p1');
    ledger.pay('2026-03-02', 5_000, 50, 'p2');
    expect(ledger.account.sums).toMatchObject({ earned: 50n, redeemed: 50n });
    expect(ledger.account.progress.total).toBe(10_000n);
    expect(ledger.level).toBe('silver');
  });

  it('is net of returns, in the month of the sale', () => {
    const ledger = bySpend({ onReturn: 'at-review' });
    ledger.sell('2026-03-01', 20_000, 'p1');
    ledger.sell('2026-05-01', 5_000, 'p2');
    ledger.giveBack('2026-05-02', 'p1', 15_000);
    ledger.giveBackWithout('2026-06-03', 700);
    expect(ledger.account.progress.months.map(({ points }) => points)).toEqual([5_000n, 5_000n, -700n]);
    expect(ledger.level).toBe('silver');
    // March and May count, and June is not judged below nothing.
    expect(ledger.review('2027-03-01')).toMatchObject([{ to: 'silver', reason: 'confirmed' }]);
  });

  it('loses with a line what the line brought, and nothing with one that does not earn', () => {
    const programme = programmeWith({ tiers: { basis: 'spend', levels } });
    const ledger = new LevelLedger(programme);
    const lines = [
      { lineId: 'a', net: 9_000 },
      { lineId: 'b', kind: 'gift_card' as const, net: 2_000 },
    ];
    ledger.sell('2026-03-01', 9_000, 'p1', { lines });
    const [sold] = ledger.drafts;
    if (sold?.kind !== 'earn') throw new TypeError('a sale');
    const back = (lineId: string, netMinor: bigint) => {
      const goods = { lines: [{ lineId, netMinor }], amountMinor: 0n, full: false };
      const request = { returnId: 'r', occurredAt: instant('2026-03-02T12:00:00Z'), goods };
      const context = { versions: [programme] as const, find: () => undefined };
      const decision = decideReturn(
        ledger.account,
        { sale: sold, returns: nothingReturned },
        request,
        sold.cause,
        context,
      );
      if ('refused' in decision) throw new TypeError(decision.refused);
      return decision.own.flatMap((draft) => (draft.kind === 'return' ? [draft.progress.points] : []));
    };
    expect(back('a', 4_000n)).toEqual([-4_000n]);
    expect(back('b', 2_000n)).toEqual([0n]);
  });
});

describe('orders as the basis', () => {
  it('count each sale once, and not when all of it is back', () => {
    const ledger = byOrders();
    ledger.sell('2026-03-01', 100, 'p1');
    ledger.sell('2026-03-02', 0, 'p2');
    expect(ledger.level).toBe('silver');
    expect(ledger.giveBack('2026-03-03', 'p1', 60)).toEqual([]);
    expect(ledger.giveBackWithout('2026-03-03', 60)).toEqual([]);
    expect(ledger.giveBack('2026-03-04', 'p1', 40)).toEqual([
      { day: '2026-03-04', from: 'silver', to: 'ordinary', since: '2026-03-02', reason: 'returned' },
    ]);
    expect(ledger.account).toMatchObject({ orders: 1, progress: { total: 1n } });
  });
});

describe('a calendar year', () => {
  it('counts from January, and on 1 January the year just ended is judged', () => {
    const ledger = bySpend({ window: { calendar: 'year' } });
    ledger.sell('2025-12-31', 9_000);
    ledger.sell('2026-01-01', 9_000);
    expect(ledger.level).toBeNull();
    ledger.sell('2026-06-01', 21_000);
    expect(ledger.level).toBe('gold');
    expect(ledger.review('2026-12-31')).toEqual([]);
    expect(ledger.review('2027-12-31')).toEqual([
      { day: '2027-01-01', from: 'gold', to: 'gold', since: '2027-01-01', reason: 'confirmed' },
    ]);
    expect(ledger.review('2028-01-01')).toEqual([
      { day: '2028-01-01', from: 'gold', to: 'ordinary', since: '2028-01-01', reason: 'not-supported' },
    ]);
  });

  it('may be saved in the days of grace by the new year, and not by both together', () => {
    const given = { window: { calendar: 'year' }, review: { graceDays: 31 } } as const;
    const gold = (inTheGrace: number) => {
      const ledger = bySpend(given);
      ledger.sell('2026-06-01', 30_000);
      ledger.review('2027-02-01');
      ledger.sell('2027-12-31', 20_000);
      ledger.sell('2028-01-31', inTheGrace);
      return ledger.review('2028-02-01');
    };
    expect(gold(30_000)).toMatchObject([{ day: '2028-02-01', to: 'gold', since: '2028-01-01', reason: 'confirmed' }]);
    expect(gold(29_999)).toMatchObject([{ day: '2028-02-01', to: 'silver', since: '2028-02-01' }]);
  });

  it('that a new version asks for is judged as ended, however late in the next', () => {
    const document = { tiers: { basis: 'spend' as const, levels } };
    const ledger = new LevelLedger(
      programmeWith({ ...document, tiers: { ...document.tiers, review: { afterMonths: 24 } } }),
      programmeWith({
        ...document,
        version: 2,
        effectiveFrom: '2027-03-15T00:00:00Z',
        tiers: { ...document.tiers, window: { calendar: 'year' } },
      }),
    );
    ledger.sell('2026-06-01', 30_000);
    expect(ledger.review('2027-12-31')).toEqual([
      { day: '2027-03-15', from: 'gold', to: 'gold', since: '2027-03-15', reason: 'confirmed' },
    ]);
  });
});

describe('a level set by hand', () => {
  it('is reached at once, holds until its day and is judged on it, without grace', () => {
    const ledger = bySpend({ review: { graceDays: 30 } });
    ledger.sell('2026-03-01', 12_000);
    expect(ledger.assign('2026-03-02', 'gold', '2026-09-01')).toEqual([
      { day: '2026-03-02', from: 'silver', to: 'gold', since: '2026-03-02', reason: 'assigned' },
    ]);
    expect(ledger.review('2026-08-31')).toEqual([]);
    expect(ledger.review('2026-09-01')).toEqual([
      { day: '2026-09-01', from: 'gold', to: 'silver', since: '2026-09-01', reason: 'not-supported' },
    ]);
  });

  it('is confirmed on its day where it is supported then, and is the member’s own from there', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'silver', '2026-09-01');
    expect(ledger.sell('2026-08-31', 10_000)).toEqual([]);
    expect(ledger.review('2027-08-31')).toEqual([
      { day: '2026-09-01', from: 'silver', to: 'silver', since: '2026-09-01', reason: 'confirmed' },
    ]);
    expect(ledger.account.floor).toMatchObject({ carries: false });
    expect(ledger.review('2027-09-01')).toMatchObject([{ reason: 'not-supported' }]);
  });

  it('without a day holds for ever, and makes no account grow', () => {
    const ledger = bySpend();
    ledger.sell('2010-03-01', 1);
    ledger.assign('2010-03-02', 'silver');
    for (let year = 2011; year < 2030; year += 1) {
      for (const month of ['02', '05', '08', '11']) ledger.sell(`${String(year)}-${month}-01`, 1);
      expect(ledger.account.progress.months.length).toBeLessThanOrEqual(13);
    }
    ledger.review('2040-01-01');
    expect(ledger.level).toBe('silver');
    expect(ledger.drafts.filter(({ kind }) => kind === 'tier')).toHaveLength(1);
  });

  it('is left behind by a higher level, which has a review of its own', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'silver', '2026-09-01');
    ledger.sell('2026-05-01', 30_000);
    expect(ledger.review('2027-04-30')).toEqual([]);
    expect(ledger.review('2027-05-01')).toMatchObject([{ day: '2027-05-01', from: 'gold', reason: 'confirmed' }]);
  });

  it('is judged no more when a new version has it no more: it is the first level then', () => {
    const document = { tiers: { basis: 'spend' as const, levels } };
    const fewer = { version: 2, effectiveFrom: '2026-06-01T00:00:00Z' };
    const ledger = new LevelLedger(
      programmeWith(document),
      programmeWith({ ...fewer, tiers: { ...document.tiers, levels: levels.slice(0, 2) } }),
    );
    ledger.sell('2026-03-01', 1);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    expect(ledger.review('2027-12-31')).toEqual([]);
  });

  it('is written again by an entry only where the level rests on it, or does no more', () => {
    const floors = (ledger: LevelLedger) =>
      ledger.drafts.flatMap((draft) =>
        draft.kind === 'tier' ? [draft.floor === null ? null : draft.floor.carries] : [],
      );
    // Reached, assigned below it, confirmed in March 2027, lost to what is supported a year later.
    const over = bySpend();
    over.sell('2026-03-01', 30_000);
    over.assign('2026-04-01', 'silver', '2026-09-01');
    over.sell('2027-12-01', 10_000);
    expect(over.review('2028-03-01')).toMatchObject([{ from: 'gold', to: 'silver' }]);
    expect(floors(over)).toEqual([null, false, null, null]);
    const returned = bySpend();
    returned.sell('2026-03-01', 10_000);
    returned.assign('2026-04-01', 'silver', '2026-05-01');
    returned.sell('2026-06-01', 30_000, 'p');
    returned.giveBack('2026-06-02', 'p');
    expect(floors(returned)).toEqual([null, false, null, null]);
    const carried = bySpend();
    carried.sell('2026-03-01', 30_000, 'p');
    carried.assign('2026-04-01', 'silver');
    carried.giveBack('2026-04-02', 'p');
    expect(floors(carried)).toEqual([null, false, true]);
  });

  it('is the floor of a fall at a review, and what is left rests on it until its day', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 30_000);
    expect(ledger.assign('2026-04-01', 'silver', '2027-06-01')).toEqual([
      { day: '2026-04-01', from: 'gold', to: 'gold', since: '2026-03-01', reason: 'assigned' },
    ]);
    ledger.review('2027-03-01');
    // March 2026 counts through March 2027, so the first review confirms; the next finds nothing.
    expect(ledger.review('2028-12-31')).toEqual([
      { day: '2028-03-01', from: 'gold', to: 'ordinary', since: '2028-03-01', reason: 'not-supported' },
    ]);
    const other = bySpend({ window: { months: 6 } });
    other.sell('2026-03-01', 30_000);
    other.assign('2026-04-01', 'silver', '2027-06-01');
    expect(other.review('2027-05-31')).toEqual([
      { day: '2027-03-01', from: 'gold', to: 'silver', since: '2027-03-01', reason: 'not-supported' },
    ]);
    expect(other.review('2027-06-01')).toMatchObject([{ day: '2027-06-01', from: 'silver', to: 'ordinary' }]);
  });

  it('leaves the review of a level that the member has anyway, which only it may keep', () => {
    const held = (inTheYear: number) => {
      const ledger = bySpend({ window: { months: 6 } });
      ledger.sell('2026-03-01', 10_000);
      ledger.assign('2026-04-01', 'silver', '2027-06-01');
      ledger.sell('2026-12-01', inTheYear);
      return ledger.review('2027-12-31');
    };
    expect(held(10_000)).toEqual([
      { day: '2027-03-01', from: 'silver', to: 'silver', since: '2027-03-01', reason: 'confirmed' },
    ]);
    expect(held(9_999)).toEqual([
      { day: '2027-03-01', from: 'silver', to: 'silver', since: '2026-03-01', reason: 'assigned' },
      { day: '2027-06-01', from: 'silver', to: 'ordinary', since: '2027-06-01', reason: 'not-supported' },
    ]);
  });

  it('does not cost a level that was reached before and whose review is still ahead', () => {
    const ledger = bySpend({ window: { months: 3 } });
    ledger.sell('2026-03-01', 10_000);
    ledger.assign('2026-04-01', 'gold', '2026-09-01');
    expect(ledger.review('2026-12-31')).toEqual([
      { day: '2026-09-01', from: 'gold', to: 'silver', since: '2026-03-01', reason: 'not-supported' },
    ]);
    expect(ledger.review('2027-03-01')).toMatchObject([{ day: '2027-03-01', to: 'ordinary' }]);
  });

  it('takes the place of the one before: longer, shorter, or of another level', () => {
    const assigned = (level: string, until: string | null) => {
      const ledger = bySpend();
      ledger.sell('2026-03-01', 1);
      ledger.assign('2026-03-02', 'gold', '2026-09-01');
      ledger.assign('2026-06-01', level, until);
      return ledger.review('2027-12-31');
    };
    expect(assigned('gold', '2026-12-01')).toMatchObject([{ day: '2026-12-01', to: 'ordinary' }]);
    expect(assigned('gold', '2026-06-02')).toMatchObject([{ day: '2026-06-02', to: 'ordinary' }]);
    expect(assigned('gold', '2026-06-01')).toMatchObject([{ day: '2026-06-01', to: 'ordinary' }]);
    expect(assigned('gold', null)).toEqual([]);
    // A lower one lets nothing fall before its review.
    expect(assigned('silver', null)).toMatchObject([{ day: '2027-03-02', from: 'gold', to: 'silver' }]);
  });

  it('of a day that is over raises nobody', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1);
    expect(ledger.assign('2026-03-02', 'gold', '2026-03-02')).toMatchObject([{ from: 'ordinary', to: 'ordinary' }]);
    expect(ledger.assign('2026-03-02', 'gold', '2026-03-03')).toMatchObject([{ from: 'ordinary', to: 'gold' }]);
  });

  it('that comes late is reached as of the newest posting’s day', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-10', 1);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    expect(ledger.account.standing).toMatchObject({ level: 'gold', since: ledger.drafts[0]?.day });
  });

  it('is refused where the programme has no such level', () => {
    expect(bySpend().tryToAssign('2026-03-02', 'platinum')).toEqual({
      refused: 'invalid-event',
      field: 'data.level',
      rule: 'a level of the programme',
    });
  });

  it('counts for the next sale and not for what was reached by itself: a lower one changes nothing', () => {
    const ledger = bySpend({ levels: levels.map((level, index) => ({ ...level, multiplier: String(index + 1) })) });
    ledger.sell('2026-03-01', 100, 'p1');
    ledger.assign('2026-03-02', 'gold');
    ledger.sell('2026-03-02', 100, 'p2');
    expect(ledger.drafts.map(({ points }) => points)).toEqual([1n, 0n, 3n]);
  });

  it('over a lifetime is judged on its day, too, by all that counts', () => {
    const ledger = bySpend({ window: { lifetime: true } });
    ledger.sell('2010-03-01', 10_000);
    ledger.assign('2026-03-02', 'gold', '2026-09-01');
    expect(ledger.review('2030-01-01')).toMatchObject([{ day: '2026-09-01', from: 'gold', to: 'silver' }]);
  });
});

describe('a return that undoes what a level rests on', () => {
  it('lets it fall to a lower level whose review is still ahead, before what is supported', () => {
    const ledger = bySpend({ window: { months: 3 } });
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.sell('2026-08-01', 30_000, 'p2');
    expect(ledger.giveBack('2026-08-02', 'p2')).toEqual([
      { day: '2026-08-02', from: 'gold', to: 'silver', since: '2026-03-01', reason: 'returned' },
    ]);
  });

  it('lets it fall to a lower level that nothing ever lowers, however long ago it was reached', () => {
    const ledger = bySpend({ window: { months: 3 }, review: { drop: 'never' } });
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.sell('2029-08-01', 30_000, 'p2');
    expect(ledger.giveBack('2029-08-02', 'p2')).toEqual([
      { day: '2029-08-02', from: 'gold', to: 'silver', since: '2026-03-01', reason: 'returned' },
    ]);
  });

  it('lets it fall to a level that was not held before, which counts from the day of the rise', () => {
    const ledger = bySpend({ levels: [...levels, { id: 'diamond', from: 100_000 }] });
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.sell('2026-06-01', 90_000, 'p2');
    expect(ledger.giveBack('2026-06-02', 'p2', 50_000)).toEqual([
      { day: '2026-06-02', from: 'diamond', to: 'gold', since: '2026-06-01', reason: 'returned' },
    ]);
    expect(ledger.account.standing.before).toMatchObject([{ level: 'silver' }]);
  });

  it('never falls back to the first level as one that was held', () => {
    const ledger = bySpend({ window: { months: 3 } });
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.review('2027-03-01');
    expect(ledger.level).toBe('ordinary');
    ledger.sell('2027-06-01', 10_000, 'p2');
    expect(ledger.account.standing).toMatchObject({ level: 'silver', before: [] });
  });

  it('lets it fall to a floor set by hand, which is judged on its day', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 1, 'p0');
    ledger.assign('2026-03-01', 'silver', '2026-09-01');
    ledger.sell('2026-03-02', 30_000, 'p1');
    expect(ledger.giveBack('2026-03-03', 'p1')).toMatchObject([{ from: 'gold', to: 'silver', reason: 'returned' }]);
    expect(ledger.review('2026-12-31')).toMatchObject([{ day: '2026-09-01', from: 'silver', to: 'ordinary' }]);
  });

  it('leaves a level that a floor keeps, which then rests on the floor alone', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.assign('2026-03-02', 'silver', '2026-09-01');
    expect(ledger.giveBack('2026-03-03', 'p1')).toEqual([
      { day: '2026-03-03', from: 'silver', to: 'silver', since: '2026-03-01', reason: 'returned' },
    ]);
    expect(ledger.review('2026-12-31')).toMatchObject([{ day: '2026-09-01', to: 'ordinary' }]);
  });

  it('does nothing to a level that rests on a hand, nor where the review is to judge', () => {
    const byHand = bySpend();
    byHand.sell('2026-03-01', 10_000, 'p1');
    byHand.assign('2026-03-02', 'gold');
    expect(byHand.giveBack('2026-03-03', 'p1')).toEqual([]);
    const later = bySpend({ onReturn: 'at-review' });
    later.sell('2026-03-01', 10_000, 'p1');
    expect(later.giveBack('2026-03-03', 'p1')).toEqual([]);
    expect(later.review('2027-03-01')).toMatchObject([{ day: '2027-03-01', from: 'silver', to: 'ordinary' }]);
  });
});
