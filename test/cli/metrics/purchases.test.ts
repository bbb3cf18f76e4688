import { describe, expect, test } from 'vitest';
import { buys, enrols, numbersOf, other, returns, told } from './shop.ts';

const asOf = (day: string, window = 'all') => ['--as-of', day, '--window', window];

describe('activity', () => {
  test('a purchase fully returned is no activity, one returned in part is; a guest counts when claimed', async () => {
    const history = [
      buys('ann', '2026-01-10', 1000),
      buys('bob', '2026-01-11', 1000),
      buys('', '2026-01-12', 1000),
      returns('ann', '2026-01-10', '2026-02-01'),
      returns('bob', '2026-01-11', '2026-02-02', { net: 400 }),
    ];
    const numbers = await numbersOf(history, asOf('2026-02-10'));
    expect(told(numbers['act.mau'])).toEqual({ '2026-01': 1, '(2026-02)': 0 });
    expect(told(numbers['act.enrol'])).toEqual({ '2026-01': 2, '(2026-02)': 0 });
    expect(told(numbers['buy.count'])).toEqual({ '2026-01': 1, '(2026-02)': 0 });
    expect(told(numbers['buy.amount'])).toEqual({ '2026-01': 600, '(2026-02)': 0 });
    // The return of part of it takes the same part of the one unit that was sold.
    expect(numbers['buy.items']).toMatchObject({ series: [{ value: 0.6, numerator: 3, denominator: 5 }, {}] });
    expect(numbers['buy.aov']).toMatchObject({
      series: [{ value: 600, numerator: 600, denominator: 1 }, { value: null }],
    });
    // As it was known in January nothing had come back yet.
    expect(told((await numbersOf(history, asOf('2026-01-31')))['act.mau'])).toEqual({ '2026-01': 2 });

    const claimed = { ...buys('', '2026-01-12', 1000, { member: { externalId: 'cid' } }) };
    expect(told((await numbersOf([...history, claimed], asOf('2026-01-31')))['act.mau'])).toEqual({ '2026-01': 3 });
  });

  test('days, ISO weeks and months begin and end by the clock of the programme', async () => {
    const history = [
      // 23:59:59 on 31 December 2025 in Shanghai, and a second later; 1 January 2026 is in the first week.
      buys('ann', '2025-12-31T15:59:59Z', 100),
      buys('bob', '2025-12-31T16:00:00Z', 100),
    ];
    const numbers = await numbersOf(history, asOf('2026-01-04'));
    expect(told(numbers['act.mau'])).toEqual({ '2025-12': 1, '(2026-01)': 1 });
    expect(told(numbers['act.wau'])).toEqual({ '2026-W01': 2 });
    expect(told(numbers['act.dau'])).toMatchObject({ '2025-12-31': 1, '2026-01-01': 1, '2026-01-04': 0 });
  });

  test('hours are what the clock shows, also when clocks change; visits of one hour are one member-day', async () => {
    const history = [
      // 01:30 in Berlin twice over is 02:30 twice over on the night on which clocks go back: Sunday, 25 October 2026.
      buys('ann', '2026-10-25T00:30:00Z', 100),
      buys('ann', '2026-10-25T01:30:00Z', 100),
      buys('bob', '2026-10-25T01:10:00Z', 100),
      // A day later the same instant of the day is an hour earlier by the clock.
      buys('ann', '2026-10-26T00:30:00Z', 100),
      returns('ann', '2026-10-26T00:30:00Z', '2026-10-27'),
    ];
    const numbers = await numbersOf(history, asOf('2026-10-31'), { timeZone: 'Europe/Berlin' });
    const hours = numbers['act.hour'];
    if (hours === undefined || !('rows' in hours)) throw new TypeError('no rows');
    expect(hours.rows).toHaveLength(168);
    expect(hours.rows.filter((row) => 'purchases' in row && row.purchases > 0)).toEqual([
      { weekday: 'mon', hour: 1, purchases: 1, memberDays: 1 },
      { weekday: 'sun', hour: 2, purchases: 3, memberDays: 2 },
    ]);
  });

  test('of enrolments only those observed for 30 days count, and the 30th day counts', async () => {
    const history = [
      enrols('ann', '2026-01-01'),
      enrols('bob', '2026-01-01'),
      enrols('cid', '2026-01-02'),
      buys('ann', '2026-01-31', 100),
      buys('bob', '2026-02-01', 100),
    ];
    const rate = async (day: string) => (await numbersOf(history, asOf(day)))['act.enrol_to_first'];
    expect(await rate('2026-01-30')).toEqual({ value: null, numerator: 0, denominator: 0 });
    expect(await rate('2026-01-31')).toEqual({ value: 0.5, numerator: 1, denominator: 2 });
    expect(await rate('2026-02-01')).toEqual({ value: 0.333333, numerator: 1, denominator: 3 });
  });
});

