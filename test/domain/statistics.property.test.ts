/** Sums of parts merge into the sums of the whole: whatever is counted apart gives the same numbers together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { rational } from '../../shared/domain/rational.ts';
import { countMember } from '../../shared/domain/statistics/count-member.ts';
import type { Counted } from '../../shared/domain/statistics/count-member.ts';
import { Cube } from '../../shared/domain/statistics/cube.ts';
import { MemberFold } from '../../shared/domain/statistics/member-fold.ts';
import { allNumbers } from '../../shared/domain/statistics/numbers/all.ts';
import type { NumberValue } from '../../shared/domain/statistics/shapes.ts';
import { RankReading } from '../../shared/domain/statistics/rank.ts';
import { Rows } from '../../shared/domain/statistics/rows.ts';
import type { Scope, SumsContext } from '../../shared/domain/statistics/sums-context.ts';
import type { Sums } from '../../shared/domain/statistics/sums.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import { programme } from '../fixtures/statistics-programme.ts';
import { day, Ledger, sale } from './build.ts';

const levelIds = programme.tiers.levels.map(({ id }) => id);
const begin = day('2024-01-01');
const end = day('2025-12-31');

const member = fc.record({
  joined: fc.integer({ min: 0, max: 300 }),
  /** Days after the enrolment, and amounts. */
  sales: fc.array(fc.tuple(fc.integer({ min: 0, max: 420 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 8 }),
  channel: fc.constantFrom('web', 'shop', null),
});
type Member = typeof member extends fc.Arbitrary<infer Value> ? Value : never;

function entriesOf({ joined, sales }: Member): readonly Entry[] {
  const ledger = new Ledger(programme);
  for (const [index, [after, net]] of sales.entries()) {
    const date = new Date((begin + joined + after) * 86_400_000 + index * 3_600_000);
    ledger.sell(sale(date.toISOString(), { net }, String(index)));
  }
  ledger.review('2025-12-31');
  return ledger.entries();
}

function counted(members: readonly Member[], context: SumsContext): Counted {
  const part = { cube: new Cube(levelIds), rows: new Rows() };
  for (const one of members) {
    const enrolment = { on: addDays(begin, one.joined), channel: one.channel };
    const fold = new MemberFold({ memberId: 'member', enrolment }, { asOf: context.asOf });
    for (const entry of entriesOf(one)) fold.add(entry);
    const facts = fold.facts();
    if (facts !== undefined) countMember(part, facts, context);
  }
  return part;
}

/** The sums of parts together, ranks among them. */
function together(parts: readonly Counted[], { asOf }: SumsContext): Cube {
  const whole = new Cube(levelIds);
  const reading = new RankReading();
  for (const { cube, rows } of parts) {
    whole.merge(cube);
    reading.read(rows);
  }
  const ranks = reading.ranks();
  for (const { cube, rows } of parts) {
    // As they are stored and read again.
    const stored = new Rows(rows.bytes().slice());
    ranks.count(stored, (cell) => whole.cell(cube.cells[cell]?.level ?? NaN, cube.cells[cell]?.channel ?? null), asOf);
  }
  return whole;
}

function numbersOf(sums: Sums, { asOf }: SumsContext): ReadonlyMap<string, NumberValue> {
  const report = { asOf, from: null, to: null, programme };
  return new Map(
    windowNames.flatMap((window) =>
      allNumbers.map(({ id, compute }) => [`${id} ${window}`, compute(sums, { ...report, window })] as const),
    ),
  );
}

const context: fc.Arbitrary<SumsContext> = fc.record({
  asOf: fc.integer({ min: 0, max: end - begin }).map((days) => addDays(begin, days)),
  tiers: fc.constant(programme.tiers),
  silence: fc.constant({ factor: rational(2n), fallbackDays: 60 }),
  inactivityMonths: fc.constantFrom(null, 3),
});
const scope: fc.Arbitrary<Scope> = fc.record({
  tier: fc.constantFrom(null, null, 'silver'),
  channel: fc.constantFrom(null, null, 'web'),
});

test('the sums of parts are those of the whole, however members are split and in whatever order parts come', () => {
  const parts = fc.array(fc.array(member, { maxLength: 6 }), { maxLength: 4 });
  fc.assert(
    fc.property(parts, context, scope, (members, of, told) => {
      const whole = numbersOf(together([counted(members.flat(), of)], of).of(told), of);
      const apart = members.map((some) => counted(some, of));
      expect(numbersOf(together(apart, of).of(told), of)).toEqual(whole);
      expect(numbersOf(together(apart.toReversed(), of).of(told), of)).toEqual(whole);
    }),
  );
});

test('sums of other levels do not merge', () => {
  expect(() => new Cube(['a', 'b']).merge(new Cube(['b', 'a']))).toThrow(RangeError);
});

test('the active members of every month are new, retained or returning, and the points of the bridge add up', () => {
  fc.assert(
    fc.property(fc.array(member, { maxLength: 8 }), context, scope, (members, of, told) => {
      const sums = together([counted(members, of)], of).of(told);
      for (const { key, amount } of sums.entries('active.month')) {
        const month = key[0] ?? '';
        const parts = [sums.get('first.month', month), sums.get('retained', month), sums.get('returning', month)];
        expect(parts.reduce((sum, part) => sum + part)).toBe(amount);
      }
      const moved = ['earned', 'expired'].map((name) =>
        [...sums.entries('points')].reduce((sum, { key, amount }) => (key[0] === name ? sum + amount : sum), 0n),
      );
      expect((moved[0] ?? 0n) - (moved[1] ?? 0n)).toBe(sums.get('balance', 'available'));
      // Every point that expired was issued in some month.
      const broken = [...sums.entries('broken')].reduce((sum, { amount }) => sum + amount, 0n);
      expect(broken).toBe(moved[1]);
      // The levels' members are those who joined.
      const count = (name: 'level.now' | 'level.joined') =>
        [...sums.entries(name)].reduce((sum, { amount }) => sum + amount, 0n);
      expect(count('level.now')).toBe(count('level.joined'));
    }),
  );
});
