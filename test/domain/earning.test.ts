import { describe, expect, it } from 'vitest';
import { award } from '../../shared/domain/earning.ts';
import type { Award } from '../../shared/domain/earning.ts';
import { matchRules } from '../../shared/domain/matching.ts';
import { formatRational, one } from '../../shared/domain/rational.ts';
import { levelAt } from '../../shared/domain/tiers.ts';
import { businessDay } from '../../shared/domain/zone.ts';
import { programmeWith, sale } from './build.ts';

type Changes = NonNullable<Parameters<typeof programmeWith>[0]>;
type Data = Parameters<typeof sale>[1];

function awarded(changes: Changes, data: Data, level = 0): Award {
  const programme = programmeWith(changes);
  const purchase = sale('2026-03-02T12:00:00Z', data);
  const of = levelAt(level, programme.tiers);
  const day = businessDay(purchase.occurredAt, programme.timeZone);
  return award(matchRules(purchase, programme, day, { level: of.id }, one), programme, of);
}
const points = (changes: Changes, data: Data, level = 0) => awarded(changes, data, level).points;
const why = (changes: Changes, data: Data, level = 0) =>
  awarded(changes, data, level).contributions.map((part) => `${part.rule} ${formatRational(part.points)}`);

const base = { id: 'base', kind: 'rate', points: 1, perMinor: 100 } as const;
const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100, multiplier: '1.2' },
];

describe('rate rules', () => {
  it('add up on each line that they match', () => {
    const earn: Changes['earn'] = [
      base,
      { id: 'shoes', kind: 'rate', points: 2, perMinor: 100, lines: { category: ['shoes'] } },
    ];
    const lines = [
      { lineId: '1', net: 1000, category: ['shoes'] },
      { lineId: '2', net: 500 },
    ];
    expect(points({ earn }, { lines })).toBe(35n);
    expect(why({ earn }, { lines })).toEqual(['base 15', 'shoes 20']);
  });

  it('look at the net alone: no tax, no shipping, no gift card', () => {
    const lines = [
      { lineId: '1', net: 1000, tax: 200 },
      { lineId: '2', net: 500, kind: 'shipping' as const },
      { lineId: '3', net: 9900, kind: 'gift_card' as const },
      { lineId: '4', net: 300, kind: 'service' as const },
    ];
    expect(points({}, { lines })).toBe(13n);
    expect(points({ points: { earnsOn: ['gift_card'] } }, { lines })).toBe(99n);
  });

  it('take what there are of minor units in a currency: none, two or three decimals', () => {
    expect(points({ earn: [{ ...base, perMinor: 100 }] }, { net: 12_345 })).toBe(123n);
    expect(points({ earn: [{ ...base, perMinor: 1000 }] }, { net: 12_345 })).toBe(12n);
    expect(points({ earn: [{ ...base, perMinor: 1 }] }, { net: 12_345 })).toBe(12_345n);
  });

  it('are exact for the largest amounts', () => {
    const net = Number.MAX_SAFE_INTEGER;
    expect(points({ earn: [{ ...base, points: 7, perMinor: 3 }] }, { net })).toBe((BigInt(net) * 7n) / 3n);
  });
});

describe('multiply rules', () => {
  it('multiply the sum of the rates on the lines that match, and each other', () => {
    const earn: Changes['earn'] = [
      base,
      { id: 'red', kind: 'multiply', by: '3', lines: { tags: ['red'] } },
      { id: 'half', kind: 'multiply', by: '1.5', lines: { sku: ['A'] } },
    ];
    const lines = [
      { lineId: '1', net: 1000, tags: ['red'], sku: 'A' },
      { lineId: '2', net: 1000, tags: ['red'] },
      { lineId: '3', net: 1000 },
    ];
    expect(points({ earn }, { lines })).toBe(45n + 30n + 10n);
    expect(why({ earn }, { lines })).toEqual(['base 30', 'red 40', 'half 15']);
  });

  it('of the order multiply every line likewise', () => {
    const earn: Changes['earn'] = [base, { id: 'all', kind: 'multiply', by: '2', when: { minNetMinor: 1500 } }];
    const lines = [
      { lineId: '1', net: 1000 },
      { lineId: '2', net: 500 },
    ];
    expect(points({ earn }, { lines })).toBe(30n);
    expect(points({ earn }, { lines: lines.slice(0, 1) })).toBe(10n);
  });

  it('say what each gave in the order of the programme, whether they are of the order or of lines', () => {
    const red = { id: 'red', kind: 'multiply' as const, by: '3', lines: { tags: ['red'] } };
    const whole = { id: 'whole', kind: 'multiply', by: '2' } as const;
    const lines = [{ lineId: '1', net: 1000, tags: ['red'] }];
    expect(why({ earn: [base, red, whole] }, { lines })).toEqual(['base 10', 'red 20', 'whole 30']);
    expect(why({ earn: [base, whole, red] }, { lines })).toEqual(['base 10', 'whole 10', 'red 40']);
  });

  it('may make less of it, and nothing', () => {
    expect(points({ earn: [base, { id: 'less', kind: 'multiply', by: '0.5' }] }, { net: 1100 })).toBe(5n);
    expect(points({ earn: [base, { id: 'none', kind: 'multiply', by: '0' }] }, { net: 1100 })).toBe(0n);
    expect(why({ earn: [base, { id: 'none', kind: 'multiply', by: '0' }] }, { net: 1000 })).toEqual([
      'base 10',
      'none -10',
    ]);
  });

  it('have no say in bonuses', () => {
    const earn: Changes['earn'] = [
      base,
      { id: 'gift', kind: 'fixed', points: 100 },
      { id: 'all', kind: 'multiply', by: '2' },
    ];
    expect(points({ earn, tiers: { levels } }, { net: 1000 }, 1)).toBe(124n);
  });
});

