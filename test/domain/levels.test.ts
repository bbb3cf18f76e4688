/** Levels by example: bases, windows, levels set by hand, what a return undoes (domain.md, "Tiers" and "Returns"). */
import { describe, expect, it } from 'vitest';
import { decideReturn } from '../../shared/domain/return-purchase.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { instant, programmeWith } from './build.ts';
import { LevelLedger, bySpend, levelsBySpend as levels } from './level-ledger.ts';
import type { GivenTiers } from './level-ledger.ts';

const byOrders = (given: GivenTiers = {}) =>
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

  it('loses with each return of a sale what that brings back', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 9_000, 'p');
    ledger.giveBack('2026-03-02', 'p', 100);
    ledger.giveBack('2026-03-03', 'p', 300);
    expect(ledger.account.progress.total).toBe(8_600n);
    ledger.giveBack('2026-03-04', 'p');
    expect(ledger.account.progress).toEqual({ total: 0n, months: [] });
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
        { sale: { ...sold, seq: 1 }, returns: nothingReturned },
        request,
        sold.cause,
        context,
      );
      if ('refused' in decision) throw new TypeError(decision.refused);
      return decision.own.flatMap(({ draft }) => (draft.kind === 'return' ? [draft.progress.points] : []));
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

describe('a return that undoes what a level rests on', () => {
  it('lets it fall to a lower level whose review is still ahead, before what is supported', () => {
    const ledger = bySpend({ window: { months: 3 } });
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.sell('2026-08-01', 30_000, 'p2');
    expect(ledger.giveBack('2026-08-02', 'p2')).toEqual([
      { day: '2026-08-02', from: 'gold', to: 'silver', since: '2026-03-01', reason: 'returned' },
    ]);
  });

  it('lets it fall to the level that was held before and is supported still, as the one that was held', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.sell('2026-08-01', 30_000, 'p2');
    expect(ledger.giveBack('2026-08-02', 'p2')).toMatchObject([{ to: 'silver', since: '2026-03-01' }]);
  });

  it('lets it fall past a level whose review is due on that very day', () => {
    const fallen = (on: string) => {
      const ledger = bySpend({ window: { months: 3 } });
      ledger.sell('2026-03-10', 10_000, 'p1');
      ledger.sell('2027-02-01', 30_000, 'p2');
      return ledger.giveBack(on, 'p2').map(({ to }) => to);
    };
    expect(fallen('2027-03-09')).toEqual(['silver']);
    expect(fallen('2027-03-10')).toEqual(['ordinary']);
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

  it('may bear no receipt', () => {
    const ledger = bySpend();
    ledger.sell('2026-03-01', 10_000);
    expect(ledger.giveBackWithout('2026-03-10', 1)).toEqual([
      { day: '2026-03-10', from: 'silver', to: 'ordinary', since: '2026-03-01', reason: 'returned' },
    ]);
  });

  it('leaves a level that nothing had supported any more to its review', () => {
    const ledger = bySpend({ window: { months: 3 } });
    ledger.sell('2026-03-01', 10_000, 'p1');
    ledger.sell('2026-08-01', 5_000, 'p2');
    expect(ledger.giveBack('2026-08-02', 'p2')).toEqual([]);
    expect(ledger.review('2027-02-28')).toEqual([]);
    expect(ledger.level).toBe('silver');
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
