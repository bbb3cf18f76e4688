import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import { parseCron } from '../../../shared/domain/campaigns/cron.ts';
import { newestTime, nextTime } from '../../../shared/domain/campaigns/schedule.ts';
import { formatInstant, instantOf } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import { runs } from '../../property-runs.ts';
import { day, instant } from '../build.ts';

function cronOf(text: string) {
  const cron = parseCron(text);
  if (cron === undefined) throw new RangeError(text);
  return cron;
}

/** The days of a span on which an expression runs. */
function daysOf(text: string, from: string, through: string): readonly string[] {
  const found = [];
  const { isOn } = cronOf(text);
  for (let on = day(from); on <= day(through); on = addDays(on, 1)) if (isOn(on)) found.push(formatDay(on));
  return found;
}

describe('the days of an expression', () => {
  it.each([
    ['every Tuesday', '0 10 ? * TUE *', ['2026-03-03', '2026-03-10', '2026-03-17', '2026-03-24', '2026-03-31']],
    [
      'the same by number, of which 1 is Sunday',
      '0 10 ? * 3 *',
      ['2026-03-03', '2026-03-10', '2026-03-17', '2026-03-24', '2026-03-31'],
    ],
    [
      'days of the month',
      '0 10 1,15-17,31 * ? *',
      ['2026-03-01', '2026-03-15', '2026-03-16', '2026-03-17', '2026-03-31'],
    ],
    ['every tenth day from the fifth on', '0 10 5/10 * ? *', ['2026-03-05', '2026-03-15', '2026-03-25']],
    ['the last day of the month', '0 10 L * ? *', ['2026-03-31']],
    ['the weekday next to the first, which is a Sunday', '0 10 1W * ? *', ['2026-03-02']],
    ['the weekday next to the 14th, which is a Saturday', '0 10 14W * ? *', ['2026-03-13']],
    ['the weekday next to the 15th, which is a Sunday', '0 10 15W * ? *', ['2026-03-16']],
    ['the second Monday', '0 10 ? * MON#2 *', ['2026-03-09']],
    ['the fifth Tuesday', '0 10 ? * 3#5 *', ['2026-03-31']],
    ['a fifth Wednesday, which there is none of', '0 10 ? * 4#5 *', []],
    ['the last Friday', '0 10 ? * 6L *', ['2026-03-27']],
    ['the last day of each week', '0 10 ? * L *', ['2026-03-07', '2026-03-14', '2026-03-21', '2026-03-28']],
    [
      'weekdays of a range of names',
      '0 10 ? mar-apr sat-sat 2026',
      ['2026-03-07', '2026-03-14', '2026-03-21', '2026-03-28'],
    ],
    ['another year', '0 10 ? * TUE 2027', []],
    ['another month', '0 10 1 1,4 ? *', []],
  ])('are those of %s: %s', (_, text, expected) => {
    expect(daysOf(text, '2026-03-01', '2026-03-31')).toEqual(expected);
  });

  it('keep a weekday within its month', () => {
    // 31 January 2026 is a Saturday and 1 August too; 31 May is a Sunday.
    expect(daysOf('0 0 31W 1,5 ? *', '2026-01-01', '2026-06-30')).toEqual(['2026-01-30', '2026-05-29']);
    expect(daysOf('0 0 1W 8 ? *', '2026-07-01', '2026-08-31')).toEqual(['2026-08-03']);
    expect(daysOf('0 0 29 2 ? *', '2026-01-01', '2032-12-31')).toEqual(['2028-02-29', '2032-02-29']);
    expect(daysOf('0 0 31W * ? *', '2026-02-01', '2026-02-28')).toEqual([]);
  });
});

it('times are all pairs of hours and minutes, the earliest first', () => {
  const inMinutes = (text: string) => cronOf(text).times.map((time) => time / 60_000);
  expect(inMinutes('30,0 10,9 ? * MON *')).toEqual([540, 570, 600, 630]);
  expect(inMinutes('0/20 23 ? * MON *')).toEqual([1380, 1400, 1420]);
  expect(inMinutes('*/30 0-1 ? * MON *')).toEqual([0, 30, 60, 90]);
});

it.each([
  '',
  '0 10 * * ?',
  '0 10 ? * TUE * *',
  '0 10 * * * *',
  '0 10 ? * ? *',
  '0 10 1 * MON *',
  '60 10 ? * TUE *',
  '0 24 ? * TUE *',
  '0 10 0 * ? *',
  '0 10 32 * ? *',
  '0 10 ? 13 TUE *',
  '0 10 ? * 0 *',
  '0 10 ? * 8 *',
  '0 10 ? * TUE#6 *',
  '0 10 ? * TUE#0 *',
  '0 10 ? * DAY *',
  '0 10 ? * 2/2 *',
  '0 10 LW * ? *',
  '0 10 32W * ? *',
  '0 10 ? * TUE 1969',
  '0 10 ? * TUE 2200',
  '0 17-9 ? * TUE *',
  '*/0 10 ? * TUE *',
  '1/2/3 10 ? * TUE *',
  '1-2-3 10 ? * TUE *',
  ', 10 ? * TUE *',
  '-1 10 ? * TUE *',
  '1.5 10 ? * TUE *',
  '? 10 ? * TUE *',
  'cron(0 10 ? * TUE *)',
])('the scheduler does not take %j', (text) => {
  expect(parseCron(text)).toBeUndefined();
});

