import { describe, expect, test } from 'vitest';
import { buys, documentOf, enrols, numbersOf, other, returns, told } from './shop.ts';

const asOf = (day: string, window = 'all') => ['--as-of', day, '--window', window];

describe('RFM groups and high value', () => {
  const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

  test('ties stay together: ten alike are all of the best, and one above them alone takes nothing from them', async () => {
    const alike = people.map((name) => buys(name, '2026-01-10', 100));
    const numbers = await numbersOf([...alike, enrols('z', '2026-01-11')], asOf('2026-01-31'));
    expect(numbers['rfm.group']).toMatchObject({ bins: expect.arrayContaining([{ bin: 'champions', value: 10 }]) });
    expect(numbers['rfm.group']).toMatchObject({ bins: expect.arrayContaining([{ bin: 'prospects', value: 1 }]) });
    expect(told(numbers['comp.high'])).toEqual({ '2026-01': 10 });
    const more = await numbersOf([...alike, buys('k', '2026-01-10', 200)], asOf('2026-01-31'));
    expect(told(more['comp.high'])).toEqual({ '2026-01': 11 });
    // With two of ten above them the share is not below 20 % any more.
    const two = alike.map((event, index) => (index < 2 ? buys(`x${String(index)}`, '2026-01-10', 200) : event));
    expect(told((await numbersOf(two, asOf('2026-01-31')))['comp.high'])).toEqual({ '2026-01': 2 });
  });

  test('members move between groups: in the month after the twelve of the purchase they are dormant', async () => {
    const events = [buys('ann', '2025-01-10', 100), buys('bob', '2026-01-10', 100)];
    const numbers = await numbersOf(events, asOf('2026-01-31', 'month'));
    expect(numbers['rfm.move']).toEqual({
      rows: [
        { from: 'joined', to: 'champions', value: 1 },
        { from: 'champions', to: 'dormant', value: 1 },
      ],
    });
  });
});

