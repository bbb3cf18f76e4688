import { describe, expect, it } from 'vitest';
import { formatAmount, formatEntry, parseEntry, sealRecord } from '../../shared/contracts/entry-record.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { dayOf, monthOfDay } from '../../shared/domain/calendar.ts';
import { rational } from '../../shared/domain/rational.ts';
import { day, instant } from '../domain/build.ts';

const base = {
  memberId: 'member',
  seq: 1,
  occurredAt: instant('2026-03-02T12:00:00.5Z'),
  day: day('2026-03-02'),
  program: 'main@1',
  balanceAfter: { available: 12n, pending: 0n, reserved: 0n, debt: 0n },
  previous: '',
  hash: 'hash',
} as const;

const earn = {
  ...base,
  kind: 'earn',
  entryId: 'purchase:p-1',
  points: 12n,
  cause: { eventId: 'e', delivery: 'd', content: 'c', revision: 1 },
  debtPaid: 0n,
  lots: [{ points: 12n, availableOn: day('2026-03-02'), expiresOn: day('2027-03-02'), pending: false }],
  progress: { points: 12n, month: monthOfDay(day('2026-03-02')), keepFrom: monthOfDay(day('2025-03-01')) },
  netMinor: 1050n,
  sale: {
    level: 'silver',
    orderRules: [0],
    groups: [[], [1]],
    lines: [
      { lineId: 'a', kind: 'product', netMinor: 500n, quantity: '1', group: 0 },
      { lineId: 'b', kind: 'product', netMinor: 550n, quantity: '2.5', group: 1 },
      { lineId: 'c', kind: 'gift_card', netMinor: 0n, quantity: '1', group: null },
      { lineId: null, kind: 'service', netMinor: 0n, quantity: '0.5', group: 0 },
    ],
  },
  contributions: [
    { rule: 'base', kind: 'rate', points: rational(21n, 2n) },
    { rule: 'more', kind: 'multiply', points: rational(-1n, 3n) },
    { rule: 'gift', kind: 'fixed', points: rational(1n) },
    { rule: 'level', kind: 'level', points: rational(21n, 10n) },
    { rule: 'rounding', kind: 'rounding', points: rational(-19n, 15n) },
  ],
} as const satisfies Entry;

const entries: readonly Entry[] = [
  earn,
  {
    ...earn,
    cause: { eventId: 'e', delivery: 'd', content: 'c', revision: 2, guest: true },
    debtPaid: 7n,
    lots: [{ points: 5n, availableOn: day('2026-04-02'), expiresOn: null, pending: true }],
    progress: { points: 12n, month: monthOfDay(day('2026-03-02')), keepFrom: null },
  },
  {
    ...base,
    kind: 'mature',
    entryId: 'mature:member:2026-03-02',
    points: 0n,
    lots: [
      { points: 5n, expiresOn: null },
      { points: 6n, expiresOn: day('2027-01-01') },
    ],
  },
  {
    ...base,
    kind: 'expire',
    entryId: 'expire:member:2026-03-02',
    points: -5n,
    lots: [{ points: 5n, credited: 12n, expiresOn: day('2026-03-02') }],
  },
  {
    ...base,
    kind: 'tier',
    entryId: 'tier:member:2026-03-02',
    points: 0n,
    tier: { from: 'silver', to: 'ordinary', since: day('2026-03-02'), reason: 'not-supported' },
  },
];

/** Two fractions are one value however they are written. */
const plain = (entry: Entry): unknown =>
  entry.kind === 'earn'
    ? { ...entry, contributions: entry.contributions.map(({ points, ...part }) => [part, ratio(points)]) }
    : entry;
function ratio({ numerator, denominator }: ReturnType<typeof rational>): string {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return `${numerator / a}/${denominator / a}`;
}
const stored = (entry: Entry): unknown => JSON.parse(JSON.stringify(formatEntry(entry)));