const shown = (at: Instant | undefined) => (at === undefined ? null : formatInstant(at));
const around = (text: string, zone: string, at: string) => [
  shown(newestTime(cronOf(text), zone, instant(at))),
  shown(nextTime(cronOf(text), zone, instant(at))),
];

describe('the newest and the next time', () => {
  it('are by the clock of the zone; at the very time it is the newest', () => {
    expect(around('0 10 ? * TUE *', 'Asia/Shanghai', '2026-03-10T02:00:00Z')).toEqual([
      '2026-03-10T02:00:00Z',
      '2026-03-17T02:00:00Z',
    ]);
    expect(around('0 10 ? * TUE *', 'Asia/Shanghai', '2026-03-10T01:59:59Z')).toEqual([
      '2026-03-03T02:00:00Z',
      '2026-03-10T02:00:00Z',
    ]);
    expect(around('0 0 1 * ? *', 'Pacific/Kiritimati', '2026-03-10T00:00:00Z')).toEqual([
      '2026-02-28T10:00:00Z',
      '2026-03-31T10:00:00Z',
    ]);
  });

  it('skip what the clock skips in spring', () => {
    expect(around('30 2 * * ? *', 'America/New_York', '2026-03-08T12:00:00Z')).toEqual([
      '2026-03-07T07:30:00Z',
      '2026-03-09T06:30:00Z',
    ]);
  });

  it('are once what the clock shows twice in autumn', () => {
    expect(around('30 1 * * ? *', 'America/New_York', '2026-11-01T06:00:00Z')).toEqual([
      '2026-11-01T05:30:00Z',
      '2026-11-02T06:30:00Z',
    ]);
  });

  it('may be years away, or never', () => {
    expect(around('0 0 29 2 ? *', 'UTC', '2097-01-01T00:00:00Z')).toEqual([
      '2096-02-29T00:00:00Z',
      '2104-02-29T00:00:00Z',
    ]);
    expect(around('0 0 1 1 ? 2030', 'UTC', '2026-01-01T00:00:00Z')).toEqual([null, '2030-01-01T00:00:00Z']);
    expect(around('0 0 1 1 ? 2020', 'UTC', '2026-01-01T00:00:00Z')).toEqual(['2020-01-01T00:00:00Z', null]);
    expect(around('0 0 31 2 ? *', 'UTC', '2026-01-01T00:00:00Z')).toEqual([null, null]);
  });
});

const zones = [
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
];
const clocks = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);
const subset = (from: number, to: number, most: number) =>
  fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: most });

it('is what somebody finds who looks at the wall clock every minute', () => {
  const near = fc
    .tuple(
      fc.constantFrom(
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-04-04T15:00Z',
        '2026-10-03T15:30Z',
        '2026-02-15T02:00Z',
      ),
      fc.integer({ min: -1600, max: 1600 }),
    )
    .map(([change, minutes]) => Date.parse(change) + minutes * 60_000);
  const given = fc.record({ minutes: subset(0, 59, 3), hours: subset(0, 23, 4), weekdays: subset(1, 7, 5) });
  fc.assert(
    fc.property(given, near, fc.constantFrom(...zones), ({ minutes, hours, weekdays }, at, zone) => {
      const seen = new Set<string>();
      const times: number[] = [];
      for (let time = at - 3 * 86_400_000; time <= at + 3 * 86_400_000; time += 60_000) {
        const wall = clocks.get(zone)?.format(time) ?? '';
        const [date = '', clock = ''] = wall.split(' ');
        const isWanted =
          hours.includes(Number(clock.slice(0, 2))) &&
          minutes.includes(Number(clock.slice(3))) &&
          weekdays.includes(new Date(`${date}T00:00:00Z`).getUTCDay() + 1);
        // What is shown a second time is not run again.
        if (isWanted && !seen.has(wall)) times.push(time);
        seen.add(wall);
      }
      const cron = cronOf(`${minutes.join(',')} ${hours.join(',')} ? * ${weekdays.join(',')} *`);
      // The first minutes of the span may be shown a second time: what lies two days off is not looked at.
      const known = times.filter((time) => time > at - 2 * 86_400_000);
      const [newest, next] = [known.findLast((time) => time <= at), known.find((time) => time > at)];
      if (newest !== undefined) expect(newestTime(cron, zone, instantOf(at))).toBe(newest);
      if (next !== undefined) expect(nextTime(cron, zone, instantOf(at))).toBe(next);
    }),
    { numRuns: runs(40) },
  );
});
