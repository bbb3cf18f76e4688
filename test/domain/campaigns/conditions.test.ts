import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../shared/domain/campaigns/campaign.ts';
import { asksForRfm, isInAudience, meets } from '../../../shared/domain/campaigns/conditions.ts';
import type { AudienceFacts } from '../../../shared/domain/campaigns/conditions.ts';
import type { Consent } from '../../../shared/domain/consent.ts';
import type { FactValue, Person } from '../../../shared/domain/person.ts';
import { nobody } from '../../../shared/domain/person.ts';
import { day, instant, programmeWith, versionsOf } from '../build.ts';
import { LevelLedger } from '../level-ledger.ts';

const versions = versionsOf(
  programmeWith({
    points: { expiry: { policy: 'after', days: 60 } },
    tiers: {
      basis: 'spend',
      levels: [
        { id: 'ordinary', from: 0 },
        { id: 'silver', from: 20_000 },
      ],
    },
  }),
);

const at = instant('2026-01-01T00:00:00Z');
const range = (min: number | null, max: number | null = null) => ({
  min: min === null ? null : BigInt(min),
  max: max === null ? null : BigInt(max),
});

function personWith(facts: Readonly<Record<string, FactValue>>, consents: readonly Consent[] = []): Person {
  const known = Object.entries(facts).map(([field, value]) => [field, { value, at }] as const);
  return { ...nobody, facts: Object.fromEntries(known), consents };
}

/** Bought on 10 March 2025 for 100.00, on 1 April 2025 for 50.00 and on 20 February 2026 for 30.00. */
function bought(): LevelLedger {
  const ledger = new LevelLedger(...versions);
  ledger.sell('2025-03-10', 10_000);
  ledger.sell('2025-04-01', 5000);
  ledger.sell('2026-02-20', 3000);
  return ledger;
}
const ledger = bought();
const facts = (on: string, more: Partial<AudienceFacts> = {}): AudienceFacts => ({
  account: ledger.account,
  day: day(on),
  versions,
  ...more,
});

