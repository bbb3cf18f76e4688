/** Sums of parts merge into the sums of the whole: whatever is counted apart gives the same numbers together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { rational } from '../../shared/domain/rational.ts';
import { countMember } from '../../shared/domain/statistics/count-member.ts';
import { MemberFold } from '../../shared/domain/statistics/member-fold.ts';
import { allNumbers } from '../../shared/domain/statistics/numbers/all.ts';
import type { NumberValue } from '../../shared/domain/statistics/shapes.ts';
import type { SumsContext } from '../../shared/domain/statistics/sums-context.ts';
import { Sums } from '../../shared/domain/statistics/sums.ts';
import { windowNames } from '../../shared/domain/statistics/windows.ts';
import { day, Ledger, programmeWith, sale } from './build.ts';

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 50 },
  { id: 'gold', from: 150 },
];
const programme = programmeWith({
  points: { expiry: { policy: 'after', months: 3, roundUpTo: 'month' } },
  tiers: { levels, window: { months: 3 }, review: { afterMonths: 3, graceDays: 0, drop: 'to-earned' } },
});
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

function sumsOf(members: readonly Member[], context: SumsContext): Sums {
  const sums = new Sums();
  for (const one of members) {
    const enrolment = { on: addDays(begin, one.joined), channel: one.channel };
    const fold = new MemberFold({ memberId: 'member', enrolment }, { asOf: context.asOf });
    for (const entry of entriesOf(one)) fold.add(entry);
    const facts = fold.facts();
    if (facts !== undefined) countMember(sums, facts, context);
  }
  return sums;
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
  scope: fc.record({ tier: fc.constantFrom(null, null, 'silver'), channel: fc.constantFrom(null, null, 'web') }),
});

test('the sums of two parts merge into the sums of the whole, in either order', () => {
  const members = fc.array(member, { maxLength: 8 });
  fc.assert(
    fc.property(members, members, context, (some, others, of) => {
      const whole = numbersOf(sumsOf([...some, ...others], of), of);
      const [forth, back] = [sumsOf(some, of), sumsOf(others, of)];
      forth.merge(sumsOf(others, of));
      back.merge(sumsOf(some, of));
      expect(numbersOf(forth, of)).toEqual(whole);
      expect(numbersOf(back, of)).toEqual(whole);
    }),
  );
});

test('the active members of every month are new, retained or returning, and the points of the bridge add up', () => {
  fc.assert(
    fc.property(fc.array(member, { maxLength: 8 }), context, (members, of) => {
      const sums = sumsOf(members, of);
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
