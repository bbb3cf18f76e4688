/** Stages against a plain computation from raw purchases: no statistics, no exact fractions, no shortcuts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OlderDays, PurchaseDay } from '../../shared/domain/account-statistics.ts';
import { addDays, formatDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { binOf, intervalBins } from '../../shared/domain/statistics/bins.ts';
import { stageNames, stageOn } from '../../shared/domain/stages.ts';
import { runs } from '../property-runs.ts';
import { day, Ledger, programmeWith, sale } from './build.ts';

const start = day('2026-01-01');

/** Factors in tenths, so that all that is compared below is whole. */
type Limits = {
  readonly newDays: number;
  readonly loyalOrders: number;
  readonly wonBackDays: number;
  readonly tenths: readonly [atRisk: number, lapsed: number, lost: number];
  readonly fallback: readonly [atRisk: number, lapsed: number, lost: number];
};

const rising = (least: number, most: number) =>
  fc
    .uniqueArray(fc.integer({ min: least, max: most }), { minLength: 3, maxLength: 3 })
    .map((all) => all.toSorted((a, b) => a - b))
    .map(([first = 0, second = 0, third = 0]) => [first, second, third] as const);
const limits: fc.Arbitrary<Limits> = fc.record({
  newDays: fc.integer({ min: 0, max: 60 }),
  loyalOrders: fc.integer({ min: 1, max: 8 }),
  wonBackDays: fc.integer({ min: 0, max: 90 }),
  tenths: rising(5, 60),
  fallback: rising(5, 200),
});

/** Days after the start, one for each purchase; from 2025 on, so that a year before any of them is in the calendar. */
const purchases = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 60 })), { maxLength: 14 })
  .map((all) => all.toSorted((a, b) => a - b));

function programmeOf({ newDays, loyalOrders, wonBackDays, tenths, fallback }: Limits) {
  const [atRisk, lapsed, lost] = tenths.map((value) => (value / 10).toFixed(1));
  const [atRiskDays, lapsedDays, lostDays] = fallback;
  return programmeWith({
    stages: {
      newDays,
      loyalOrders,
      wonBackDays,
      factor: { atRisk, lapsed, lost },
      fallbackDays: { atRisk: atRiskDays, lapsed: lapsedDays, lost: lostDays },
    },
  }).stages;
}

/** 0 for nobody silent, 1 at risk, 2 lapsed, 3 lost. */
function silence(bought: readonly number[], on: number, { tenths, fallback }: Limits): number {
  const before = bought.filter((each) => each <= on);
  const last = before.at(-1);
  if (last === undefined) return 0;
  const days = [...new Set(before)];
  const gaps = days.slice(1).map((each, index) => each - (days[index] ?? 0));
  if (before.length < 3 || gaps.length === 0) return fallback.filter((limit) => on - last > limit).length;
  const sorted = [...gaps, ...gaps].sort((a, b) => a - b);
  // Of every gap twice, the two in the middle are the median's two, or the median twice.
  const twice = Math.max(14, (sorted[gaps.length - 1] ?? 0) + (sorted[gaps.length] ?? 0));
  return tenths.filter((tenth) => 20 * (on - last) > tenth * twice).length;
}

function plainStage(bought: readonly number[], on: number, given: Limits): string {
  const known = bought.filter((each) => each <= on);
  const [first] = known;
  if (first === undefined) return 'prospect';
  if (on <= first + given.newDays) return 'new';
  for (let eve = on - given.wonBackDays; eve < on; eve += 1) {
    const comesBack = known.includes(eve + 1) && eve > first + given.newDays;
    if (comesBack && silence(known, eve, given) >= 2) return 'won-back';
  }
  const fallen = silence(known, on, given);
  if (fallen > 0) return ['at-risk', 'lapsed', 'lost'][fallen - 1] ?? '';
  const date = new Date((start + on) * 86_400_000);
  const yearAgo = new Date(date);
  yearAgo.setUTCFullYear(date.getUTCFullYear() - 1);
  // There is no 29 February a year before one.
  if (yearAgo.getUTCDate() !== date.getUTCDate()) yearAgo.setUTCDate(0);
  const inYear = known.filter((each) => (start + each) * 86_400_000 > yearAgo.getTime());
  return inYear.length >= given.loyalOrders ? 'loyal' : 'active';
}

function daysOf(bought: readonly number[]): readonly PurchaseDay[] {
  const counted = new Map<Day, number>();
  for (const after of bought) counted.set(addDays(start, after), (counted.get(addDays(start, after)) ?? 0) + 1);
  return [...counted].map(([on, orders]) => ({ day: on, orders }));
}

describe('the stage of a member', () => {
  it('is that of a plain computation, on every day and under any limits', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(purchases, limits, (bought, given) => {
        const programme = programmeOf(given);
        const days = daysOf(bought);
        for (let on = 0; on < 700; on += 7) {
          const found = stageOn({ days, older: null }, addDays(start, on), programme);
          seen.add(found);
          expect(found).toBe(plainStage(bought, on, given));
        }
      }),
      { numRuns: runs(60) },
    );
    // Fewer runs may miss one.
    if (runs(60) >= 60) expect([...seen].sort()).toEqual([...stageNames].sort());
  });

  it('is that of the account which the entries of the purchases make, in whatever order they come', () => {
    const shuffled = purchases.chain((bought) => fc.shuffledSubarray(bought, { minLength: bought.length }));
    fc.assert(
      fc.property(shuffled, limits, (bought, given) => {
        const ledger = new Ledger(programmeWith());
        for (const [index, after] of bought.entries()) {
          ledger.sell(sale(`${formatDay(addDays(start, after))}T12:00:00Z`, { net: 100 }, String(index)));
        }
        const sorted = bought.toSorted((a, b) => a - b);
        for (const on of [0, 100, 300, 500, 600]) {
          const found = stageOn(ledger.account.statistics, addDays(start, on), programmeOf(given));
          expect(found).toBe(plainStage(sorted, on, given));
        }
      }),
      { numRuns: runs(40) },
    );
  });

  it('is the same whether days are known or only the bins of their gaps, where those have one length each', () => {
    const gaps = fc.array(fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 14, 21, 30, 60, 90, 180, 365), {
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(gaps, fc.nat(), fc.nat(), limits, (lengths, cut, later, given) => {
        let after = 0;
        const days = daysOf([0, ...lengths.map((length) => (after += length))]);
        const folded = days.slice(0, 2 + (cut % (days.length - 1)));
        const [first, second] = folded;
        const last = folded.at(-1);
        if (first === undefined || second === undefined || last === undefined) throw new RangeError('days');
        const intervals = intervalBins.map(() => 0);
        for (const length of lengths.slice(0, folded.length - 1)) {
          const bin = intervalBins.findIndex(({ name }) => name === binOf(intervalBins, length));
          intervals[bin] = (intervals[bin] ?? 0) + 1;
        }
        const older: OlderDays = {
          first: first.day,
          second: second.day,
          last: last.day,
          months: [],
          streak: 1,
          intervals,
        };
        const programme = programmeOf({ ...given, newDays: 0, wonBackDays: 0, loyalOrders: 1000 });
        const on = addDays(start, after + (later % 400));
        const known = { days: days.slice(folded.length), older };
        expect(stageOn(known, on, programme)).toBe(stageOn({ days, older: null }, on, programme));
      }),
    );
  });
});