describe('the record of an entry', () => {
  it.each(entries)('of the kind $kind is read back as it was', (entry) => {
    expect(plain(parseEntry(stored(entry)))).toEqual(plain(entry));
    expect(formatEntry(parseEntry(stored(entry)))).toEqual(stored(entry));
  });

  it('is plain JSON with texts for days and instants, and leaves out what is as usual', () => {
    expect(stored(earn)).toEqual({
      entryId: 'purchase:p-1',
      memberId: 'member',
      seq: 1,
      occurredAt: '2026-03-02T12:00:00.500Z',
      day: '2026-03-02',
      program: 'main@1',
      points: 12,
      balanceAfter: [12, 0, 0, 0],
      previous: '',
      kind: 'earn',
      cause: { eventId: 'e', delivery: 'd', content: 'c' },
      lots: [[12, '2026-03-02', '2027-03-02', false]],
      progress: [12, 2026 * 12 + 2, 2025 * 12 + 2],
      netMinor: 1050,
      sale: {
        level: 'silver',
        orderRules: [0],
        groups: [[], [1]],
        lines: [
          ['a', 500, 0],
          ['b', 550, 1, '2.5'],
          ['c', 0, null, '1', 'gift_card'],
          [null, 0, 0, '0.5', 'service'],
        ],
      },
      contributions: [
        ['base', '10.5', 'rate'],
        ['more', '-1/3', 'multiply'],
        ['gift', '1', 'fixed'],
        ['level', '2.1'],
      ],
      hash: 'hash',
    });
  });

  it('tells a rule that is called as the level’s part or the rounding’s from those', () => {
    const contributions = [
      { rule: 'level', kind: 'rate', points: rational(10n) },
      { rule: 'rounding', kind: 'fixed', points: rational(2n) },
    ] as const;
    expect(parseEntry(stored({ ...earn, contributions }))).toMatchObject({ contributions });
  });

  it('has amounts beyond 2^53 as digits, and what has none as none', () => {
    expect([0n, 5n, -5n, 2n ** 53n - 1n].map(formatAmount)).toEqual([0, 5, -5, 9_007_199_254_740_991]);
    expect([2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n].map(formatAmount)).toEqual([
      '9007199254740992',
      '-9007199254740992',
      '9007199254740993',
    ]);
    const points = 10n ** 30n;
    const large = { ...earn, points, netMinor: points, balanceAfter: { ...base.balanceAfter, available: points } };
    expect(parseEntry(stored(large))).toMatchObject({ points, netMinor: points, balanceAfter: { available: points } });
  });

  it('reaches past the year 9999, where long lives of points end, and before the first', () => {
    for (const expiresOn of [day('9999-12-31') + 1, day('0000-01-01') - 1]) {
      const lots = [{ ...earn.lots[0], expiresOn: dayOf(expiresOn) }];
      expect(parseEntry(stored({ ...earn, lots }))).toMatchObject({ lots });
    }
  });

  it('is sealed with a hash of every other attribute', () => {
    const attributes = Object.fromEntries(Object.entries(formatEntry(earn)).filter(([key]) => key !== 'hash'));
    let hashed: unknown;
    const sealed = sealRecord(earn, (given) => {
      hashed = given;
      return 'sealed';
    });
    expect(hashed).toEqual(attributes);
    expect(sealed).toEqual({ ...attributes, hash: 'sealed' });
  });

  it.each([
    ['no entry', {}],
    ['nothing', undefined],
    ['an unknown kind', { ...formatEntry(earn), kind: 'gift' }],
    ['a day that is none', { ...formatEntry(earn), day: '2026-02-30' }],
    ['an instant that is none', { ...formatEntry(earn), occurredAt: 'then' }],
    ['an amount that is none', { ...formatEntry(earn), points: '1.5' }],
    ['an amount that is not exact', { ...formatEntry(earn), points: 2 ** 53 }],
    ['a fraction that is none', { ...formatEntry(earn), contributions: [['base', 'ten', 'rate']] }],
    ['no hash', { ...formatEntry(earn), hash: undefined }],
  ])('with %s is no entry', (_, record) => {
    expect(() => parseEntry(record)).toThrow();
  });
});
