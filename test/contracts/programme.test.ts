import { describe, expect, it } from 'vitest';
import starter from '../../shared/config/programmes/starter.json' with { type: 'json' };
import { formatDay } from '../../shared/domain/calendar.ts';
import { formatRational, rational } from '../../shared/domain/rational.ts';
import { accepted, faultsOf, levels, rate, smallest, withPoints, withRule, withTiers } from './programmes.ts';

describe('a programme', () => {
  it('of what is required alone has everything else by default', () => {
    const { programme, document } = accepted(smallest);
    expect(document).toEqual({
      ...smallest,
      members: { unknown: 'enrol' },
      calendars: {},
      points: {
        expiry: { policy: 'after', months: 12, roundUpTo: 'day' },
        earnsOn: ['product', 'service'],
        transfers: true,
        pendingDays: 0,
        rounding: 'floor',
        overdraw: 'debt',
        restoreGraceDays: 30,
        notices: [],
      },
      tiers: {
        basis: 'points',
        window: { months: 12 },
        levels: [{ id: 'ordinary', from: 0, multiplier: '1', discountPercent: 0 }],
        review: { afterMonths: 12, graceDays: 0, drop: 'to-earned' },
        onReturn: 're-evaluate',
        atRiskDays: 30,
      },
      stages: {
        newDays: 30,
        loyalOrders: 6,
        wonBackDays: 60,
        factor: { atRisk: '2', lapsed: '3', lost: '6' },
        fallbackDays: { atRisk: 60, lapsed: 120, lost: 365 },
      },
    });
    expect(programme).toEqual({
      id: 'main',
      version: 1,
      effectiveFrom: Date.parse('2026-01-01T00:00:00Z'),
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      unknownMembers: 'enrol',
      points: {
        expiry: { policy: 'after', life: { months: 12 }, roundUpTo: 'day' },
        earnsOn: new Set(['product', 'service']),
        pendingDays: 0,
        rounding: 'floor',
        transfers: true,
        valueOfPointMinor: null,
        overdraw: 'debt',
        restoreGraceDays: 30,
        notices: [],
      },
      rules: [],
      tiers: {
        basis: 'points',
        window: { months: 12 },
        levels: [{ id: 'ordinary', from: 0n, multiplier: { numerator: 1n, denominator: 1n }, discountPercent: 0 }],
        review: { afterMonths: 12, graceDays: 0, drop: 'to-earned' },
        onReturn: 're-evaluate',
        atRiskDays: 30,
      },
      stages: {
        newDays: 30,
        loyalOrders: 6,
        wonBackDays: 60,
        atRisk: { factor: rational(2n), fallbackDays: 60 },
        lapsed: { factor: rational(3n), fallbackDays: 120 },
        lost: { factor: rational(6n), fallbackDays: 365 },
      },
    });
  });

  it('is the starter', () => {
    const { programme } = accepted(starter);
    expect(programme.rules.map(({ id }) => id)).toEqual(['base', 'red-x3', 'big-order', 'sku-bonus']);
    expect(programme.tiers.levels.map(({ id, multiplier }) => `${id} ${formatRational(multiplier)}`)).toEqual([
      'ordinary 1',
      'silver 1.2',
      'gold 1.5',
      'diamond 2',
    ]);
  });

  it('may have further fields, which are ignored, wherever no rule stands', () => {
    const document = {
      ...withPoints({ colour: 'red', expiry: { policy: 'after', months: 12, note: 'a year' } }),
      owner: 'Ann',
      tiers: { levels: [{ ...levels[0], icon: 'star' }], note: 1 },
    };
    expect(accepted(document).programme).toEqual(accepted(smallest).programme);
  });

  it('has its rules compiled into exact values', () => {
    const { rules } = accepted(
      withRule(
        { ...rate, from: '2026-02-28', until: '2026-03-31' },
        {
          id: 'more',
          kind: 'multiply',
          points: undefined,
          perMinor: undefined,
          by: '1.25',
          when: {
            minNetMinor: 5,
            channel: ['web'],
            storeId: ['s'],
            tier: ['silver'],
            weekday: ['mon'],
            between: ['2026-01-01', '2026-12-31'],
          },
          lines: { sku: ['a'], not: { tags: ['t'], brand: ['b'] } },
        },
        { id: 'each', kind: 'fixed', perMinor: undefined, points: 3, per: 'unit' },
        { id: 'once', kind: 'fixed', perMinor: undefined, points: 4 },
      ),
    ).programme;
    expect(rules).toMatchObject([
      { id: 'base', kind: 'rate', points: 1n, perMinor: 100n },
      {
        id: 'more',
        kind: 'multiply',
        by: { numerator: 125n, denominator: 100n },
        when: { minNetMinor: 5n, channel: ['web'], storeId: ['s'], tier: ['silver'], weekday: ['mon'] },
        lines: { sku: ['a'], not: { tags: ['t'], brand: ['b'] } },
      },
      { id: 'each', kind: 'fixed', points: 3n, perUnit: true },
      { id: 'once', kind: 'fixed', points: 4n, perUnit: false },
    ]);
    const [base, more] = rules;
    expect([base?.from, base?.until, ...(more?.when.between ?? [])].map((on) => on && formatDay(on))).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-01-01',
      '2026-12-31',
    ]);
  });

  it.each([
    [{ timeZone: 'America/New_York', currency: 'JPY' }],
    [{ members: {} }],
    [{ members: { unknown: 'park' } }],
    [{ calendars: { holidays: ['2026-10-01'] } }],
    [{ stages: { newDays: 7 } }],
    [{ stages: { newDays: 0, wonBackDays: 730, factor: { atRisk: '0.5' }, fallbackDays: { lapsed: 61 } } }],
    [{ effectiveFrom: '2026-01-01T08:00:00+08:00' }],
    [{ earn: [{ ...rate, exclusive: false, priority: 3, progress: true }] }],
    [withTiers({ window: { lifetime: true }, review: { drop: 'never' }, onReturn: 'at-review', atRiskDays: 0 })],
    [withTiers({ levels: [{ id: 'ordinary', from: 0, multiplier: '0.5', discountPercent: 12.5 }] })],
    [withPoints({ notices: [30, 7, 1], valueOfPointMinor: 5, overdraw: 'clamp', transfers: false })],
    [withRule({ lines: {} })],
    [withRule({ from: '2026-01-01', until: '2026-01-01' })],
    [withRule({ when: { between: ['2026-01-01', '2026-01-01'] }, from: '2026-01-01' })],
  ])('may be changed by %j', (change) => {
    expect(faultsOf({ ...smallest, ...change })).toEqual([]);
  });
});
