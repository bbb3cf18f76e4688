import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, formatDay } from '../../shared/domain/calendar.ts';
import {
  businessDay,
  formatInstant,
  instantOf,
  isTimeZone,
  localHour,
  parseInstant,
  startOfDay,
} from '../../shared/domain/zone.ts';
import { runs } from '../property-runs.ts';
import { timeZones } from './arbitrary/programme.ts';
import { day, instant } from './build.ts';
import { localDate } from './reference/dates.ts';

const dayIn = (text: string, timeZone: string) => formatDay(businessDay(instant(text), timeZone));
const startIn = (text: string, timeZone: string) => formatInstant(startOfDay(day(text), timeZone));

describe('an instant', () => {
  it.each([
    ['2026-03-02T12:00:00Z', 1_772_452_800_000],
    ['2026-03-02t12:00:00z', 1_772_452_800_000],
    ['2026-03-02T20:00:00+08:00', 1_772_452_800_000],
    ['2026-03-02T07:00:00-05:00', 1_772_452_800_000],
    ['2026-03-02T17:45:00+05:45', 1_772_452_800_000],
    ['2026-03-02T12:00:00-00:00', 1_772_452_800_000],
    ['2026-03-03T11:59:00+23:59', 1_772_452_800_000],
    ['2026-03-02T12:00:00.5Z', 1_772_452_800_500],
    ['2026-03-02T12:00:00.123456789Z', 1_772_452_800_123],
    ['2026-03-02T12:00:00.9999Z', 1_772_452_800_999],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) - 1],
    ['2016-12-31T15:59:60-08:00', Date.UTC(2017, 0, 1) - 1],
    ['1969-12-31T23:59:60Z', -1],
    ['1969-12-31T23:59:59.250Z', -750],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
  ])('is read from %s', (text, milliseconds) => {
    expect(parseInstant(text)).toBe(milliseconds);
  });

  it.each([
    ['no offset', '2026-03-02T12:00:00'],
    ['no time', '2026-03-02'],
    ['no seconds', '2026-03-02T12:00Z'],
    ['a space', '2026-03-02 12:00:00Z'],
    ['an offset without a colon', '2026-03-02T12:00:00+0800'],
    ['an offset of 24 hours', '2026-03-02T12:00:00+24:00'],
    ['an offset of 60 minutes', '2026-03-02T12:00:00+01:60'],
    ['an hour 24', '2026-03-02T24:00:00Z'],
    ['a minute 60', '2026-03-02T12:60:00Z'],
    ['a second 61', '2026-03-02T12:00:61Z'],
    ['a leap second at noon', '2026-03-02T12:00:60Z'],
    ['a leap second at a local midnight that is none in UTC', '2016-12-31T23:59:60+01:00'],
    ['a day that does not exist', '2025-02-29T12:00:00Z'],
    ['a month that does not exist', '2025-13-01T12:00:00Z'],
    ['a month 0', '2025-00-10T12:00:00Z'],
    ['a day 0', '2025-01-00T12:00:00Z'],
    ['a point and no digits', '2026-03-02T12:00:00.Z'],
    ['a comma', '2026-03-02T12:00:00,5Z'],
    ['a year of five digits', '12026-03-02T12:00:00Z'],
    ['a year of two digits', '26-03-02T12:00:00Z'],
    ['words', 'yesterday'],
    ['a number', '1772452800000'],
    ['a space before', ' 2026-03-02T12:00:00Z'],
    ['a line break after', '2026-03-02T12:00:00Z\n'],
    ['full-width digits', '２０２６-03-02T12:00:00Z'],
    ['before the year 0 in UTC', '0000-01-01T00:00:00+00:01'],
    ['after the year 9999 in UTC', '9999-12-31T23:59:59-00:01'],
    ['nothing', ''],
  ])('is not read from a text with %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is what the platform reads, and is written back as the same instant', () => {
    const range = { min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') };
    fc.assert(
      fc.property(fc.integer(range), (milliseconds) => {
        const text = new Date(milliseconds).toISOString();
        expect(parseInstant(text)).toBe(milliseconds);
        expect(parseInstant(formatInstant(instantOf(milliseconds)))).toBe(milliseconds);
        expect(Date.parse(formatInstant(instantOf(milliseconds)))).toBe(milliseconds);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('is written with milliseconds only where there are any', () => {
    expect(formatInstant(instantOf(0))).toBe('1970-01-01T00:00:00Z');
    expect(formatInstant(instantOf(-1))).toBe('1969-12-31T23:59:59.999Z');
    expect(formatInstant(instantOf(1_772_452_800_050))).toBe('2026-03-02T12:00:00.050Z');
  });

  it('is a whole number', () => {
    expect(() => instantOf(0.5)).toThrow(new RangeError('not an instant: 0.5'));
    expect(() => instantOf(2 ** 53)).toThrow(RangeError);
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'Etc/GMT+8', 'Australia/Lord_Howe'])(
    'is %s',
    (text) => {
      expect(isTimeZone(text)).toBe(true);
    },
  );

  it.each(['', '+08:00', '-03', 'Mars/Olympus', 'Asia/Shanghai ', 'Asia', '8'])('is not %j', (text) => {
    expect(isTimeZone(text)).toBe(false);
  });
});

describe('the business day of an instant', () => {
  it.each([
    ['Asia/Shanghai', '2026-03-02T15:59:59.999Z', '2026-03-02'],
    ['Asia/Shanghai', '2026-03-02T16:00:00Z', '2026-03-03'],
    ['America/New_York', '2026-01-15T04:59:59Z', '2026-01-14'],
    ['America/New_York', '2026-01-15T05:00:00Z', '2026-01-15'],
    ['America/New_York', '2026-07-15T03:59:59Z', '2026-07-14'],
    ['America/New_York', '2026-07-15T04:00:00Z', '2026-07-15'],
    ['Europe/Berlin', '2026-01-31T23:00:00Z', '2026-02-01'],
    ['Asia/Kolkata', '2026-03-02T18:29:59Z', '2026-03-02'],
    ['Asia/Kolkata', '2026-03-02T18:30:00Z', '2026-03-03'],
    ['Asia/Kathmandu', '2026-03-02T18:14:59Z', '2026-03-02'],
    ['Asia/Kathmandu', '2026-03-02T18:15:00Z', '2026-03-03'],
    ['Australia/Lord_Howe', '2026-01-15T12:59:59Z', '2026-01-15'],
    ['Australia/Lord_Howe', '2026-01-15T13:00:00Z', '2026-01-16'],
    ['Pacific/Kiritimati', '2026-03-02T10:00:00Z', '2026-03-03'],
    ['Pacific/Pago_Pago', '2026-03-02T10:59:59Z', '2026-03-01'],
    // Samoa went over the date line at the end of 29 December 2011: it has no 30 December.
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    // A local mean time with odd seconds.
    ['Europe/Amsterdam', '1880-01-01T00:00:00Z', '1880-01-01'],
    ['UTC', '0000-01-01T00:00:00Z', '0000-01-01'],
    ['America/New_York', '0000-01-01T00:00:00Z', '-000001-12-31'],
  ])('in %s of %s is %s', (timeZone, at, expected) => {
    expect(dayIn(at, timeZone)).toBe(expected);
  });

  it('in St. John’s goes back for an hour where the clocks did so a minute after midnight', () => {
    expect(dayIn('2010-11-07T02:29:59Z', 'America/St_Johns')).toBe('2010-11-06');
    expect(dayIn('2010-11-07T02:30:00Z', 'America/St_Johns')).toBe('2010-11-07');
    expect(dayIn('2010-11-07T02:31:00Z', 'America/St_Johns')).toBe('2010-11-06');
    expect(dayIn('2010-11-07T03:30:00Z', 'America/St_Johns')).toBe('2010-11-07');
  });

  it('is the date that the platform shows, whatever was asked before', () => {
    const range = { min: Date.parse('1971-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') };
    fc.assert(
      fc.property(fc.constantFrom(...timeZones), fc.integer(range), (timeZone, at) => {
        expect(formatDay(businessDay(instantOf(at), timeZone))).toBe(localDate(at, timeZone));
      }),
      { numRuns: runs(3000) },
    );
  });
});

describe('the start of a business day', () => {
  it.each([
    ['UTC', '2026-03-02', '2026-03-02T00:00:00Z'],
    ['Asia/Shanghai', '2026-03-02', '2026-03-01T16:00:00Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00Z'],
    ['Asia/Kolkata', '2026-03-02', '2026-03-01T18:30:00Z'],
    ['Asia/Kathmandu', '2026-03-02', '2026-03-01T18:15:00Z'],
    // The clocks went from 23:59:59 to 01:00: these days have no midnight.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    // The clocks went back at midnight, so the day before had 25 hours.
    ['America/Santiago', '2026-04-05', '2026-04-05T04:00:00Z'],
    // The day that Samoa left out begins and ends with the next one's first instant.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
  ])('in %s of %s is %s', (timeZone, text, expected) => {
    expect(startIn(text, timeZone)).toBe(expected);
  });

  it('is the first instant of its day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...timeZones), fc.integer({ min: 15_000, max: 25_000 }), (timeZone, days) => {
        const value = addDays(day('1970-01-01'), days);
        const start = startOfDay(value, timeZone);
        expect(businessDay(start, timeZone)).toBe(value);
        expect(businessDay(instantOf(start - 1), timeZone)).toBeLessThan(value);
      }),
      { numRuns: runs(1000) },
    );
  });
});

