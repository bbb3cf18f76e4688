import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEntry, parseEntry, sealRecord } from '../../shared/contracts/entry-record.ts';
import { formatAmount } from '../../shared/contracts/stored-values.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { formatRational, rational } from '../../shared/domain/rational.ts';
import { day } from '../domain/build.ts';
import { anyEntryOf } from '../fixtures/entries.ts';
import { runs } from '../property-runs.ts';
import { base, earn, examples, taken } from './entry-examples.ts';
import { mergeExamples } from './merge-examples.ts';

/** What every record says, or says of lots, whose writing has tests of its own. */
const common = new Set([...Object.keys(base), 'entryId', 'points', 'kind', 'lots', 'taken']);

/** With every exact number as a text: two fractions are one value however they are written. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('numerator' in value && 'denominator' in value) {
    const { numerator, denominator } = value;
    if (typeof numerator === 'bigint' && typeof denominator === 'bigint') {
      return formatRational(rational(numerator, denominator));
    }
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
const stored = (entry: Entry): unknown => JSON.parse(JSON.stringify(formatEntry(entry)));

/** Names of attributes, wherever they stand, that hold nothing: zero, null, false or an empty list. */
function namesOfNothing(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    // A day of an account is a number: that of 1970 is a zero.
    if (name === 'removed') return [];
    const isNothing = [0, null, false].some((nothing) => nothing === inner);
    return isNothing || (Array.isArray(inner) && inner.length === 0) ? [name] : namesOfNothing(inner);
  });
}
/** What every entry of its kind says, be it nothing: a sale without rules, a posting that moves no points. */
const alwaysSaid = new Set([
  ...['points', 'netMinor', 'undone', 'lots', 'taken', 'lifetimeEarned'],
  ...['orderRules', 'groups', 'lines', 'contributions'],
]);

describe('the record of an entry', () => {
  it.each([...examples, ...mergeExamples])(
    'of $entry.entryId says what it has and is read back as it was',
    ({ entry, says }) => {
      expect(plain(parseEntry(stored(entry)))).toEqual(plain(entry));
      expect(formatEntry(parseEntry(stored(entry)))).toEqual(stored(entry));
      const own = Object.entries(formatEntry(entry)).filter(([name]) => !common.has(name));
      expect(Object.fromEntries(own)).toEqual(says);
    },
  );

  it('of a sale says what paid for it and what came before it, where there is any', () => {
    const more = { sale: { ...earn.sale, paid: [...taken] }, returnsBefore: ['r-2', 'r-1'], debtPaid: 3n, act: true };
    const sale = { ...earn, ...more, cause: { ...earn.cause, revision: 2, guest: true } };
    expect(plain(parseEntry(stored(sale)))).toEqual(plain(sale));
    expect(stored(sale)).toMatchObject({
      cause: { eventId: 'e', delivery: 'd', content: 'c', revision: 2, guest: true },
      debtPaid: 3,
      returnsBefore: ['r-2', 'r-1'],
      act: true,
    });
    for (const path of ['sale.paid', 'cause.revision', 'cause.guest', 'debtPaid', 'returnsBefore', 'act']) {
      expect(stored(earn)).not.toHaveProperty(path);
    }
  });

  it.each(anyEntryOf)('of the kind $kind, whatever it holds, is read back as it was', ({ entry: any }) => {
    fc.assert(
      fc.property(any, (entry) => {
        const record = stored(entry);
        expect(plain(parseEntry(record))).toEqual(plain(entry));
        expect(stored(parseEntry(record))).toEqual(record);
        expect(namesOfNothing(record).filter((name) => !alwaysSaid.has(name))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
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
      hour: 15,
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
    ['a fraction of an odd denominator', { ...formatEntry(earn), contributions: [['base', '1/x', 'rate']] }],
    ['a lot that is none', { ...formatEntry(earn), lots: [[5]] }],
    ['no hash', { ...formatEntry(earn), hash: undefined }],
  ])('with %s is no entry', (_, record) => {
    expect(() => parseEntry(record)).toThrow();
  });
});
