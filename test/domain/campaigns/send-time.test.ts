import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from '../../../shared/domain/campaigns/campaign.ts';
import type { QuietHours } from '../../../shared/domain/campaigns/campaign.ts';
import { isQuiet, sendTimeFrom, usualQuietHours } from '../../../shared/domain/campaigns/send-time.ts';
import { formatInstant, instantOf } from '../../../shared/domain/zone.ts';
import { runs } from '../../property-runs.ts';
import { instant } from '../build.ts';

const shanghai = 'Asia/Shanghai';

function sentAt(at: string, member: string | null, programme = shanghai, hours: QuietHours = usualQuietHours): string {
  return formatInstant(sendTimeFrom(instant(at), 'sms', hours, { member, programme }));
}
const hours = (from: string, to: string): QuietHours => {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return { from: minutes(from), to: minutes(to), channels: ['sms'] };
};

describe('quiet hours', () => {
  it('go over midnight, end on the minute and begin on it', () => {
    expect(sentAt('2026-03-02T12:59:59.999Z', shanghai)).toBe('2026-03-02T12:59:59.999Z');
    expect(sentAt('2026-03-02T13:00:00Z', shanghai)).toBe('2026-03-03T01:00:00Z');
    expect(sentAt('2026-03-02T16:00:00Z', shanghai)).toBe('2026-03-03T01:00:00Z');
    expect(sentAt('2026-03-03T00:59:59.999Z', shanghai)).toBe('2026-03-03T01:00:00Z');
    expect(sentAt('2026-03-03T01:00:00Z', shanghai)).toBe('2026-03-03T01:00:00Z');
  });

  it('may lie within a day, and are none when they end where they begin', () => {
    expect(sentAt('2026-03-02T04:30:00Z', shanghai, shanghai, hours('12:00', '14:30'))).toBe('2026-03-02T06:30:00Z');
    expect(sentAt('2026-03-02T07:00:00Z', shanghai, shanghai, hours('12:00', '14:30'))).toBe('2026-03-02T07:00:00Z');
    expect(sentAt('2026-03-02T13:30:00Z', shanghai, shanghai, hours('09:00', '09:00'))).toBe('2026-03-02T13:30:00Z');
  });

  it('are those of the member, as far east and west as zones go', () => {
    // 23:00 on Kiritimati is 22:00 of the day before on Midway: both are 11 hours from their morning or 10.
    expect(sentAt('2026-03-02T09:00:00Z', 'Pacific/Kiritimati')).toBe('2026-03-02T19:00:00Z');
    expect(sentAt('2026-03-02T09:00:00Z', 'Pacific/Pago_Pago')).toBe('2026-03-02T20:00:00Z');
  });

  it('end by the clock on the night on which it is changed', () => {
    // New York goes from 02:00 to 03:00 on 8 March, and from 02:00 back to 01:00 on 1 November 2026.
    expect(sentAt('2026-03-08T03:00:00Z', 'America/New_York')).toBe('2026-03-08T13:00:00Z');
    expect(sentAt('2026-11-01T02:00:00Z', 'America/New_York')).toBe('2026-11-01T14:00:00Z');
    // An end that the clock skips is the instant after the gap; one that it shows twice is the first, and then it is quiet again.
    expect(sentAt('2026-03-08T06:00:00Z', 'America/New_York', shanghai, hours('23:00', '02:30'))).toBe(
      '2026-03-08T07:00:00Z',
    );
    expect(sentAt('2026-11-01T04:00:00Z', 'America/New_York', shanghai, hours('23:00', '01:30'))).toBe(
      '2026-11-01T05:30:00Z',
    );
    expect(sentAt('2026-11-01T06:00:00Z', 'America/New_York', shanghai, hours('23:00', '01:30'))).toBe(
      '2026-11-01T06:30:00Z',
    );
  });

  it('of a member without a zone are those of every zone of the country', () => {
    // Ürümqi's morning begins two hours after Shanghai's, and Shanghai's evening two hours before Ürümqi's.
    for (const unknown of [null, 'Mars/Olympus', '+08:00']) {
      expect(sentAt('2026-03-02T01:30:00Z', unknown)).toBe('2026-03-02T03:00:00Z');
      expect(sentAt('2026-03-02T13:00:00Z', unknown)).toBe('2026-03-03T03:00:00Z');
    }
    // From Hawaii's 09:00 to New York's 21:00 in winter, which is the same for a zone's other name.
    expect(sentAt('2026-01-15T14:00:00Z', null, 'America/New_York')).toBe('2026-01-15T19:00:00Z');
    expect(sentAt('2026-01-15T14:00:00Z', null, 'US/Eastern')).toBe('2026-01-15T19:00:00Z');
    expect(sentAt('2026-01-16T02:00:00Z', null, 'America/New_York')).toBe('2026-01-16T19:00:00Z');
  });

  it('are the programme’s own where the country always sleeps somewhere, or where there is no country', () => {
    expect(sentAt('2026-01-15T14:00:00Z', null, 'America/New_York', hours('14:00', '10:00'))).toBe(
      '2026-01-15T15:00:00Z',
    );
    expect(sentAt('2026-01-15T04:00:00Z', null, 'UTC')).toBe('2026-01-15T09:00:00Z');
  });

  it('hold for the channels that are named', () => {
    const at = instant('2026-03-02T16:00:00Z');
    const zones = { member: shanghai, programme: shanghai };
    expect(channels.filter((channel) => isQuiet(at, channel, usualQuietHours, zones))).toEqual(['sms', 'push']);
  });
});

const zones = [
  'America/New_York',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Antarctica/Troll',
];
const clocks = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }),
  ]),
);

/** Looks at the wall clock of every minute from then on; no second is quiet by itself. */
function plainSendTime(at: number, from: string, to: string, timeZone: string): number {
  const isAsleep = (instant: number) => {
    const time = clocks.get(timeZone)?.format(instant) ?? '';
    return from <= to ? from <= time && time < to : from <= time || time < to;
  };
  if (!isAsleep(at)) return at;
  let minute = Math.ceil(at / 60_000) * 60_000;
  while (isAsleep(minute)) minute += 60_000;
  return minute;
}

it('a message goes in the first minute that is not quiet on the wall clock', () => {
  const timeOfDay = fc.nat({ max: 1439 });
  // The year has changes of the clock at every one of these times somewhere; most of the runs are near one.
  const nearChange = fc
    .tuple(
      fc.constantFrom(
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2026-04-04T15:00Z',
        '2026-10-03T15:30Z',
        '2026-02-15T02:00Z',
        '2011-12-30T10:00Z',
      ),
      fc.integer({ min: -86_400_000, max: 7_200_000 }),
    )
    .map(([change, ms]) => Date.parse(change) + ms);
  const anyTime = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(
      fc.oneof(nearChange, anyTime),
      timeOfDay,
      timeOfDay,
      fc.constantFrom(...zones),
      (at, from, to, zone) => {
        const text = (minutes: number) =>
          `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const quiet = { from, to, channels: ['sms'] } as const;
        const found = sendTimeFrom(instantOf(at), 'sms', quiet, { member: zone, programme: shanghai });
        expect(found).toBe(plainSendTime(at, text(from), text(to), zone));
        expect(isQuiet(found, 'sms', quiet, { member: zone, programme: shanghai })).toBe(false);
      },
    ),
    { numRuns: runs(100) },
  );
});
