import { describe, expect, it } from 'vitest';
import { accepted, faultsOf, levels, rate, smallest, withRule, withTiers } from './programmes.ts';

const multiply = { kind: 'multiply', points: undefined, perMinor: undefined, by: '2' };
const fixed = { kind: 'fixed', perMinor: undefined };

describe('a rule', () => {
  const words = 'a list of strings, at least one';
  it.each([
    [{ id: undefined }, 'earn[0].id: required: a string of 1 to 256 UTF-16 units, well-formed Unicode'],
    [{ id: 7 }, 'earn[0].id: a string of 1 to 256 UTF-16 units, well-formed Unicode'],
    [{ kind: 'rates' }, 'earn[0].kind: an object whose kind is one of rate, multiply, fixed, activity'],
    [{ kind: undefined }, 'earn[0].kind: an object whose kind is one of rate, multiply, fixed, activity'],
    [{ points: 0 }, 'earn[0].points: an integer from 1'],
    [{ points: 1.5 }, 'earn[0].points: an integer from 1'],
    [{ points: '1' }, 'earn[0].points: an integer from 1'],
    [{ points: undefined }, 'earn[0].points: required: an integer from 1'],
    [{ perMinor: 0 }, 'earn[0].perMinor: an integer from 1'],
    [{ per: 'unit' }, 'earn[0].per: no such key'],
    [{ colour: 'red', size: 5 }, ['earn[0].colour: no such key', 'earn[0].size: no such key']],
    [{ ...multiply, by: 2 }, 'earn[0].by: a decimal number as a string, for example "1.5"'],
    [{ ...multiply, by: '-2' }, 'earn[0].by: a decimal number as a string, for example "1.5"'],
    [{ ...multiply, expiry: { policy: 'never' } }, 'earn[0].expiry: no such key'],
    [{ ...multiply, exclusive: true }, 'earn[0].exclusive: no such key'],
    [{ ...multiply, progress: false }, 'earn[0].progress: no such key'],
    [{ ...fixed, per: 'line' }, 'earn[0].per: one of order, unit'],
    [{ from: '2026-02-29' }, 'earn[0].from: a date YYYY-MM-DD that exists'],
    [{ until: '2026-01-01T00:00:00Z' }, 'earn[0].until: a date YYYY-MM-DD that exists'],
    [{ lines: { sku: [] } }, `earn[0].lines.sku: ${words}`],
    [{ lines: { tags: 'red' } }, `earn[0].lines.tags: ${words}`],
    [{ lines: { price: [5] } }, 'earn[0].lines.price: no such key'],
    [
      { lines: { not: {} } },
      'earn[0].lines.not: at least one of sku, category, tags, brand: this leaves out every line',
    ],
    [{ lines: { not: { sku: ['a'], not: {} } } }, 'earn[0].lines.not.not: no such key'],
    [{ lines: [] }, 'earn[0].lines: an object'],
    [{ when: { channel: 'web' } }, `earn[0].when.channel: ${words}`],
    [{ when: { storeId: [] } }, `earn[0].when.storeId: ${words}`],
    [{ when: { weekday: ['monday'] } }, 'earn[0].when.weekday[0]: one of mon, tue, wed, thu, fri, sat, sun'],
    [{ when: { weekday: [] } }, 'earn[0].when.weekday: a list of weekdays, at least one'],
    [{ when: { minNetMinor: -1 } }, 'earn[0].when.minNetMinor: an integer of minor units from 0 to 2^53 - 1'],
    [{ when: { between: ['2026-01-01'] } }, 'earn[0].when.between: two dates'],
    [{ when: { between: ['2026-01-01', 'later'] } }, 'earn[0].when.between[1]: a date YYYY-MM-DD that exists'],
    [{ when: { weather: 'fine' } }, 'earn[0].when.weather: no such key'],
    [{ when: [] }, 'earn[0].when: an object'],
  ])('cannot be as in %j', (change, expected) => {
    expect(faultsOf(withRule(change))).toEqual([expected].flat());
  });

  it('is an object', () => {
    expect(faultsOf({ ...smallest, earn: [null, 'base'] })).toEqual([
      expect.stringMatching(/^earn\[0\]/),
      expect.stringMatching(/^earn\[1\]/),
    ]);
  });
});

describe('what no sale can reach', () => {
  it.each([
    [{ from: '2026-02-01', until: '2026-01-31' }, 'earn[0].until'],
    [{ when: { between: ['2026-02-01', '2026-01-31'] } }, 'earn[0].when.between'],
    [{ from: '2026-02-01', when: { between: ['2026-01-01', '2026-01-31'] } }, 'earn[0].when.between'],
    [{ until: '2025-12-31', when: { between: ['2026-01-01', '2026-01-31'] } }, 'earn[0].when.between'],
  ])('is an empty range of dates: %j', (change, path) => {
    expect(faultsOf(withRule(change))).toEqual([`${path}: unreachable: an empty range of dates`]);
  });

  it('is a level or a calendar that there is not, each named', () => {
    expect(faultsOf(withRule({ when: { tier: ['silver', 'gold', 'Silver'] } }))).toEqual([
      'earn[0].when.tier[1]: unreachable: no such level',
      'earn[0].when.tier[2]: unreachable: no such level',
    ]);
    const calendars = { holidays: ['2026-10-01'] };
    const rule = { when: { calendar: ['holidays', 'sales'] } };
    expect(faultsOf({ ...withRule(rule), calendars })).toEqual([
      'earn[0].when.calendar[1]: unreachable: no such calendar',
      'earn[0].when.calendar: when.calendar is not built yet',
    ]);
  });

  it('is a cap of 0', () => {
    expect(faultsOf(withRule({ cap: { points: 0, per: 'day' } }))).toContain('earn[0].cap.points: an integer from 1');
    expect(faultsOf(withRule({ cap: { times: 0, per: 'day' } }))).toContain('earn[0].cap.times: an integer from 1');
  });

  it('is not said of levels that have faults of their own', () => {
    const tiers = { levels: [{ from: 0 }] };
    expect(faultsOf({ ...withRule({ when: { tier: ['gold'] } }), tiers })).toEqual([
      'tiers.levels[0].id: required: a string of 1 to 256 UTF-16 units, well-formed Unicode',
    ]);
  });
});

