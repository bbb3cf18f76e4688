/** The stages of a member's life, by example. The limits are those of contracts.md: 2, 3 and 6 usual gaps. */
import { describe, expect, it } from 'vitest';
import type { Statistics } from '../../shared/domain/account-statistics.ts';
import { addDays } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { intervalBins } from '../../shared/domain/statistics/bins.ts';
import { rhythmOf } from '../../shared/domain/rhythm.ts';
import { stageOn } from '../../shared/domain/stages.ts';
import { day, programmeWith } from './build.ts';

const start = day('2026-01-01');
type Purchases = Pick<Statistics, 'days' | 'older'>;
type Bought = readonly (number | readonly [after: number, orders: number])[];

/** Purchases so many days after the start. */
function bought(...days: Bought): Purchases {
  const pairs = days.map((given) => (typeof given === 'number' ? ([given, 1] as const) : given));
  return { days: pairs.map(([after, orders]) => ({ day: addDays(start, after), orders })), older: null };
}

type Stages = NonNullable<NonNullable<Parameters<typeof programmeWith>[0]>['stages']>;

/** The stages on days after the start. */
function stages(purchases: Purchases, on: readonly number[], given: Stages = {}): string[] {
  const { stages: limits } = programmeWith({ stages: given });
  return on.map((after) => stageOn(purchases, addDays(start, after), limits));
}

/** Every so many days, so many times. */
const every = (gap: number, times: number, from = 0) => Array.from({ length: times }, (_, index) => from + gap * index);

describe('the stage of a member', () => {
  it('is prospect until the first purchase, and new for thirty days after it', () => {
    expect(stages(bought(), [0, 1000])).toEqual(['prospect', 'prospect']);
    expect(stages(bought(5), [4, 5, 35, 36])).toEqual(['prospect', 'new', 'new', 'active']);
    expect(stages(bought(5), [5, 6], { newDays: 0 })).toEqual(['new', 'active']);
  });

  it('is judged by fallback days while there are fewer than three purchases', () => {
    const on = [60, 61, 120, 121, 365, 366];
    const fallen = ['active', 'at-risk', 'at-risk', 'lapsed', 'lapsed', 'lost'];
    expect(stages(bought(0), on)).toEqual(fallen);
    expect(stages(bought(-1, 0), on)).toEqual(fallen);
    // Three purchases on one day have no gap between them.
    expect(stages(bought([0, 3]), on)).toEqual(fallen);
  });

  it('is judged by the usual gap from the third purchase on, longer and not as long', () => {
    // Every 20 days: silent after 40, 60 and 120.
    const last = 60;
    const on = [40, 41, 60, 61, 120, 121].map((after) => last + after);
    expect(stages(bought(...every(20, 4)), on)).toEqual(['active', 'at-risk', 'at-risk', 'lapsed', 'lapsed', 'lost']);
    // Two purchases on one day and another day's are three, with one gap.
    expect(stages(bought([-20, 2], 0), [40, 41], { newDays: 0 })).toEqual(['active', 'at-risk']);
  });

  it('takes the middle of two gaps exactly', () => {
    // Gaps of 10 and 11: silent beyond 21 days, at a factor of 2.1 beyond 22.05.
    const purchases = bought(-21, -11, 0);
    expect(stages(purchases, [21, 22], { newDays: 0 })).toEqual(['active', 'at-risk']);
    const factor = { atRisk: '2.1' };
    expect(stages(purchases, [22, 23], { newDays: 0, factor })).toEqual(['active', 'at-risk']);
  });

  it('takes no gap for shorter than seven days', () => {
    expect(stages(bought(...every(1, 40)), [39 + 14, 39 + 15], { loyalOrders: 50 })).toEqual(['active', 'at-risk']);
  });

  it('is loyal with six orders in twelve months, and not when silent', () => {
    const six = bought(...every(20, 6, -100));
    expect(stages(six, [0, 40, 41])).toEqual(['loyal', 'loyal', 'at-risk']);
    expect(stages(bought(...every(20, 5, -80)), [0])).toEqual(['active']);
    expect(stages(bought(-40, -20, [0, 4]), [0])).toEqual(['loyal']);
    // The first of the six, 100 days before the start, counts for twelve months, to 22 September 2026.
    const spread = bought(-100, 0, 100, 200, 250, 264);
    expect(stages(spread, [264, 265])).toEqual(['loyal', 'active']);
  });

  it('is won back for sixty days after the purchase of somebody who had lapsed or was lost', () => {
    // Every 20 days, then 61 days of nothing at the end of the day before: lapsed; 60: at risk.
    const lapsed = bought(0, 20, 40, 102, 115, 128, 141, 154);
    expect(stages(lapsed, [101, 102, 161, 162])).toEqual(['lapsed', 'won-back', 'won-back', 'loyal']);
    expect(stages(bought(0, 20, 40, 101), [100, 101])).toEqual(['at-risk', 'active']);
    expect(stages(bought(0, 20, 40, 400), [399, 400, 459])).toEqual(['lost', 'won-back', 'won-back']);
    expect(stages(lapsed, [102], { wonBackDays: 0 })).toEqual(['active']);
  });

  it('is won back by fallback days, too', () => {
    expect(stages(bought(0, 122), [121, 122, 181, 182, 183])).toEqual([
      'lapsed',
      'won-back',
      'won-back',
      'active',
      'at-risk',
    ]);
    expect(stages(bought(0, 121), [120, 121])).toEqual(['at-risk', 'active']);
  });

  it('stays won back through another silence, whose end begins the days anew', () => {
    const weekly = bought(...every(7, 10), 200, 240);
    expect(stages(weekly, [200, 239, 240, 299, 300])).toEqual(['won-back', 'won-back', 'won-back', 'won-back', 'lost']);
  });

  it('of somebody new is new, whatever they leave undone, and nobody new is won back', () => {
    expect(stages(bought(0, 1, 2), [20, 30, 31])).toEqual(['new', 'new', 'lapsed']);
    const given = { newDays: 180 };
    expect(stages(bought(0, 150), [149, 150, 180, 181], given)).toEqual(['new', 'new', 'new', 'active']);
  });

  it('does not look at purchases after the day', () => {
    const purchases = bought(0, 20, 40, 300);
    expect(stages(purchases, [100, 101, 160, 161])).toEqual(['at-risk', 'lapsed', 'lapsed', 'lost']);
  });
});