describe('the level', () => {
  it('multiplies the rates like a rule', () => {
    expect(points({ tiers: { levels } }, { net: 1050 }, 1)).toBe(12n);
    expect(why({ tiers: { levels } }, { net: 1050 }, 1)).toEqual(['base 10.5', 'level 2.1', 'rounding -0.6']);
    expect(why({ tiers: { levels } }, { net: 1050 }, 0)).toEqual(['base 10.5', 'rounding -0.5']);
    const { contributions } = awarded({ tiers: { levels } }, { net: 1050 }, 1);
    expect(contributions.map(({ kind }) => kind)).toEqual(['rate', 'level', 'rounding']);
  });

  it('is exact where a float is not', () => {
    const precise = [{ id: 'ordinary', from: 0, multiplier: '1.1' }];
    // 110 × 1.1 is 121.00000000000001 as a float, and 4.35 × 100 is 434.99999999999994.
    expect(points({ tiers: { levels: precise } }, { net: 11_000 })).toBe(121n);
    expect(points({ points: { rounding: 'ceiling' }, tiers: { levels: precise } }, { net: 11_000 })).toBe(121n);
    expect(points({ tiers: { levels: [{ id: 'ordinary', from: 0, multiplier: '4.35' }] } }, { net: 10_000 })).toBe(
      435n,
    );
  });
});

describe('fixed bonuses', () => {
  it('are given once per order, whatever it amounts to', () => {
    const earn: Changes['earn'] = [base, { id: 'gift', kind: 'fixed', points: 100 }];
    expect(points({ earn }, { net: 0 })).toBe(100n);
    expect(
      points(
        { earn },
        {
          lines: [
            { lineId: '1', net: 1 },
            { lineId: '2', net: 1 },
          ],
        },
      ),
    ).toBe(100n);
  });

  it('with lines need one such line, and are given once for any number of them', () => {
    const earn: Changes['earn'] = [base, { id: 'gift', kind: 'fixed', points: 100, lines: { sku: ['123'] } }];
    expect(points({ earn }, { lines: [{ lineId: '1', net: 0, sku: '124' }] })).toBe(0n);
    expect(
      points({ earn }, { lines: [1, 2, 3].map((id) => ({ lineId: `${id}`, net: 0, sku: '123', quantity: '5' })) }),
    ).toBe(100n);
  });

  it('per unit are given for the exact quantity, one where there is none', () => {
    const earn: Changes['earn'] = [{ id: 'each', kind: 'fixed', points: 3, per: 'unit', lines: { sku: ['A'] } }];
    const lines = [
      { lineId: '1', net: 0, sku: 'A', quantity: '0.25' },
      { lineId: '2', net: 0, sku: 'A', quantity: '1.5' },
      { lineId: '3', net: 0, sku: 'A' },
      { lineId: '4', net: 0, sku: 'B', quantity: '100' },
    ];
    expect(points({ earn }, { lines })).toBe(8n);
    expect(why({ earn }, { lines })).toEqual(['each 8.25', 'rounding -0.25']);
    expect(points({ earn, points: { rounding: 'ceiling' } }, { lines })).toBe(9n);
    const all: Changes['earn'] = [{ id: 'each', kind: 'fixed', points: 3, per: 'unit' }];
    expect(points({ earn: all }, { lines: [...lines, { lineId: '5', net: 0, kind: 'tip', quantity: '9' }] })).toBe(
      308n,
    );
    expect(points({ earn: all }, { net: 5 })).toBe(3n);
  });

  it('are only for an order with a line that may earn', () => {
    const earn: Changes['earn'] = [base, { id: 'gift', kind: 'fixed', points: 100 }];
    const lines = [{ lineId: '1', net: 5000, kind: 'gift_card' as const }];
    expect(points({ earn }, { lines })).toBe(0n);
    expect(why({ earn }, { lines })).toEqual([]);
    const aboutCards: Changes['earn'] = [{ id: 'card', kind: 'fixed', points: 100, lines: { sku: ['C'] } }];
    expect(points({ earn: aboutCards }, { lines: [{ lineId: '1', net: 1, kind: 'fee', sku: 'C' }] })).toBe(0n);
  });
});