it('the first instant of a day that is long past is known, too', () => {
  expect(startIn('1960-02-29', 'UTC')).toBe('1960-02-29T00:00:00Z');
  expect(startIn('1901-01-01', 'Asia/Shanghai')).toBe('1900-12-31T16:00:00Z');
});

describe('the hour of a zone’s clock', () => {
  const hourIn = (text: string, timeZone: string) => localHour(instant(text), timeZone);

  it('is 0 to 23, from its first instant to its last', () => {
    expect(hourIn('2026-03-02T00:00:00Z', 'UTC')).toBe(0);
    expect(hourIn('2026-03-02T00:59:59.999Z', 'UTC')).toBe(0);
    expect(hourIn('2026-03-02T01:00:00Z', 'UTC')).toBe(1);
    expect(hourIn('2026-03-02T23:59:59.999Z', 'UTC')).toBe(23);
    expect(hourIn('2026-03-02T15:59:59Z', 'Asia/Shanghai')).toBe(23);
    expect(hourIn('2026-03-02T16:00:00Z', 'Asia/Shanghai')).toBe(0);
    expect(hourIn('2026-03-02T18:14:59Z', 'Asia/Kathmandu')).toBe(23);
    expect(hourIn('2026-03-02T18:15:00Z', 'Asia/Kathmandu')).toBe(0);
  });

  it('is shown twice on the day on which clocks go back, and left out when they go forward', () => {
    const berlin = (texts: readonly string[]) => texts.map((text) => hourIn(text, 'Europe/Berlin'));
    expect(berlin(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'])).toEqual([2, 2, 3]);
    expect(berlin(['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'])).toEqual([1, 3]);
  });

  it('may change between quarter hours, with the day', () => {
    // 44 minutes and a half behind, until 1972.
    const zone = 'Africa/Monrovia';
    expect([hourIn('1971-06-01T00:44:29Z', zone), hourIn('1971-06-01T00:44:30Z', zone)]).toEqual([23, 0]);
    expect([dayIn('1971-06-01T00:44:29Z', zone), dayIn('1971-06-01T00:44:30Z', zone)]).toEqual([
      '1971-05-31',
      '1971-06-01',
    ]);
    expect(startIn('1971-06-01', zone)).toBe('1971-06-01T00:44:30Z');
  });
});
