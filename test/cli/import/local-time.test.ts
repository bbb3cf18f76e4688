import { expect, test } from 'vitest';
import { withOffset } from '../../../cli/import/local-time.ts';

test.each([
  ['2010-12-01', '08:26:00', 'Europe/London', '+00:00'],
  ['2011-07-01', '08:26:00', 'Europe/London', '+01:00'],
  // The clocks of London went forward on 27 March 2011 at 1:00 and back on 30 October at 2:00.
  ['2011-03-27', '00:59:59', 'Europe/London', '+00:00'],
  ['2011-03-27', '02:00:00', 'Europe/London', '+01:00'],
  ['2011-10-30', '00:59:59', 'Europe/London', '+01:00'],
  ['2011-10-30', '02:00:00', 'Europe/London', '+00:00'],
  ['2026-06-30', '23:59:59', 'Asia/Kolkata', '+05:30'],
  ['2026-06-30', '23:59:59', 'America/New_York', '-04:00'],
])('%s %s in %s is %s', (date, time, timeZone, offset) => {
  expect(withOffset(date, time, timeZone)).toBe(`${date}T${time}${offset}`);
});

test('an hour that the clock has twice is the later one', () => {
  expect(withOffset('2011-10-30', '01:30:00', 'Europe/London')).toBe('2011-10-30T01:30:00+00:00');
});

test.each([
  ['2011-02-29', '08:00:00'],
  ['2011-02-28', '24:00:00'],
  ['2011-02-28', ''],
  ['', '08:00:00'],
])('%j %j is no time', (date, time) => {
  expect(withOffset(date, time, 'Europe/London')).toBeUndefined();
});
