import { describe, expect, it } from 'vitest';
import { matchRules } from '../../shared/domain/matching.ts';
import { lineKinds } from '../../shared/domain/programme.ts';
import type { EarnRule, Programme } from '../../shared/domain/programme.ts';
import { formatRational, one, rational } from '../../shared/domain/rational.ts';
import { day, documentWith, programmeWith, sale } from './build.ts';
import type { PlainConditions, PlainLineFilter } from './reference/plain.ts';

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
];
const line = { lineId: '1', net: 1000 };

function programmeFor(rule: Record<string, unknown>): Programme {
  const base = documentWith({ tiers: { levels } });
  return programmeWith({ ...base, earn: [{ id: 'base', kind: 'rate', points: 1, perMinor: 1, ...rule }] });
}

function meets(when: PlainConditions, data: object, on = '2026-03-02', level = 'ordinary'): boolean {
  const found = matchRules(
    sale(`${on}T12:00:00Z`, { net: 1000, ...data }),
    programmeFor({ when }),
    day(on),
    { level },
    one,
  );
  return found.orderRules.length === 1;
}

function linesMet(lines: PlainLineFilter, ...given: object[]): number[] {
  const purchase = sale('2026-03-02T12:00:00Z', {
    lines: given.map((one, index) => ({ ...line, lineId: String(index), ...one })),
  });
  const { groups } = matchRules(purchase, programmeFor({ lines }), day('2026-03-02'), { level: 'ordinary' }, one);
  return groups.flatMap((group) => (group.rules.length === 0 ? [] : group.lines)).sort((a, b) => a - b);
}