describe('purchases that an account only remembers in part', () => {
  const intervals = (bins: Readonly<Record<string, number>>) => intervalBins.map(({ name }) => bins[name] ?? 0);
  const twiceGap = (older: Purchases['older'], days: Bought = []) =>
    rhythmOf({ ...bought(...days), older }, addDays(start, 10_000))?.twiceGap;
  const older = { first: day('2020-01-01'), second: day('2020-01-09'), last: day('2023-12-01'), months: [], streak: 1 };

  it('have gaps that count as the upper edges of their bins', () => {
    expect(twiceGap({ ...older, intervals: intervals({ '8-14': 2 }) })).toBe(28);
    expect(twiceGap({ ...older, intervals: intervals({ '8-14': 1, '366+': 1 }) })).toBe(14 + 366);
    expect(twiceGap({ ...older, intervals: intervals({ '366+': 2 }) })).toBe(2 * 366);
    // The gap to the first day that is kept is known exactly, as those after it are.
    const days = [start - day('2023-12-01'), 20];
    expect(days[0]).toBe(762);
    expect(twiceGap({ ...older, intervals: intervals({ '8-14': 1 }) }, [0, 20])).toBe(40);
  });

  it('are enough for a rhythm, or not', () => {
    const one = { ...older, second: null, last: older.first, intervals: intervals({}) };
    expect(twiceGap(one, [0])).toBeNull();
    expect(twiceGap(one, [0, 20])).toBe(20 + (start - older.first));
    expect(twiceGap({ ...one, second: older.first }, [0])).toBe(2 * (start - older.first));
    expect(twiceGap({ ...one, second: older.first })).toBeNull();
    expect(twiceGap({ ...older, second: older.first, intervals: intervals({ '61-90': 1 }) })).toBe(180);
    expect(twiceGap({ ...older, intervals: intervals({ '61-90': 1 }) })).toBeNull();
  });

  it('tell somebody who comes back after years from somebody new', () => {
    const back: Purchases = { ...bought(0), older: { ...older, intervals: intervals({ '8-14': 4 }) } };
    expect(stages(back, [-1, 0, 59, 60])).toEqual(['lost', 'won-back', 'won-back', 'lapsed']);
  });
});

it('the day before the first known one is no special day', () => {
  const first: Day = start;
  expect(rhythmOf(bought(0), addDays(first, -1))).toBeNull();
  expect(rhythmOf(bought(0), first)).toEqual({ lastOn: first, twiceGap: null });
});