describe('rules with a life of their own', () => {
  const brief = { expiry: { policy: 'after', days: 30 } } as const;
  const lives = (changes: Changes, data: Data, level = 0) =>
    awarded(changes, data, level).lives.map(({ expiry, exact }) => [expiry?.policy, formatRational(exact)]);

  it('split the points: what multiplies them does so for each life alike, and a bonus has its own', () => {
    const earn: Changes['earn'] = [
      base,
      { ...base, id: 'extra', points: 2, ...brief },
      { id: 'double', kind: 'multiply', by: '2' },
      { id: 'gift', kind: 'fixed', points: 7, expiry: { policy: 'never' } },
    ];
    expect(lives({ earn, tiers: { levels } }, { net: 1050 }, 1)).toEqual([
      [undefined, '25.2'],
      ['after', '50.4'],
      ['never', '7'],
    ]);
    expect(points({ earn, tiers: { levels } }, { net: 1050 }, 1)).toBe(82n);
  });

  it('without one have the programme’s together', () => {
    const earn: Changes['earn'] = [base, { id: 'gift', kind: 'fixed', points: 7 }];
    expect(lives({ earn }, { net: 1000 })).toEqual([[undefined, '17']]);
  });
});

describe('a minimum', () => {
  const earn: Changes['earn'] = [base, { id: 'big', kind: 'fixed', points: 100, when: { minNetMinor: 30_000 } }];

  it('is inclusive', () => {
    expect(points({ earn }, { net: 29_999 })).toBe(299n);
    expect(points({ earn }, { net: 30_000 })).toBe(400n);
  });

  it('looks at the net of the lines that may earn, all of them, whatever the rule is about', () => {
    const shipping = { lineId: 's', net: 5000, kind: 'shipping' as const };
    expect(points({ earn }, { lines: [{ lineId: '1', net: 29_000 }, shipping] })).toBe(290n);
    const about: Changes['earn'] = [
      { id: 'red', kind: 'rate', points: 1, perMinor: 100, lines: { tags: ['red'] }, when: { minNetMinor: 1000 } },
    ];
    const lines = [
      { lineId: '1', net: 400, tags: ['red'] },
      { lineId: '2', net: 600 },
    ];
    expect(points({ earn: about }, { lines })).toBe(4n);
    expect(points({ earn: about }, { lines: lines.slice(0, 1) })).toBe(0n);
  });
});

describe('rounding', () => {
  const thirds: Changes['earn'] = [{ id: 'third', kind: 'rate', points: 1, perMinor: 300 }];
  const lines = [1, 2, 3].map((id) => ({ lineId: `${id}`, net: 100, sku: `${id}` }));

  it('is done once per purchase, over lines and rules', () => {
    expect(points({ earn: thirds }, { lines })).toBe(1n);
    const apart: Changes['earn'] = [1, 2, 3].map((id) => ({
      id: `third-${id}`,
      kind: 'rate' as const,
      points: 1,
      perMinor: 300,
      lines: { sku: [`${id}`] },
    }));
    expect(points({ earn: apart }, { lines })).toBe(1n);
    expect(why({ earn: apart }, { lines })).toEqual(['third-1 1/3', 'third-2 1/3', 'third-3 1/3']);
  });

  it('is down unless the programme says otherwise, and nearest sends ties up', () => {
    expect(points({}, { net: 199 })).toBe(1n);
    expect(points({ points: { rounding: 'nearest' } }, { net: 149 })).toBe(1n);
    expect(points({ points: { rounding: 'nearest' } }, { net: 150 })).toBe(2n);
    expect(points({ points: { rounding: 'ceiling' } }, { net: 101 })).toBe(2n);
    expect(points({ points: { rounding: 'ceiling' } }, { net: 100 })).toBe(1n);
  });
});
