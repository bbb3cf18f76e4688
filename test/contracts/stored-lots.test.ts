/** Lots in entries: few are listed, many are packed, and whichever it is they come back as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLots, storedLots } from '../../shared/contracts/stored-lots.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { CreditedLot } from '../../shared/domain/entry.ts';
import { day } from '../domain/build.ts';
import { runs } from '../property-runs.ts';

const anyDay = fc.integer({ min: -800_000, max: 3_700_000 }).map(dayOf);
const anyLot: fc.Arbitrary<CreditedLot> = fc.record({
  points: fc.bigInt({ min: 1n, max: 10n ** 40n }),
  availableOn: anyDay,
  expiresOn: fc.option(anyDay, { nil: null }),
  pending: fc.boolean(),
});

/** A lot for each of so many days. */
const daily = (days: number): CreditedLot[] =>
  Array.from({ length: days }, (_, index) => {
    return { points: 700n, availableOn: dayOf(20_000 + index), expiresOn: dayOf(20_365 + index), pending: false };
  });

describe('lots of an entry', () => {
  it('come back as they were, in their order, however many there are', () => {
    fc.assert(
      fc.property(fc.array(anyLot, { maxLength: 40, size: 'max' }), (lots) => {
        expect(storedLots.parse(JSON.parse(JSON.stringify(formatLots(lots))))).toEqual(lots);
      }),
      { numRuns: runs(300) },
    );
  });

  it('are a list that anybody can read when they are few', () => {
    const lot = { points: 12n, availableOn: day('2026-03-02'), expiresOn: null, pending: true };
    expect(formatLots([lot])).toEqual([[12, '2026-03-02', null, true]]);
    expect(formatLots(daily(8))).toHaveLength(8);
  });

  it('are a text when they are many, of which a year of days fits twice into the size of an entry', () => {
    const packed = formatLots(daily(366));
    expect(packed).toMatch(/^jg,fpp,ffk;jg;jg;/);
    expect(packed.length).toBeLessThan(1200);
  });

  it.each(['', ';', 'jg;', 'JG', '1,2,3,4', '1,,', '-1', '1,~2', '1.2'])('are not read from %o', (text) => {
    expect(storedLots.safeParse(text).success).toBe(false);
  });
});