describe('conditions on the account', () => {
  it.each<[string, Condition, boolean]>([
    ['2026-03-10', { is: 'tier', levels: ['ordinary'] }, true],
    ['2026-03-10', { is: 'tier', levels: ['silver', 'gone'] }, false],
    ['2026-03-10', { is: 'stage', stages: ['won-back', 'new'] }, true],
    ['2026-03-10', { is: 'stage', stages: ['prospect', 'lost'] }, false],
    ['2026-03-10', { is: 'lastPurchaseDays', range: range(18, 18) }, true],
    ['2026-03-10', { is: 'lastPurchaseDays', range: range(19) }, false],
    ['2026-03-10', { is: 'lastPurchaseDays', range: range(null, 17) }, false],
    ['2026-03-10', { is: 'orders', range: range(3, 3) }, true],
    // Months, as all numbers of twelve months: March 2025 is not among the twelve that end with March 2026.
    ['2026-02-28', { is: 'ordersIn12Months', range: range(3, 3) }, true],
    ['2026-03-01', { is: 'ordersIn12Months', range: range(2, 2) }, true],
    ['2026-02-28', { is: 'spendMinorIn12Months', range: range(18_000, 18_000) }, true],
    ['2026-03-01', { is: 'spendMinorIn12Months', range: range(8000, 8000) }, true],
    ['2026-03-01', { is: 'balance', range: range(30, 30) }, true],
    ['2026-03-01', { is: 'balance', range: range(null, 29) }, false],
    // Sixty days from 20 February: the first day without the points is 21 April.
    ['2026-03-22', { is: 'expiringPoints', withinDays: 30, min: 30n }, true],
    ['2026-03-21', { is: 'expiringPoints', withinDays: 30, min: 1n }, false],
    ['2026-03-22', { is: 'expiringPoints', withinDays: 30, min: 31n }, false],
    ['2020-01-11', { is: 'enrolledDays', range: range(10, 10) }, true],
    ['2020-01-11', { is: 'enrolledDays', range: range(11) }, false],
    ['2026-03-10', { is: 'enrolChannel', channels: ['app'] }, false],
  ])('on %s: %o is %s', (on, condition, expected) => {
    expect(meets(condition, facts(on))).toBe(expected);
  });

  it('find nobody of no purchase within any number of days, and count none in twelve months', () => {
    const newcomer = facts('2026-03-10', { account: new LevelLedger(...versions).account });
    expect(meets({ is: 'lastPurchaseDays', range: range(null, 1_000_000) }, newcomer)).toBe(false);
    expect(meets({ is: 'lastPurchaseDays', range: range(0) }, newcomer)).toBe(false);
    expect(meets({ is: 'ordersIn12Months', range: range(null, 0) }, newcomer)).toBe(true);
    expect(meets({ is: 'spendMinorIn12Months', range: range(1) }, newcomer)).toBe(false);
  });

  it('know the channel of the enrolment', () => {
    const account = { ...ledger.account, enrolment: { on: day('2020-01-01'), channel: 'app' } };
    expect(meets({ is: 'enrolChannel', channels: ['store', 'app'] }, facts('2026-03-10', { account }))).toBe(true);
  });

  it('know the RFM group when groups were worked out', () => {
    const condition: Condition = { is: 'rfm', groups: ['champions', 'loyal'] };
    expect(meets(condition, facts('2026-03-10'))).toBe('unknown');
    expect(meets(condition, facts('2026-03-10', { rfm: 'loyal' }))).toBe(true);
    expect(meets(condition, facts('2026-03-10', { rfm: 'dormant' }))).toBe(false);
    expect(meets(condition, facts('2026-03-10', { rfm: null }))).toBe(false);
    expect(asksForRfm({ is: 'all', of: [{ is: 'not', of: condition }] })).toBe(true);
    expect(asksForRfm({ is: 'any', of: [{ is: 'tier', levels: [] }] })).toBe(false);
  });
});

describe('conditions on the profile', () => {
  const consent: Consent = {
    purpose: 'promotions',
    channel: 'sms',
    granted: true,
    at,
    text: 'v1',
    how: 'form',
    by: 'member',
  };
  const ann = personWith(
    {
      birthday: '1992-02-29',
      gender: 'female',
      interests: ['tea', 'coffee'],
      'attributes.staff': false,
      'attributes.size': 38,
      'attributes.city': 'Suzhou',
    },
    [consent, { ...consent, purpose: 'loyalty', granted: false }],
  );

  it.each<[string, Condition, boolean]>([
    ['2026-03-10', { is: 'interest', interests: ['wine', 'tea'] }, true],
    ['2026-03-10', { is: 'interest', interests: ['te'] }, false],
    ['2026-03-10', { is: 'attribute', name: 'staff', value: false }, true],
    ['2026-03-10', { is: 'attribute', name: 'staff', value: 'false' }, false],
    ['2026-03-10', { is: 'attribute', name: 'size', value: 38 }, true],
    ['2026-03-10', { is: 'attribute', name: 'city', value: 'Suzhou' }, true],
    ['2026-03-10', { is: 'attribute', name: 'none', value: false }, false],
    // 29 February is the 28th where there is none.
    ['2026-02-27', { is: 'age', range: range(33, 33) }, true],
    ['2026-02-28', { is: 'age', range: range(34, 34) }, true],
    ['2028-02-28', { is: 'age', range: range(35, 35) }, true],
    ['2028-02-29', { is: 'age', range: range(36) }, true],
    ['2026-02-28', { is: 'birthday', span: 'day' }, true],
    ['2026-03-01', { is: 'birthday', span: 'day' }, false],
    ['2026-02-23', { is: 'birthday', span: 'week' }, true],
    ['2026-02-01', { is: 'birthday', span: 'month' }, true],
    ['2026-03-10', { is: 'gender', genders: ['female', 'other'] }, true],
    ['2026-03-10', { is: 'gender', genders: ['male'] }, false],
    ['2026-03-10', { is: 'consent', purpose: 'promotions' }, true],
    ['2026-03-10', { is: 'consent', purpose: 'loyalty' }, false],
    ['2026-03-10', { is: 'consent', purpose: 'profiling' }, false],
  ])('on %s: %o is %s, and unknown without the profile', (on, condition, expected) => {
    expect(meets(condition, facts(on, { person: ann }))).toBe(expected);
    expect(meets(condition, facts(on))).toBe('unknown');
    expect(meets(condition, facts(on, { person: nobody }))).toBe(false);
  });

  it('know no age of a birthday without its year', () => {
    const shy = personWith({ birthday: '--02-28' });
    expect(meets({ is: 'age', range: range(0) }, facts('2026-02-28', { person: shy }))).toBe(false);
    expect(meets({ is: 'birthday', span: 'day' }, facts('2026-02-28', { person: shy }))).toBe(true);
  });
});