describe('composition and retention', () => {
  const history = [
    ...['2026-01-05', '2026-02-05', '2026-03-05', '2026-05-05'].map((day) => buys('ann', day, 100)),
    ...['2026-01-06', '2026-03-06'].map((day) => buys('bob', day, 100)),
    buys('cid', '2026-03-07', 100),
  ];

  test('new, retained and returning are the active ones; lost are those of the month before', async () => {
    const numbers = await numbersOf(history, asOf('2026-05-31'));
    const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
    const values = (id: string) => months.map((month) => told(numbers[id])[month]);
    expect(values('act.mau')).toEqual([2, 1, 3, 0, 1]);
    expect(values('act.new')).toEqual([2, 0, 1, 0, 0]);
    expect(values('comp.retained')).toEqual([0, 1, 1, 0, 0]);
    expect(values('comp.returning')).toEqual([0, 0, 1, 0, 1]);
    expect(values('comp.lost')).toEqual([0, 1, 0, 3, 0]);
    expect(values('ret.churn_period')).toEqual([null, 0.5, 0, 1, null]);
    // Three months in a row in March; nobody has six purchases.
    expect(values('comp.loyal')).toEqual([0, 0, 1, 0, 0]);
    expect(numbers['comp.streak']).toEqual({ bins: [{ bin: '1', value: 1 }] });
  });

  test('cohorts exact and rolling; a month that is not over is marked', async () => {
    const numbers = await numbersOf(history, asOf('2026-05-31'));
    expect(numbers['ret.n']).toEqual({
      cohorts: [
        { cohort: '2026-01', size: 2, values: [2, 1, 2, 0, 1] },
        { cohort: '2026-03', size: 1, values: [1, 0, 0] },
      ],
    });
    expect(numbers['ret.rolling']).toMatchObject({ cohorts: [{ values: [2, 2, 2, 1, 1] }, { values: [1, 0, 0] }] });
    expect(numbers['ret.churn_cohort']).toMatchObject({
      cohorts: [{ values: [0, 0, 0, 1, 1] }, { values: [0, 1, 1] }],
    });
    const early = await numbersOf(history, asOf('2026-03-30'));
    expect(early['ret.n']).toMatchObject({ cohorts: [{ complete: false, values: [2, 1, 2] }, { complete: false }] });
  });

  test('six purchases in twelve months make loyal, the seventh month after the first no more', async () => {
    const six = ['2025-01-05', '2025-03-05', '2025-05-05', '2025-07-05', '2025-09-05', '2025-11-05'];
    const loyal = told(
      (
        await numbersOf(
          six.map((day) => buys('ann', day, 100)),
          asOf('2026-02-28'),
        )
      )['comp.loyal'],
    );
    expect(Object.entries(loyal).filter(([, members]) => members === 1)).toEqual([
      ['2025-11', 1],
      ['2025-12', 1],
    ]);
  });

  test('silence is judged by the rhythm of the member, or by the fallback days', async () => {
    const often = ['2026-01-01', '2026-01-11', '2026-01-31'].map((day) => buys('ann', day, 100));
    const once = buys('bob', '2026-01-31', 100);
    const silent = async (day: string, programme = {}) =>
      (await numbersOf([...often, once], asOf(day), programme))['ret.silent'];
    // Gaps of 10 and 20 days: the median is 15, twice that 30; nothing is known of the other for 60 days.
    expect(await silent('2026-03-02')).toEqual({ value: 0 });
    expect(await silent('2026-03-03')).toEqual({ value: 1 });
    expect(await silent('2026-04-01')).toEqual({ value: 1 });
    expect(await silent('2026-04-02')).toEqual({ value: 2 });
    const stages = {
      factor: { atRisk: '1.1', lapsed: '3', lost: '6' },
      fallbackDays: { atRisk: 10, lapsed: 120, lost: 365 },
    };
    expect(await silent('2026-02-16', { stages })).toEqual({ value: 1 });
    expect(await silent('2026-02-17', { stages })).toEqual({ value: 2 });
  });
});

