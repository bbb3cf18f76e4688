import { describe, expect, it } from 'vitest';
import { postingUnits, UnitBucket } from '../../shared/commands/unit-bucket.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import fc from 'fast-check';

const at = instantOf;

describe('a bucket of write units', () => {
  it('is full at first, and owes what is spent beyond it', () => {
    const bucket = new UnitBucket(100, at(0));
    bucket.spend(100, at(0));
    expect(bucket.owedMs(at(0))).toBe(0);
    bucket.spend(25, at(0));
    expect(bucket.owedMs(at(0))).toBe(250);
    expect(bucket.owedMs(at(200))).toBe(50);
    expect(bucket.owedMs(at(250))).toBe(0);
  });

  it('holds no more than flows in within a second', () => {
    const bucket = new UnitBucket(100, at(0));
    bucket.spend(100, at(3_600_000));
    bucket.spend(1, at(3_600_000));
    expect(bucket.owedMs(at(3_600_000))).toBe(10);
  });

  it('is not mended by a clock that is put back', () => {
    const bucket = new UnitBucket(100, at(10_000));
    bucket.spend(150, at(10_000));
    expect(bucket.owedMs(at(5000))).toBe(500);
    expect(bucket.owedMs(at(10_250))).toBe(250);
  });

  it('has to be filled by something', () => {
    for (const rate of [0, -1, Number.NaN]) expect(() => new UnitBucket(rate, at(0))).toThrow(RangeError);
  });

  it('keeps whoever waits until nothing is owed under the rate', () => {
    const postings = fc.array(fc.record({ units: fc.integer({ min: 1, max: 500 }), pauseMs: fc.nat(3000) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), postings, (rate, each) => {
        let now = 0;
        let spent = 0;
        const bucket = new UnitBucket(rate, at(now));
        for (const { units, pauseMs } of each) {
          now += pauseMs;
          now += bucket.owedMs(at(now));
          // Before each posting all those before it are paid, but for the second that the bucket was full with.
          expect(spent).toBeLessThanOrEqual(rate + (rate * now) / 1000 + 1e-6);
          bucket.spend(units, at(now));
          spent += units;
        }
      }),
    );
  });
});

it('a posting costs three units for each entry, and two for each transaction', () => {
  expect([1, 10, 99, 100, 198, 199].map(postingUnits)).toEqual([5, 32, 299, 304, 598, 603]);
});