it('nobody who has left is in an audience', () => {
  const left = { how: 'erased', on: day('2026-01-01') } as const;
  const everybody: Condition = { is: 'all', of: [] };
  expect(isInAudience(everybody, facts('2026-03-10'))).toBe(true);
  expect(isInAudience(everybody, facts('2026-03-10', { account: { ...ledger.account, left } }))).toBe(false);
});

/** Leaves that hold, do not hold, or wait for the profile; and what each comes to with it. */
type Leaf = { readonly condition: Condition; readonly truth: boolean; readonly byProfile: boolean };
const leaves: readonly Leaf[] = [
  { condition: { is: 'orders', range: range(3) }, truth: true, byProfile: false },
  { condition: { is: 'orders', range: range(4) }, truth: false, byProfile: false },
  { condition: { is: 'gender', genders: ['female'] }, truth: true, byProfile: true },
  { condition: { is: 'gender', genders: ['male'] }, truth: false, byProfile: true },
];
type Tree = Leaf | { readonly join: 'all' | 'any'; readonly of: readonly Tree[] } | { readonly not: Tree };
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...leaves),
    fc.record({ join: fc.constantFrom('all', 'any'), of: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ not: tie('tree') }),
  ),
}));

function conditionOf(of: Tree): Condition {
  if ('condition' in of) return of.condition;
  return 'not' in of ? { is: 'not', of: conditionOf(of.not) } : { is: of.join, of: of.of.map(conditionOf) };
}
/** Every answer that is possible when each leaf that waits for the profile may come to either. */
function truthsOf(of: Tree, knows: boolean): readonly boolean[] {
  if ('condition' in of) return knows || !of.byProfile ? [of.truth] : [true, false];
  if ('not' in of) return truthsOf(of.not, knows).map((truth) => !truth);
  const parts = of.of.map((part) => truthsOf(part, knows));
  const can = (truth: boolean) => parts.some((each) => each.includes(truth));
  const must = (truth: boolean) => parts.some((each) => !each.includes(!truth));
  const stops = of.join === 'any';
  // One part that stops is enough; without any that must, the others may all go on.
  return [...(can(stops) ? [stops] : []), ...(must(stops) ? [] : [!stops])];
}

it('the profile changes no answer that the account gave, and leaves none open', () => {
  const woman = personWith({ gender: 'female' });
  fc.assert(
    fc.property(tree, (given) => {
      const condition = conditionOf(given);
      const [withProfile, ...more] = truthsOf(given, true);
      expect(more).toEqual([]);
      expect(meets(condition, facts('2026-03-10', { person: woman }))).toBe(withProfile);
      const possible = new Set(truthsOf(given, false));
      expect(meets(condition, facts('2026-03-10'))).toBe(possible.size === 1 ? [...possible][0] : 'unknown');
    }),
  );
});
