import { describe, expect, it } from 'vitest';
import starter from '../../shared/config/programmes/starter.json' with { type: 'json' };
import { parseProgramme } from '../../shared/contracts/programme.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import { formatRational, rational } from '../../shared/domain/rational.ts';
import { accepted, faultsOf, levels, rate, smallest, withPoints, withRule, withTiers, without } from './programmes.ts';

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

describe('a fault', () => {
  it.each(['id', 'version', 'effectiveFrom', 'name', 'timeZone', 'currency', 'points', 'earn', 'tiers'])(
    'is that %s is not there',
    (key) => {
      expect(faultsOf(without(key))).toEqual([expect.stringMatching(new RegExp(`^${key}: required: `))]);
    },
  );

  it('is that there is no expiry or no level', () => {
    expect(faultsOf({ ...smallest, points: {} })).toEqual([expect.stringMatching(/^points\.expiry: /)]);
    expect(faultsOf({ ...smallest, tiers: {} })).toEqual([expect.stringMatching(/^tiers\.levels: required: /)]);
    expect(faultsOf(withTiers({ levels: [] }))).toEqual(['tiers.levels: a list of levels, at least one']);
  });

  it.each([undefined, null, [], 'text', 5])('of something that is no document at all is one: %j', (document) => {
    const result = parseProgramme(document);
    expect(result).toMatchObject({ ok: false, faults: [{ path: '(document)' }] });
    expect(!result.ok && result.faults.length).toBe(1);
  });

  const local = 'an object with a text for en and for zh-CN';
  it.each([
    [{ id: '' }, 'id'],
    [{ id: 5 }, 'id'],
    [{ version: 0 }, 'version: an integer from 1'],
    [{ version: '1' }, 'version: an integer from 1'],
    [{ version: 1.5 }, 'version: an integer from 1'],
    [{ effectiveFrom: '2026-01-01' }, 'effectiveFrom: an RFC 3339 date-time with offset'],
    [{ name: 'Club' }, `name: ${local}`],
    [{ name: { en: 5, 'zh-CN': '会员' } }, 'name.en'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone: an IANA time zone, for example Asia/Shanghai'],
    [{ timeZone: '+08:00' }, 'timeZone: an IANA time zone, for example Asia/Shanghai'],
    [{ currency: 'eur' }, 'currency: three capital letters (ISO 4217)'],
    [{ members: { unknown: 'ignore' } }, 'members.unknown: one of enrol, park, refuse'],
    [{ calendars: { holidays: ['2026-02-30'] } }, 'calendars.holidays[0]: a date YYYY-MM-DD that exists'],
    [{ calendars: [] }, 'calendars: an object'],
    [{ earn: {} }, 'earn: a list of rules'],
    [{ stages: { loyalOrders: 0 } }, 'stages.loyalOrders: an integer from 1'],
    [{ stages: { wonBackDays: 731 } }, 'stages.wonBackDays: an integer from 0 to 730'],
    [{ stages: { factor: { atRisk: 2 } } }, 'stages.factor.atRisk: a decimal number'],
    [{ stages: { factor: { atRisk: '0' } } }, 'stages.factor.atRisk: above 0'],
    [{ stages: { factor: { lapsed: '2' } } }, 'stages.factor.lapsed: above atRisk: silences rise'],
    [{ stages: { factor: { lost: '3.0' } } }, 'stages.factor.lost: above lapsed: silences rise'],
    [{ stages: { fallbackDays: { lost: 120 } } }, 'stages.fallbackDays.lost: above lapsed: silences rise'],
    [withPoints({ notices: [30, 7, 30] }), 'points.notices[2]: each number of days once'],
    [withPoints({ pendingDays: -1 }), 'points.pendingDays: an integer from 0 to 36600'],
    [withPoints({ rounding: 'up' }), 'points.rounding: one of floor, nearest, ceiling'],
    [withPoints({ overdraw: 'forgive' }), 'points.overdraw: one of debt, clamp'],
    [withPoints({ earnsOn: [] }), 'points.earnsOn: a list of kinds of line, at least one'],
    [withPoints({ earnsOn: ['products'] }), 'points.earnsOn[0]'],
    [withPoints({ transfers: 'yes' }), 'points.transfers: true or false'],
    [withPoints({ valueOfPointMinor: 0 }), 'points.valueOfPointMinor: an integer from 1'],
    [withPoints({ restoreGraceDays: -1 }), 'points.restoreGraceDays: an integer from 0'],
    [withPoints({ notices: [0] }), 'points.notices[0]: an integer from 1'],
    [withPoints({ expiry: { policy: 'someday' } }), 'points.expiry'],
    [withPoints({ expiry: { policy: 'after' } }), 'points.expiry.months: exactly one of months and days'],
    [withPoints({ expiry: { policy: 'after', months: 1, days: 1 } }), 'points.expiry.months: exactly one of'],
    [withPoints({ expiry: { policy: 'after', months: 0 } }), 'points.expiry.months: an integer from 1 to 1200'],
    [withPoints({ expiry: { policy: 'after', months: '12' } }), 'points.expiry.months: an integer from 1 to 1200'],
    [withPoints({ expiry: { policy: 'after', days: 1, roundUpTo: 'week' } }), 'points.expiry.roundUpTo: one of day'],
    [withPoints({ expiry: { policy: 'endOf', period: 'day' } }), 'points.expiry.period: one of month, quarter, year'],
    [withPoints({ expiry: { policy: 'endOf', period: 'month', plus: -1 } }), 'points.expiry.plus: an integer from 0'],
    [withPoints({ expiry: { policy: 'fixed', on: '2026-02-29' } }), 'points.expiry.on: a date YYYY-MM-DD or --MM-DD'],
    [withPoints({ expiry: { policy: 'fixed', on: '--02-30' } }), 'points.expiry.on: a date YYYY-MM-DD or --MM-DD'],
    [withPoints({ expiry: { policy: 'inactivity' } }), 'points.expiry.months: required: an integer from 1 to 1200'],
    [
      withPoints({ expiry: { policy: 'inactivity', months: 12, acts: ['sleeping'] } }),
      'points.expiry.acts[0]: one of purchase, earning, redeeming',
    ],
    [withTiers({ basis: 'visits' }), 'tiers.basis: one of points, spend, orders'],
    [withTiers({ window: { months: 0 } }), 'tiers.window.months: an integer from 1 to 1200'],
    [withTiers({ window: { months: 12, lifetime: true } }), 'tiers.window: { "months": n }'],
    [withTiers({ window: { calendar: 'month' } }), 'tiers.window: { "months": n }'],
    [withTiers({ window: { lifetime: false } }), 'tiers.window: { "months": n }'],
    [withTiers({ review: { afterMonths: 0 } }), 'tiers.review.afterMonths: an integer from 1 to 1200'],
    [withTiers({ review: { graceDays: -1 } }), 'tiers.review.graceDays: an integer from 0 to 36600'],
    [withTiers({ review: { drop: 'all' } }), 'tiers.review.drop: one of to-earned, one-level, never'],
    [withTiers({ onReturn: 'later' }), 'tiers.onReturn: one of re-evaluate, at-review'],
    [withTiers({ atRiskDays: -1 }), 'tiers.atRiskDays: an integer from 0'],
    [withTiers({ levels: [{ ...levels[0], multiplier: 1.2 }] }), 'tiers.levels[0].multiplier: a decimal number'],
    [withTiers({ levels: [{ ...levels[0], multiplier: '-1' }] }), 'tiers.levels[0].multiplier: a decimal number'],
    [withTiers({ levels: [{ ...levels[0], discountPercent: 101 }] }), 'tiers.levels[0].discountPercent: a number from'],
    [withTiers({ levels: [{ from: 0 }] }), 'tiers.levels[0].id: required: '],
    [withTiers({ levels: [{ ...levels[0], name: { en: 'x' } }] }), 'tiers.levels[0].name.zh-CN: required: '],
  ])('is located: %j', (change, expected) => {
    const faults = faultsOf({ ...smallest, ...change });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.slice(0, expected.length)).toBe(expected);
  });
});