describe('levels', () => {
  it('rest on points, spend or orders, of some months, a calendar year or a lifetime', () => {
    const tiersOf = (given: object) => accepted(withTiers({ levels, ...given })).programme.tiers;
    expect(tiersOf({})).toMatchObject({ basis: 'points', window: { months: 12 } });
    expect(tiersOf({ basis: 'spend' }).basis).toBe('spend');
    expect(tiersOf({ basis: 'orders' }).basis).toBe('orders');
    expect(tiersOf({ window: { months: 3 } }).window).toEqual({ months: 3 });
    expect(tiersOf({ window: { calendar: 'year' } }).window).toBe('calendar-year');
    expect(tiersOf({ window: { lifetime: true } }).window).toBe('lifetime');
  });

  it('begin from 0 and rise', () => {
    const from = (...points: number[]) =>
      faultsOf(withTiers({ levels: points.map((at, index) => ({ id: `level-${index}`, from: at })) }));
    expect(from(0, 1, 2)).toEqual([]);
    expect(from(1, 2)).toEqual(['tiers.levels[0].from: the first level is from 0']);
    expect(from(0, 5, 5)).toEqual(['tiers.levels[2].from: above the level before: levels rise']);
    expect(from(0, 5, 3, 4)).toEqual(['tiers.levels[2].from: above the level before: levels rise']);
  });

  it('and rules have each id once', () => {
    expect(faultsOf(withTiers({ levels: [levels[0], { id: 'ordinary', from: 5 }] }))).toEqual([
      'tiers.levels[1].id: each id once',
    ]);
    expect(faultsOf(withRule({}, {}, { id: 'other' }, {}))).toEqual([
      'earn[1].id: each id once',
      'earn[3].id: each id once',
    ]);
  });
});

describe('a life of its own', () => {
  it.each([
    [{ expiry: { policy: 'after', months: 1 } }, { policy: 'after', life: { months: 1 }, roundUpTo: 'day' }],
    [{ expiry: { policy: 'endOf', period: 'year' } }, { policy: 'endOf', period: 'year', plus: 0 }],
    [
      { ...fixed, expiry: { policy: 'fixed', on: '--04-01' } },
      { policy: 'fixed', on: { month: 4, day: 1 } },
    ],
    [{ ...fixed, expiry: { policy: 'never' } }, { policy: 'never' }],
  ])('is what a rule says of the points that it gives: %j', (change, expiry) => {
    expect(accepted(withRule(change)).programme.rules).toMatchObject([{ expiry }]);
  });

  it('is none where a rule says nothing', () => {
    const [rule] = accepted(withRule({})).programme.rules;
    expect(rule).not.toHaveProperty('expiry');
  });

  it('is no end with inactivity, which is about all points of a member', () => {
    const lives = 'one of after, endOf, fixed, never: inactivity is about all points of a member';
    expect(faultsOf(withRule({ expiry: { policy: 'inactivity', months: 12 } }))).toEqual([
      `earn[0].expiry.policy: an object whose policy is ${lives}`,
    ]);
    expect(faultsOf(withRule({ expiry: { policy: 'after' } }))).toEqual([
      'earn[0].expiry.months: exactly one of months and days',
    ]);
  });
});

describe('what is not built yet', () => {
  it.each([
    [{ kind: 'activity', activity: 'review', perMinor: undefined }, 'earn[0].kind: kind activity'],
    [{ cap: { times: 1, per: 'month' } }, 'earn[0].cap: cap'],
    [{ ...multiply, cap: { times: 1, per: 'member' } }, 'earn[0].cap: cap'],
    [{ exclusive: true, priority: 5 }, 'earn[0].exclusive: exclusive'],
    [{ progress: false }, 'earn[0].progress: progress'],
    [{ when: { orderNumber: [1] } }, 'earn[0].when.orderNumber: when.orderNumber'],
    [{ when: { enrolledWithinDays: 30 } }, 'earn[0].when.enrolledWithinDays: when.enrolledWithinDays'],
  ])('of a rule is refused by name: %j', (change, what) => {
    expect(faultsOf(withRule(change))).toEqual([`${what} is not built yet`]);
  });

  it('is not what says the default', () => {
    expect(faultsOf({ ...smallest, earn: [{ ...rate, exclusive: false, progress: true }] })).toEqual([]);
  });
});
