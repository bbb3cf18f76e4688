/** The programme of the simulated years: every kind of thing that falls due with time, and new rules half-way. */
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import type { ProgrammeVersions } from '../../../shared/domain/programme.ts';
import { day, documentWith, compile } from '../../domain/build.ts';

/** Clocks are put forward and back there. */
export const timeZone = 'Europe/Berlin';
export const firstDay = day('2019-01-01');
/** Five years, with a leap day in them. */
export const lastDay = day('2023-12-31');
/** The first day of the second version. */
export const changeDay = day('2021-07-01');

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 40_000, multiplier: '1.25' },
  { id: 'gold', from: 120_000, multiplier: '1.5' },
  { id: 'platinum', from: 250_000, multiplier: '2' },
];
const base = { id: 'base', kind: 'rate' as const, points: 1, perMinor: 100 };

const first = documentWith({
  effectiveFrom: '2000-01-01T00:00:00Z',
  timeZone,
  points: {
    expiry: { policy: 'after', months: 12, roundUpTo: 'day' },
    pendingDays: 14,
    notices: [30, 7, 1],
    valueOfPointMinor: 5,
  },
  earn: [
    base,
    { id: 'red', kind: 'multiply', by: '2', lines: { tags: ['red'] } },
    {
      id: 'big-basket',
      kind: 'fixed',
      points: 25,
      when: { minNetMinor: 10_000 },
      expiry: { policy: 'after', days: 60 },
    },
  ],
  tiers: { basis: 'spend', levels, review: { afterMonths: 12, graceDays: 14, drop: 'one-level' }, atRiskDays: 30 },
});

const second = documentWith({
  ...first,
  version: 2,
  effectiveFrom: `${formatDay(addDays(changeDay, -1))}T22:00:00Z`,
  points: {
    ...first.points,
    expiry: { policy: 'after', months: 9, roundUpTo: 'month' },
    pendingDays: 3,
  },
  earn: [{ ...base, points: 3, perMinor: 200 }],
  tiers: { ...first.tiers, review: { afterMonths: 6, graceDays: 0, drop: 'to-earned' } },
});

export const versions: ProgrammeVersions = [compile(first), compile(second)];
