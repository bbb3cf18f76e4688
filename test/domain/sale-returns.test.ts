/** What is kept of a sale, line by line (domain.md, "Returns"). */
import { describe, expect, it } from 'vitest';
import { formatRational } from '../../shared/domain/rational.ts';
import type { ReturnedGoods } from '../../shared/domain/returned-goods.ts';
import { nothingReturned, unitsSold, withQuantities } from '../../shared/domain/sale-returns.ts';
import { Books, all, amountOf, lineOf } from './books.ts';
import { programmeWith } from './build.ts';

const sold = '2026-03-02T12:00:00Z';
const later = '2026-03-10T12:00:00Z';
const base = { id: 'base', kind: 'rate' as const, points: 1, perMinor: 100 };
type Given = NonNullable<Parameters<typeof programmeWith>[0]>;

function bought(
  given: Given,
  ...lines: { lineId: string; net: number; quantity?: string; kind?: 'gift_card' | 'service' }[]
) {
  const books = new Books(programmeWith(given));
  const sale = books.buy('p', sold, { lines });
  return { books, sale };
}
/** The last entry that returns post. */
function returned({ books, sale }: ReturnType<typeof bought>, ...goods: ReturnedGoods[]) {
  for (const one of goods) books.giveBack(sale, later, one);
  const last = books.entries.at(-1);
  if (last?.kind !== 'return') throw new TypeError('a return');
  return last;
}

const units = (lineId: string, netMinor: bigint, count: bigint): ReturnedGoods => ({
  ...lineOf(lineId, netMinor),
  lines: [{ lineId, netMinor, quantity: { numerator: count, denominator: 1n } }],
});

describe('a line', () => {
  const each = { earn: [{ id: 'each', kind: 'fixed' as const, points: 10, per: 'unit' as const }] };

  it('is gone when its net is, whatever quantity is said to be back, and not before', () => {
    const line = { lineId: 'a', net: 900, quantity: '3' };
    expect(returned(bought(each, line), units('a', 900n, 1n))).toMatchObject({ points: -30n, orderReturned: true });
    expect(returned(bought(each, line), units('a', 1n, 3n))).toMatchObject({ points: -30n, orderReturned: false });
  });

  it('that cost nothing comes back whole where no quantity is named', () => {
    const { goods } = returned(bought(each, { lineId: 'free', net: 0, quantity: '2' }), lineOf('free', 0n));
    expect(goods.lines.map(({ quantity }) => quantity && formatRational(quantity))).toEqual(['2']);
  });

  it('that cost nothing and counts nothing is there until it is named', () => {
    const lines = [
      { lineId: 'a', net: 900 },
      { lineId: 'leaflet', net: 0, quantity: '0' },
    ];
    expect(returned(bought({}, ...lines), lineOf('a', 900n)).orderReturned).toBe(false);
    expect(returned(bought({}, ...lines), lineOf('a', 900n), lineOf('leaflet', 0n)).orderReturned).toBe(true);
  });

  it('that may not earn is no part of an amount that comes back', () => {
    const services = { points: { earnsOn: ['service' as const] } };
    const lines = [
      { lineId: 's', net: 1000, kind: 'service' as const },
      { lineId: 'a', net: 500 },
    ];
    expect(returned(bought(services, ...lines), amountOf(1000n))).toMatchObject({
      points: -10n,
      netMinor: 1000n,
      orderReturned: false,
    });
  });

  it('of the sale is all that a return may name', () => {
    const { sale } = bought({}, { lineId: 'a', net: 1000 });
    expect(() => withQuantities(sale.sale, lineOf('z', 1n))).toThrow('a return names lines of its sale');
  });
});

describe('an amount', () => {
  it('of lines that are no goods does not lower the member’s net', () => {
    const cards = { points: { earnsOn: ['product' as const, 'gift_card' as const] } };
    const lines = [
      { lineId: 'a', net: 1000 },
      { lineId: 'card', net: 1000, kind: 'gift_card' as const },
    ];
    const sale = bought(cards, ...lines);
    expect(returned(sale, amountOf(1500n))).toMatchObject({ points: -15n, netMinor: 1000n });
    expect(returned(sale, amountOf(500n))).toMatchObject({ points: -5n, netMinor: 0n });
    expect(sale.books.account.netMinor).toBe(0n);
  });
});

describe('a sale of which nothing is kept', () => {
  it('keeps no bonus either', () => {
    const earn = [base, { id: 'gift', kind: 'fixed' as const, points: 50 }];
    expect(returned(bought({ earn }, { lineId: 'a', net: 1000 }), lineOf('a', 1000n)).points).toBe(-60n);
    expect(returned(bought({ earn }, { lineId: 'a', net: 1000 }), all).points).toBe(-60n);
  });
});

describe('what has come back', () => {
  it('is known by line, with its quantity, and by amount', () => {
    const { books, sale } = bought({}, { lineId: 'a', net: 900, quantity: '3' }, { lineId: 'b', net: 100 });
    expect(nothingReturned.lines).toEqual([]);
    const decision = books.tryToGiveBack(sale, later, { ...lineOf('a', 300n), amountMinor: 70n });
    expect(decision).toMatchObject({
      returns: { amountMinor: 70n, full: false, undone: 4n, settled: 4n, restored: 0n },
    });
    const lines = 'returns' in decision ? decision.returns : undefined;
    expect(lines).toMatchObject({ lines: [{ lineId: 'a', netMinor: 300n }] });
  });
});

describe('the units of a sale', () => {
  const lines = [
    { lineId: 'a', net: 900, quantity: '3' },
    { lineId: 'b', net: 100 },
    { lineId: 'card', net: 500, quantity: '7', kind: 'gift_card' as const },
  ];
  const unitsBack = (...goods: ReturnedGoods[]) => formatRational(returned(bought({}, ...lines), ...goods).units);

  it('are those of its goods', () => {
    expect(formatRational(unitsSold(bought({}, ...lines).sale.sale))).toBe('4');
  });

  it('come back with their lines, with a part of an amount, and with all that is left', () => {
    expect(unitsBack(lineOf('a', 300n))).toBe('1');
    expect(unitsBack(lineOf('card', 500n))).toBe('0');
    expect(unitsBack(amountOf(500n))).toBe('2');
    expect(unitsBack(lineOf('a', 300n), all)).toBe('3');
    expect(unitsBack(units('a', 900n, 1n))).toBe('3');
  });
});

describe('what points paid of a sale', () => {
  it('is at most its net', () => {
    const books = new Books(programmeWith({ points: { valueOfPointMinor: 100 } }));
    books.bring('i', sold, { points: 10n });
    expect(books.buy('p', sold, 400, { redeem: 3n }).points).toBe(1n);
    expect(books.buy('q', sold, 400, { redeem: 4n }).points).toBe(0n);
    expect(books.buy('r', sold, 150, { redeem: 3n }).points).toBe(0n);
  });
});