describe('all faults', () => {
  it('are named at once, those of one part beside those of another, and each says where', () => {
    const document = {
      ...smallest,
      currency: 'yuan',
      timeZone: 'Shanghai',
      points: { expiry: { policy: 'inactivity', months: 0, acts: [] }, rounding: 'up' },
      earn: [
        { ...rate, kind: 'rates' },
        { ...rate, perMinor: 0, until: '2025-01-01', from: '2026-01-01', cap: { times: 1, per: 'day' } },
        { ...rate, when: { tier: ['gold'], birthday: 'month', moon: 'full' } },
      ],
      tiers: {
        basis: 'visits',
        window: { calendar: 'year' },
        levels: [
          { id: 'ordinary', from: 5 },
          { id: 'silver', from: 5, multiplier: 2 },
          { id: 'silver', from: 9 },
        ],
        review: { drop: 'all' },
      },
    };
    expect(faultsOf(document).sort()).toEqual(
      [
        'currency: three capital letters (ISO 4217)',
        'timeZone: an IANA time zone, for example Asia/Shanghai',
        'points.rounding: one of floor, nearest, ceiling',
        'points.expiry.months: an integer from 1 to 1200',
        'points.expiry.acts: a list of acts, at least one',
        'earn[0].kind: an object whose kind is one of rate, multiply, fixed, activity',
        'earn[1].perMinor: an integer from 1',
        'earn[1].id: each id once',
        'earn[1].until: unreachable: an empty range of dates',
        'earn[1].cap: cap is not built yet',
        'earn[2].id: each id once',
        'earn[2].when.moon: no such key',
        'earn[2].when.tier[0]: unreachable: no such level',
        'tiers.basis: one of points, spend, orders',
        'tiers.levels[0].from: the first level is from 0',
        'tiers.levels[1].from: above the level before: levels rise',
        'tiers.levels[1].multiplier: a decimal number as a string, for example "1.5"',
        'tiers.levels[2].id: each id once',
        'tiers.review.drop: one of to-earned, one-level, never',
      ].sort(),
    );
  });

  it('have a message of path and rule', () => {
    const result = parseProgramme({ ...smallest, version: 0 });
    expect(result).toEqual({
      ok: false,
      faults: [{ path: 'version', rule: 'an integer from 1', message: 'version: an integer from 1' }],
    });
  });
});