describe('conditions on the order', () => {
  it('channel and store are any of a list, and a sale without one meets none', () => {
    expect(meets({ channel: ['web', 'app'] }, { channel: 'app' })).toBe(true);
    expect(meets({ channel: ['web', 'app'] }, { channel: 'APP' })).toBe(false);
    expect(meets({ channel: ['web', 'app'] }, {})).toBe(false);
    expect(meets({ storeId: ['s-1'] }, { storeId: 's-1' })).toBe(true);
    expect(meets({ storeId: ['s-1'] }, { storeId: 's-2' })).toBe(false);
    expect(meets({ storeId: ['s-1'] }, {})).toBe(false);
  });

  it('the level is any of a list', () => {
    expect(meets({ tier: ['silver'] }, {}, '2026-03-02', 'silver')).toBe(true);
    expect(meets({ tier: ['silver'] }, {}, '2026-03-02', 'ordinary')).toBe(false);
    expect(meets({ tier: ['ordinary', 'silver'] }, {}, '2026-03-02', 'ordinary')).toBe(true);
  });

  it('the weekday is that of the business day', () => {
    expect(meets({ weekday: ['mon'] }, {}, '2026-03-02')).toBe(true);
    expect(meets({ weekday: ['mon'] }, {}, '2026-03-03')).toBe(false);
    expect(meets({ weekday: ['sat', 'sun'] }, {}, '2026-03-08')).toBe(true);
  });

  it('between two dates is inclusive on both sides', () => {
    const between: [string, string] = ['2026-03-02', '2026-03-04'];
    expect(['2026-03-01', '2026-03-02', '2026-03-04', '2026-03-05'].map((on) => meets({ between }, {}, on))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('all that are given have to hold', () => {
    const when: PlainConditions = { channel: ['web'], weekday: ['mon'] };
    expect(meets(when, { channel: 'web' }, '2026-03-02')).toBe(true);
    expect(meets(when, { channel: 'web' }, '2026-03-03')).toBe(false);
    expect(meets(when, { channel: 'store' }, '2026-03-02')).toBe(false);
  });

  it('a minimum is left to what looks at amounts', () => {
    expect(meets({ minNetMinor: 5000 }, { net: 1 })).toBe(true);
  });

  it('from and until are inclusive, and either may be left open', () => {
    const on = (rule: object, date: string) =>
      matchRules(
        sale(`${date}T12:00:00Z`, { net: 1 }),
        programmeFor({ ...rule }),
        day(date),
        { level: 'ordinary' },
        one,
      ).orderRules;
    expect(on({ from: '2026-03-02' }, '2026-03-01')).toEqual([]);
    expect(on({ from: '2026-03-02' }, '2026-03-02')).toEqual([0]);
    expect(on({ until: '2026-03-02' }, '2026-03-02')).toEqual([0]);
    expect(on({ until: '2026-03-02' }, '2026-03-03')).toEqual([]);
    expect(on({ from: '2026-03-02', until: '2026-03-02' }, '2026-03-02')).toEqual([0]);
  });
});

describe('conditions on lines', () => {
  it('each key is a list of alternatives, compared exactly', () => {
    expect(linesMet({ sku: ['A', 'B'] }, { sku: 'A' }, { sku: 'B' }, { sku: 'C' }, { sku: 'a' }, {})).toEqual([0, 1]);
    expect(linesMet({ brand: ['acme'] }, { brand: 'acme' }, { brand: 'acme ' }, {})).toEqual([0]);
    expect(linesMet({ tags: ['red', 'blue'] }, { tags: ['blue', 'old'] }, { tags: ['old'] }, {})).toEqual([0]);
    expect(linesMet({ category: ['shoes'] }, { category: ['bags', 'shoes'] }, { category: [] })).toEqual([0]);
  });

  it('several keys all apply', () => {
    expect(
      linesMet({ sku: ['A'], tags: ['red'] }, { sku: 'A', tags: ['red'] }, { sku: 'A' }, { sku: 'B', tags: ['red'] }),
    ).toEqual([0]);
  });

  it('not leaves out the lines that match all of its keys, and only those', () => {
    const not = { brand: ['acme'], tags: ['sale'] };
    expect(linesMet({ not }, { brand: 'acme', tags: ['sale'] }, { brand: 'acme' }, { tags: ['sale'] }, {})).toEqual([
      1, 2, 3,
    ]);
    expect(
      linesMet({ tags: ['sale'], not }, { brand: 'acme', tags: ['sale'] }, { brand: 'zeta', tags: ['sale'] }),
    ).toEqual([1]);
  });

  it('a name that every object has is no attribute of a line', () => {
    expect(linesMet({ tags: ['__proto__'] }, { tags: ['constructor'] }, { tags: ['__proto__'] })).toEqual([1]);
  });
});

describe('groups of lines', () => {
  const rules: EarnRule[] = programmeWith({
    earn: [
      { id: 'base', kind: 'rate', points: 1, perMinor: 100 },
      { id: 'red', kind: 'multiply', by: '2', lines: { tags: ['red'] } },
      { id: 'sku', kind: 'fixed', points: 5, lines: { sku: ['A'] } },
    ],
  }).rules.slice();
  const programme = { ...programmeWith(), rules };

  it('put together the lines that the same rules treat alike, in the order of their first line', () => {
    const purchase = sale('2026-03-02T12:00:00Z', {
      lines: [
        { lineId: 'a', net: 100, quantity: '2' },
        { lineId: 'b', net: 200, tags: ['red'] },
        { lineId: 'c', net: 400, quantity: '0.5' },
        { lineId: 'd', net: 800, tags: ['red'], sku: 'A' },
      ],
    });
    const { orderRules, groups } = matchRules(purchase, programme, day('2026-03-02'), { level: 'ordinary' }, one);
    expect(orderRules).toEqual([0]);
    const texts = (group: (typeof groups)[number]) =>
      [group.netMinor, group.earningMinor, group.units].map(formatRational);
    expect(groups.map((group) => [group.rules, ...texts(group), group.lines])).toEqual([
      [[], '500', '500', '2.5', [0, 2]],
      [[1], '200', '200', '1', [1]],
      [[1, 2], '800', '800', '1', [3]],
    ]);
  });

  it('earn on what points did not pay of their goods, and are looked at with all of it', () => {
    const everything = { ...programme, points: { ...programme.points, earnsOn: new Set(lineKinds) } };
    const purchase = sale('2026-03-02T12:00:00Z', {
      lines: [
        { lineId: 'a', net: 100, kind: 'product' },
        { lineId: 'b', net: 200, kind: 'service', tags: ['red'] },
        { lineId: 'c', net: 400, kind: 'shipping' },
      ],
    });
    const { groups } = matchRules(purchase, everything, day('2026-03-02'), { level: 'ordinary' }, rational(2n, 3n));
    expect(
      groups.map(({ netMinor, earningMinor, lines }) => [
        formatRational(netMinor),
        formatRational(earningMinor),
        lines,
      ]),
    ).toEqual([
      ['500', '1400/3', [0, 2]],
      ['200', '400/3', [1]],
    ]);
  });

  it('hold only lines of the kinds that may earn', () => {
    const purchase = sale('2026-03-02T12:00:00Z', {
      lines: [
        { lineId: 'a', net: 100, kind: 'gift_card' },
        { lineId: 'b', net: 200, kind: 'service' },
        { lineId: 'c', net: 400, kind: 'shipping' },
      ],
    });
    expect(
      matchRules(purchase, programme, day('2026-03-02'), { level: 'ordinary' }, one).groups.map(({ lines }) => lines),
    ).toEqual([[1]]);
    const others = { ...programme, points: { ...programme.points, earnsOn: new Set(['gift_card' as const]) } };
    expect(
      matchRules(purchase, others, day('2026-03-02'), { level: 'ordinary' }, one).groups.map(({ lines }) => lines),
    ).toEqual([[0]]);
  });
});
