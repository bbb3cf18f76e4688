import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, formatDay } from '../../shared/domain/calendar.ts';
import { issuedIn } from '../../shared/domain/issued.ts';
import {
  compareSpending,
  creditAvailable,
  creditPending,
  emptiedLots,
  lotsAtMost,
  pendingWithoutTaken,
  sumOfPoints,
  withoutEmpties,
  withoutTaken,
} from '../../shared/domain/lots.ts';
import type { Lot } from '../../shared/domain/lots.ts';
import { consolidate } from '../../shared/domain/moved-lots.ts';
import { runs } from '../property-runs.ts';
import { day } from './build.ts';

function lot(points: number, availableOn: string, expiresOn: string | null, credited = points): Lot {
  return {
    points: BigInt(points),
    credited: BigInt(credited),
    issued: issuedIn(null, BigInt(credited)),
    availableOn: day(availableOn),
    expiresOn: expiresOn === null ? null : day(expiresOn),
  };
}
const inOrder = (lots: readonly Lot[], credit: typeof creditAvailable) => lots.reduce<readonly Lot[]>(credit, []);
const show = (lots: readonly Lot[]) =>
  lots.map(({ points, expiresOn }) => `${points} until ${expiresOn === null ? 'ever' : formatDay(expiresOn)}`);

describe('available points', () => {
  it('with the same last day are one lot, available since the earliest of them', () => {
    const lots = inOrder(
      [lot(5, '2026-02-01', '2027-01-01'), lot(7, '2026-01-01', '2027-01-01'), lot(1, '2026-03-01', '2027-01-01')],
      creditAvailable,
    );
    expect(lots).toEqual([lot(13, '2026-01-01', '2027-01-01')]);
  });

  it('keep what was ever credited apart from what is left', () => {
    const lots = creditAvailable([lot(3, '2026-01-01', '2027-01-01', 10)], lot(5, '2026-02-01', '2027-01-01'));
    expect(lots).toEqual([lot(8, '2026-01-01', '2027-01-01', 15)]);
  });

  it('are spent by their last day, the earliest first, and what never expires last', () => {
    const lots = inOrder(
      [
        lot(1, '2026-01-01', null),
        lot(2, '2026-01-02', '2028-01-01'),
        lot(3, '2026-01-03', '2026-06-01'),
        lot(4, '2026-01-04', '2027-01-01'),
        lot(5, '2026-01-05', null),
      ],
      creditAvailable,
    );
    expect(show(lots)).toEqual(['3 until 2026-06-01', '4 until 2027-01-01', '2 until 2028-01-01', '6 until ever']);
    expect(lots.toReversed().sort(compareSpending)).toEqual(lots);
  });

  it('are not spent by when they came: a short-lived bonus goes before older points', () => {
    const lots = inOrder([lot(100, '2026-01-01', '2027-01-01'), lot(10, '2026-05-01', '2026-06-01')], creditAvailable);
    expect(show(lots)).toEqual(['10 until 2026-06-01', '100 until 2027-01-01']);
  });

  it('of the same last day are compared by the day on which they became available', () => {
    const [early, late] = [lot(1, '2026-01-01', null), lot(1, '2026-01-02', null)];
    expect(compareSpending(early, late)).toBeLessThan(0);
    expect(compareSpending(late, early)).toBeGreaterThan(0);
    expect(compareSpending(early, early)).toBe(0);
  });

  it('add up, and no points are nothing', () => {
    expect(sumOfPoints([lot(1, '2026-01-01', null), lot(41, '2026-01-01', '2026-02-01')])).toBe(42n);
    expect(sumOfPoints([])).toBe(0n);
  });
});

describe('a lot that is empty', () => {
  const taken = (points: number, availableOn: string, expiresOn: string | null, pending = false) => {
    const { points: of, ...days } = lot(points, availableOn, expiresOn);
    return { points: of, availableOn: days.availableOn, expiresOn: days.expiresOn, pending };
  };

  it('is kept to its day, because what it was ever credited has to be known, and not without one', () => {
    const lots = [lot(5, '2026-01-01', '2027-01-01'), lot(7, '2026-01-01', '2027-02-01'), lot(3, '2026-01-01', null)];
    const rest = withoutTaken(lots, [
      taken(5, '2026-01-01', '2027-01-01'),
      taken(2, '2026-01-01', '2027-02-01'),
      taken(3, '2026-01-01', null),
    ]);
    expect(rest).toEqual([lot(0, '2026-01-01', '2027-01-01', 5), lot(5, '2026-01-01', '2027-02-01', 7)]);
    expect(withoutEmpties(rest, day('2026-12-31'))).toEqual(rest);
    expect(withoutEmpties(rest, day('2027-01-01'))).toEqual(rest.slice(1));
    expect(withoutEmpties(rest, day('2027-02-01'))).toEqual(rest.slice(1));
    expect(withoutTaken(lots, [taken(1, '2026-01-01', null)]).at(-1)).toEqual(lot(2, '2026-01-01', null, 3));
  });

  it('is available since what it gets next, and an empty one adds nothing to another', () => {
    const empty = lot(0, '2026-01-01', '2027-01-01', 5);
    expect(creditAvailable([empty], lot(3, '2026-05-01', '2027-01-01'))).toEqual([
      lot(3, '2026-05-01', '2027-01-01', 8),
    ]);
    expect(creditAvailable([lot(3, '2026-05-01', '2027-01-01')], empty)).toEqual([
      lot(3, '2026-05-01', '2027-01-01', 8),
    ]);
  });

  it('of pending points is one of the available lots, where it has a day', () => {
    const pending = [
      lot(5, '2026-02-01', '2027-01-01'),
      lot(6, '2026-02-01', '2027-02-01'),
      lot(7, '2026-02-01', null),
      lot(8, '2026-03-01', '2027-01-01'),
    ];
    const parts = [
      taken(5, '2026-02-01', '2027-01-01', true),
      taken(2, '2026-02-01', '2027-02-01', true),
      taken(7, '2026-02-01', null, true),
      // Of what is available, whatever its days.
      taken(8, '2026-03-01', '2027-01-01'),
    ];
    expect(pendingWithoutTaken(pending, parts)).toEqual([lot(4, '2026-02-01', '2027-02-01', 6), pending[3]]);
    expect(emptiedLots(pending, parts)).toEqual([lot(0, '2026-02-01', '2027-01-01', 5)]);
    const available = lot(9, '2026-01-01', '2027-01-01');
    expect(withoutTaken([available], parts)).toEqual([lot(1, '2026-01-01', '2027-01-01', 9)]);
  });
});