describe('purchases', () => {
  const history = [
    buys('ann', '2025-12-20', 100),
    buys('ann', '2026-01-20', 100),
    buys('ann', '2026-01-25', 100),
    buys('bob', '2025-11-20', 100),
    buys('cid', '2026-01-05', 100),
    buys('dan', '2026-01-31T10:00:00+08:00', 100),
    buys('dan', '2026-01-31T11:00:00+08:00', 100),
  ];

  test('the three repurchase rates of a month, of twelve months and of all', async () => {
    const rates = async (window: string) => {
      const numbers = await numbersOf(history, asOf('2026-01-31', window));
      return ['buy.repurchase', 'buy.returning_share', 'buy.repeat_base'].map((id) => numbers[id]);
    };
    const all = [
      { value: 0.5, numerator: 2, denominator: 4 },
      { value: 0, numerator: 0, denominator: 4 },
      { value: null, numerator: 0, denominator: 0 },
    ];
    expect(await rates('month')).toEqual([
      { value: 0.666667, numerator: 2, denominator: 3 },
      { value: 0.333333, numerator: 1, denominator: 3 },
      { value: 0.5, numerator: 1, denominator: 2 },
    ]);
    expect(await rates('12m')).toEqual(all);
    expect(await rates('all')).toEqual(all);
  });

  test('a second purchase may be on the first day; intervals are between days', async () => {
    const numbers = await numbersOf(history, asOf('2026-03-02'));
    expect(numbers['buy.second_30']).toEqual({ value: 0.25, numerator: 1, denominator: 4 });
    expect((await numbersOf(history, asOf('2026-02-28')))['buy.second_30']).toEqual({
      value: 0,
      numerator: 0,
      denominator: 3,
    });
    expect(numbers['buy.second_60']).toEqual({ value: 0.5, numerator: 1, denominator: 2 });
    expect(numbers['buy.interval']).toMatchObject({ n: 2, mean: 18, p50: 5, p80: 60, p90: 60 });
    expect(numbers['buy.times']).toMatchObject({ bins: [{ value: 2 }, { value: 1 }, { value: 1 }, {}, {}] });
    expect(numbers['buy.recency']).toMatchObject({ bins: [{ value: 1 }, { value: 2 }, {}, { value: 1 }, {}, {}] });
  });

  test('items are units of goods that are kept; a return without a receipt lowers the net of its own month', async () => {
    const lines = [
      { lineId: '1', net: 600, quantity: '3' },
      { lineId: '2', net: 400, quantity: '0.5' },
      { lineId: '3', net: 50, kind: 'shipping' },
    ];
    const events = [
      buys('ann', '2026-01-20', 0, { lines }),
      returns('ann', '2026-01-20', '2026-02-20', { lines: [{ lineId: '1', net: 200 }] }),
      other('purchase.returned', '2026-02-21', {
        returnId: 'till',
        member: { externalId: 'ann' },
        currency: 'CNY',
        net: 300,
      }),
    ];
    const numbers = await numbersOf(events, asOf('2026-02-28'));
    expect(numbers['buy.items']).toMatchObject({
      series: [{ value: 2.5, numerator: 5, denominator: 2 }, { value: null }],
    });
    expect(told(numbers['buy.amount'])).toEqual({ '2026-01': 800, '2026-02': -300 });
    expect(told(numbers['buy.count'])).toEqual({ '2026-01': 1, '2026-02': 0 });
  });

  test('an event that comes late counts in its own month', async () => {
    const events = [buys('ann', '2026-03-01', 100), buys('ann', '2026-01-15', 100)];
    const numbers = await numbersOf(events, asOf('2026-03-31'));
    expect(told(numbers['act.new'])).toEqual({ '2026-01': 1, '2026-02': 0, '2026-03': 0 });
    expect(told((await numbersOf(events, asOf('2026-01-31')))['act.mau'])).toEqual({ '2026-01': 1 });
  });
});
