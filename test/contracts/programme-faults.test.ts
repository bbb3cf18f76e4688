/** What is wrong with a document that is no programme: each fault says where it is, and all are named at once. */
import { describe, expect, it } from 'vitest';
import { parseProgramme } from '../../shared/contracts/parse-programme.ts';
import { faultsOf, levels, rate, smallest, withPoints, withTiers, without } from './programmes.ts';

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