describe('pending points', () => {
  it('are told apart by both their days, and wait in the order in which they become available', () => {
    const lots = inOrder(
      [
        lot(1, '2026-02-01', '2027-02-01'),
        lot(2, '2026-01-01', '2027-02-01'),
        lot(4, '2026-02-01', '2027-01-01'),
        lot(8, '2026-02-01', '2027-02-01'),
        lot(16, '2026-02-01', null),
      ],
      creditPending,
    );
    expect(lots).toEqual([
      lot(2, '2026-01-01', '2027-02-01'),
      lot(4, '2026-02-01', '2027-01-01'),
      lot(9, '2026-02-01', '2027-02-01'),
      lot(16, '2026-02-01', null),
    ]);
  });
});

/** A lot for each of so many days in a row, all available from the first. */
const daily = (first: string, count: number): Lot[] =>
  Array.from({ length: count }, (_, index) => ({
    points: BigInt(index + 1),
    credited: BigInt(index + 1),
    issued: issuedIn(null, BigInt(index + 1)),
    availableOn: addDays(day('2026-01-01'), index),
    expiresOn: addDays(day(first), index),
  }));

const creditWithinLimit: typeof creditAvailable = (lots, given) =>
  consolidate(creditAvailable(lots, given), { through: 7, waiting: null });

describe('the limit of lots', () => {
  it('leaves a lot for each day of a year exact, and 400 too', () => {
    expect(inOrder(daily('2027-01-01', 366), creditWithinLimit)).toHaveLength(366);
    expect(inOrder(daily('2027-01-01', 400), creditWithinLimit)).toHaveLength(400);
    expect(lotsAtMost).toBe(400);
  });

  it('moves the latest-expiring up to the next month’s first day, where they become one', () => {
    // From 1 January 2027 to 5 February 2028; a lot that expires on a month's first day is there already.
    const lots = inOrder(daily('2027-01-01', 401), creditWithinLimit);
    expect(show(lots.slice(-3))).toEqual([
      '396 until 2028-01-31',
      '397 until 2028-02-01',
      `${398 + 399 + 400 + 401} until 2028-03-01`,
    ]);
    expect(lots.at(-1)?.availableOn).toBe(addDays(day('2026-01-01'), 397));
  });

  it('takes further days of the same month into that one', () => {
    const lots = inOrder(daily('2027-01-01', 415), creditWithinLimit);
    expect(lots.at(-1)?.expiresOn).toBe(day('2028-03-01'));
    expect(lots.length).toBeLessThanOrEqual(400);
    expect(sumOfPoints(lots)).toBe(BigInt((415 * 416) / 2));
  });

  it('goes on to earlier months where the latest has one lot only, and leaves what never expires alone', () => {
    const never = lot(7, '2026-01-01', null);
    const far = lot(9, '2026-01-01', '2035-06-15');
    const lots = inOrder([never, far, ...daily('2027-01-01', 399)], creditWithinLimit);
    expect(lots.length).toBeLessThanOrEqual(400);
    expect(lots.slice(-2)).toEqual([far, never]);
    expect(lots.at(-3)?.expiresOn).toBe(day('2028-03-01'));
  });

  it('moves no point down, none by more than a month, and loses none', () => {
    const credits = fc.array(fc.tuple(fc.nat({ max: 1500 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 420,
      maxLength: 700,
    });
    fc.assert(
      fc.property(credits, (given) => {
        let lots: readonly Lot[] = [];
        let most = 0;
        for (const [days, points] of given) {
          const credited = BigInt(points);
          const expiresOn = addDays(day('2027-01-01'), days);
          const issued = issuedIn(null, credited);
          lots = creditWithinLimit(lots, {
            points: credited,
            credited,
            issued,
            availableOn: day('2026-01-01'),
            expiresOn,
          });
          most = Math.max(most, lots.length);
        }
        expect(most).toBeLessThanOrEqual(lotsAtMost);
        expect(lots.toSorted(compareSpending)).toEqual(lots);
        // On no day are fewer points usable than there would be, nor more than a month later.
        const usable = (on: number) => sumOfPoints(lots.filter(({ expiresOn }) => (expiresOn ?? 0) > on));
        const exact = (on: number) =>
          given.reduce((sum, [days, points]) => (day('2027-01-01') + days > on ? sum + BigInt(points) : sum), 0n);
        for (let on: number = day('2027-01-01'); on < day('2031-04-01'); on += 5) {
          expect([usable(on) >= exact(on), usable(on + 31) <= exact(on)]).toEqual([true, true]);
        }
      }),
      { numRuns: runs(5) },
    );
  });
});