describe('points and levels', () => {
  const valued = {
    points: { expiry: { policy: 'after', months: 1, roundUpTo: 'month' }, valueOfPointMinor: 5 },
  };
  const redeem = (at: string, points: number) =>
    other('redemption.requested', at, { member: { externalId: 'ann' }, requestId: at, points });

  test('flows by month, breakage by month of issue, liability and its bridge', async () => {
    const events = [
      buys('ann', '2026-01-10', 10_000),
      redeem('2026-01-20', 30),
      buys('ann', '2026-02-10', 20_000),
      returns('ann', '2026-02-10', '2026-02-11', { net: 5_000 }),
    ];
    const numbers = await numbersOf(events, asOf('2026-03-15', 'month'), valued);
    const months = (id: string) => Object.values(told(numbers[id]));
    expect(months('pts.issued')).toEqual([100, 200, 0]);
    expect(months('pts.redeemed')).toEqual([30, 0, 0]);
    expect(months('pts.returned')).toEqual([0, 50, 0]);
    expect(months('pts.expired')).toEqual([0, 0, 70]);
    expect(months('pts.redeem_rate')).toEqual([0.3, 0, null]);
    expect(numbers['pts.balance']).toEqual({ value: 150 });
    expect(numbers['pts.expiring']).toMatchObject({
      bins: [{ bin: '30', value: 150 }, { value: 150 }, { value: 150 }],
    });
    expect(numbers['pts.breakage']).toEqual({
      cohorts: [
        { cohort: '2026-01', size: 100, complete: false, values: [0, 0, 70] },
        { cohort: '2026-02', size: 200, complete: false, values: [0, 0] },
      ],
    });
    // 150 × 5 × 30 ÷ (30 + 70)
    expect(numbers['pts.liability']).toMatchObject({
      value: 225,
      bridge: { opening: 220, expired: -70, closing: 150 },
    });
  });

  test('points that end with inactivity are expiring by the day on which they would', async () => {
    const inactivity = { points: { expiry: { policy: 'inactivity', months: 3, acts: ['purchase'] } } };
    const events = [buys('ann', '2026-01-05', 10_000)];
    // 5 April is 36 days ahead.
    const early = await numbersOf(events, asOf('2026-02-28'), inactivity);
    expect(early['pts.expiring']).toMatchObject({ bins: [{ value: 0 }, { value: 100 }, { value: 100 }] });
    const late = await numbersOf(events, asOf('2026-03-31'), inactivity);
    expect(late['pts.expiring']).toMatchObject({ bins: [{ value: 100 }, { value: 100 }, { value: 100 }] });
  });

  test('what happened after the day counts for nothing, even where it came first', async () => {
    const events = [
      buys('ann', '2026-01-10', 10_000),
      buys('ann', '2027-06-10', 10_000),
      returns('ann', '2026-01-10', '2026-01-20', { full: true }),
    ];
    const numbers = await numbersOf(events, asOf('2026-01-31'));
    expect(numbers['pts.balance']).toEqual({ value: 0 });
    expect(told(numbers['pts.returned'])).toEqual({ '2026-01': 100 });
  });

  test('points on hold are outstanding, and redeemed when the hold is committed', async () => {
    const data = { member: { externalId: 'ann' }, requestId: 'r', points: 30, hold: { minutes: 60 } };
    const events = [
      buys('ann', '2026-01-10', 10_000),
      other('redemption.requested', '2026-01-31T23:50:00+08:00', data),
      other('redemption.committed', '2026-02-01T00:10:00+08:00', { member: data.member, requestId: 'r' }),
    ];
    const early = await numbersOf(events, asOf('2026-01-31'), valued);
    expect(early['pts.balance']).toEqual({ value: 100 });
    expect(told(early['pts.redeemed'])).toEqual({ '2026-01': 0 });
    expect(told((await numbersOf(events, asOf('2026-02-01'), valued))['pts.redeemed'])).toEqual({
      '2026-01': 0,
      '(2026-02)': 30,
    });
  });

  test('shares of a lot of several months of issue add up to what expired of it', async () => {
    const programme = { points: { expiry: { policy: 'endOf', period: 'year' } } };
    const events = [
      buys('ann', '2025-01-10', 10_000),
      buys('ann', '2025-02-10', 20_000),
      redeem('2025-03-01', 1),
      other('points.adjusted.requested', '2025-03-02', {
        ...{ member: { externalId: 'ann' }, requestId: 'a', points: 100, reason: 'sorry', actor: 'clerk' },
      }),
    ];
    // 399 of 400 expire; a quarter each belongs to January and to the adjustment, which no month issued.
    const { 'pts.breakage': breakage } = await numbersOf(events, asOf('2026-01-31'), programme);
    expect(breakage).toMatchObject({ cohorts: [{ size: 100 }, { size: 200 }] });
    if (breakage === undefined || !('cohorts' in breakage)) throw new TypeError('no cohorts');
    expect(breakage.cohorts.map(({ values }) => values.at(-1))).toEqual([99, 200]);
  });

  test('levels between the ends of months, and from before the window', async () => {
    const events = [
      buys('ann', '2026-01-10', 60_000),
      buys('bob', '2026-01-10', 10_000),
      buys('bob', '2026-02-10', 50_000),
      buys('cid', '2026-02-11', 100),
    ];
    const numbers = await numbersOf(events, asOf('2026-02-28', 'month'));
    expect(numbers['tier.mix']).toEqual({
      bins: [
        { bin: 'ordinary', value: 1 },
        { bin: 'silver', value: 2 },
        { bin: 'gold', value: 0 },
      ],
    });
    expect(numbers['tier.up']).toMatchObject({
      series: [{ value: null }, { value: 0.5, numerator: 1, denominator: 2 }],
    });
    expect(numbers['tier.down']).toMatchObject({ series: [{ value: null }, { value: 0 }] });
    expect(numbers['tier.keep']).toMatchObject({ series: [{ value: null }, { value: 0.5 }] });
    expect(numbers['tier.migrate']).toEqual({
      rows: [
        { from: 'joined', to: 'ordinary', value: 1, numerator: 1, denominator: 1 },
        { from: 'ordinary', to: 'silver', value: 1, numerator: 1, denominator: 1 },
        { from: 'silver', to: 'silver', value: 1, numerator: 1, denominator: 1 },
      ],
    });
  });

  test('a scope leaves out members of other levels and channels, and ranks stay those of all', async () => {
    const events = [
      buys('ann', '2026-01-10', 60_000, { channel: 'web' }),
      buys('bob', '2026-01-10', 10_000, { channel: 'shop' }),
    ];
    const tier = await documentOf(events, [...asOf('2026-01-31'), '--tier', 'ordinary']);
    expect(tier.scope).toEqual({ program: 'test@1', tier: 'ordinary', channel: null });
    expect(told(tier.numbers['act.mau'])).toEqual({ '2026-01': 1 });
    expect(told(tier.numbers['comp.high'])).toEqual({ '2026-01': 0 });
    const channel = await numbersOf(events, [...asOf('2026-01-31'), '--channel', 'web']);
    expect(told(channel['comp.high'])).toEqual({ '2026-01': 1 });
    expect(told(channel['buy.amount'])).toEqual({ '2026-01': 60_000 });
  });
});
