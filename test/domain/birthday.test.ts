import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { birthdaySpans, isAround, parseBirthday } from '../../shared/domain/birthday.ts';
import { formatRational } from '../../shared/domain/rational.ts';
import { newAccount } from '../../shared/domain/account.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { runs } from '../property-runs.ts';
import { birthday } from './arbitrary/sale.ts';
import { day, draftsOf, programmeWith, sale } from './build.ts';
import { isAround as isAroundByReference, plusDays } from './reference/dates.ts';

function around(told: string, span: (typeof birthdaySpans)[number], ...days: readonly string[]): readonly boolean[] {
  const parsed = parseBirthday(told);
  if (parsed === undefined) throw new RangeError(told);
  return days.map((date) => isAround(parsed, span, day(date)));
}

test('a birthday is told with or without its year, and is a day that exists', () => {
  expect(['1990-05-17', '--05-17', '2000-02-29', '--02-29', '1900-02-28'].map(parseBirthday)).toEqual([
    { month: 5, day: 17 },
    { month: 5, day: 17 },
    { month: 2, day: 29 },
    { month: 2, day: 29 },
    { month: 2, day: 28 },
  ]);
  expect(['', '05-17', '--02-30', '1990-02-29', '--5-17', 'somebody'].map(parseBirthday)).toEqual(
    Array(6).fill(undefined),
  );
});

describe('around a birthday', () => {
  it('is the day itself, every year', () => {
    expect(around('1990-05-17', 'day', '2026-05-16', '2026-05-17', '2026-05-18', '2027-05-17')).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('29 February is itself in leap years and 28 February in others', () => {
    expect(around('--02-29', 'day', '2028-02-28', '2028-02-29', '2028-03-01')).toEqual([false, true, false]);
    expect(around('--02-29', 'day', '2027-02-27', '2027-02-28', '2027-03-01')).toEqual([false, true, false]);
    // No leap years, though they divide by four.
    expect(around('--02-29', 'day', '2100-02-28')).toEqual([true]);
    // Whoever was born on the 28th is not a day late in leap years.
    expect(around('--02-28', 'day', '2028-02-28', '2028-02-29')).toEqual([true, false]);
  });

  it('the week is from Monday to Sunday', () => {
    // 17 May 2026 is a Sunday.
    expect(around('--05-17', 'week', '2026-05-10', '2026-05-11', '2026-05-17', '2026-05-18')).toEqual([
      false,
      true,
      true,
      false,
    ]);
    // In 2027 a Monday.
    expect(around('--05-17', 'week', '2027-05-16', '2027-05-17', '2027-05-23', '2027-05-24')).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('the week may be in two years', () => {
    // Monday 28 December 2026 to Sunday 3 January 2027.
    expect(around('--12-31', 'week', '2026-12-27', '2026-12-28', '2027-01-03', '2027-01-04')).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(around('--01-01', 'week', '2026-12-27', '2026-12-28', '2027-01-03', '2027-01-04')).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('the week of 29 February is that of the day on which it is celebrated', () => {
    // 28 February 2027 is a Sunday, 1 March a Monday; 29 February 2028 is a Tuesday.
    expect(around('--02-29', 'week', '2027-02-22', '2027-02-28', '2027-03-01')).toEqual([true, true, false]);
    expect(around('--02-29', 'week', '2028-02-27', '2028-02-28', '2028-03-05', '2028-03-06')).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('the month is whole', () => {
    expect(around('--05-17', 'month', '2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01')).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(around('--02-29', 'month', '2027-02-01', '2027-02-28', '2027-03-01')).toEqual([true, true, false]);
  });

  it('is as a calendar on the wall says', () => {
    const days = fc.integer({ min: 0, max: 366 * 9 }).map((count) => plusDays('2023-12-20', count));
    // Mostly near the birthday of some year, where it is decided.
    const near = fc.tuple(birthday, fc.integer({ min: 2096, max: 2104 }), fc.integer({ min: -8, max: 8 }));
    const asked = fc.oneof(
      fc.tuple(birthday, days),
      near.map(([told, year, off]): [string, string] => [
        told,
        plusDays(`${String(year)}${told.slice(-6)}`.replace('-02-29', '-02-28'), off),
      ]),
    );
    fc.assert(
      fc.property(asked, fc.constantFrom(...birthdaySpans), ([told, date], span) => {
        expect(around(told, span, date)).toEqual([isAroundByReference(told, span, date)]);
      }),
      { numRuns: runs(3000) },
    );
  });
});

describe('a rule about birthdays', () => {
  const earned = (
    at: string,
    told: string | undefined,
    timeZone = 'UTC',
    span: (typeof birthdaySpans)[number] = 'day',
  ) => {
    const programme = programmeWith({
      timeZone,
      earn: [
        { id: 'base', kind: 'rate', points: 1, perMinor: 100 },
        { id: 'birthday', kind: 'multiply', by: '2', when: { birthday: span } },
      ],
    });
    const account = newAccount('member', { on: day('2020-01-01'), channel: null });
    const cause = { eventId: 'e', delivery: 'd', content: 'c', revision: 1 };
    const context = { versions: [programme] as const, birthday: told === undefined ? undefined : parseBirthday(told) };
    const drafts = draftsOf(decidePurchase(account, sale(at, { net: 1000 }), cause, context));
    const [entry] = drafts;
    if (entry?.kind !== 'earn') throw new TypeError('a sale earns');
    return { entry, why: entry.contributions.map(({ rule, points }) => `${rule} ${formatRational(points)}`) };
  };

  it('holds on the business day in the zone of the programme', () => {
    const lastMoment = '2026-05-17T15:59:59.999Z';
    const next = '2026-05-17T16:00:00Z';
    expect(earned(lastMoment, '1990-05-17', 'Asia/Shanghai').why).toEqual(['base 10', 'birthday 10']);
    expect(earned(next, '1990-05-17', 'Asia/Shanghai').why).toEqual(['base 10']);
    expect(earned(next, '1990-05-18', 'Asia/Shanghai').why).toEqual(['base 10', 'birthday 10']);
    expect(earned(next, '1990-05-17', 'America/New_York').why).toEqual(['base 10', 'birthday 10']);
  });

  it('meets nobody whose birthday is not known', () => {
    expect(earned('2026-05-17T12:00:00Z', undefined).why).toEqual(['base 10']);
  });

  it('is what the entry remembers: of everybody who was born in the month the same', () => {
    const entries = ['1990-05-02', '--05-17', '2004-05-31'].map((told) => {
      return earned('2026-05-17T12:00:00Z', told, 'UTC', 'month').entry;
    });
    const [entry, ...others] = entries;
    expect(entry?.sale.orderRules).toEqual([0, 1]);
    for (const other of others) expect(other).toEqual(entry);
  });
});
