/** Small programmes of every setting that moves points: few points, short lives, low levels, so that cases meet. */
import fc from 'fast-check';
import type { PlainExpiry, PlainProgramme } from '../reference/plain.ts';
import type { WholeExpiry, WholeProgramme, WholeRule } from '../reference/whole.ts';

const plain = { noNullPrototype: true } as const;

const levelIds = ['ordinary', 'silver', 'gold'] as const;

const someDays = fc.integer({ min: 1, max: 70 });
/** Lives of days and of a few months: most of them end within a history. */
export const shortLife: fc.Arbitrary<PlainExpiry> = fc.oneof(
  { weight: 4, arbitrary: someDays.map((days): PlainExpiry => ({ policy: 'after', days, roundUpTo: 'day' })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('day', 'month', 'quarter'))
      .map(([months, roundUpTo]): PlainExpiry => ({ policy: 'after', months, roundUpTo })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('month', 'quarter', 'year'), fc.nat({ max: 1 }))
      .map(([period, plus]): PlainExpiry => ({ policy: 'endOf', period, plus })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2025-02-20', '--02-10', '--02-29').map((on): PlainExpiry => ({ policy: 'fixed', on })),
  },
);
/** Lives that outlast every history of these tests. */
export const longLife: fc.Arbitrary<PlainExpiry> = fc.constantFrom<PlainExpiry>(
  { policy: 'never' },
  { policy: 'after', months: 24, roundUpTo: 'day' },
  { policy: 'after', months: 24, roundUpTo: 'month' },
  { policy: 'endOf', period: 'year', plus: 3 },
);
const inactivity: fc.Arbitrary<WholeExpiry> = fc.record(
  {
    policy: fc.constant('inactivity' as const),
    months: fc.integer({ min: 1, max: 3 }),
    acts: fc.subarray<'purchase' | 'earning' | 'redeeming'>(['purchase', 'earning', 'redeeming'], { minLength: 1 }),
  },
  plain,
);
const anyLife: fc.Arbitrary<WholeExpiry> = fc.oneof(
  { weight: 5, arbitrary: shortLife },
  { weight: 2, arbitrary: longLife },
  { weight: 2, arbitrary: inactivity },
);

const conditions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.integer({ min: 100, max: 2500 }).map((least) => ({ when: { minNetMinor: least } })) },
  { weight: 1, arbitrary: fc.constant({ when: { channel: ['web'] } }) },
  { weight: 1, arbitrary: fc.subarray([...levelIds], { minLength: 1 }).map((tier) => ({ when: { tier } })) },
  { weight: 1, arbitrary: fc.constant({ until: '2025-02-01' }) },
);
const filtered = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ lines: { sku: ['A'] } }) },
  { weight: 1, arbitrary: fc.constant({ lines: { not: { sku: ['A'] } } }) },
);
const rate = fc.record(
  {
    kind: fc.constant('rate' as const),
    points: fc.integer({ min: 1, max: 3 }),
    perMinor: fc.constantFrom(100, 70, 250, 999),
  },
  plain,
);
const fixed = fc.record(
  {
    kind: fc.constant('fixed' as const),
    points: fc.integer({ min: 1, max: 9 }),
    per: fc.constantFrom('order', 'unit'),
  },
  plain,
);
const multiply = (factors: readonly string[]) =>
  fc.record({ kind: fc.constant('multiply' as const), by: fc.constantFrom(...factors) }, plain);

const anyFactors = ['2', '3', '1.5', '1.25', '0.5', '0.333', '0'];

/** What a history is not about is left out. */
export type ProgrammeOptions = {
  readonly expiry?: fc.Arbitrary<WholeExpiry>;
  readonly ruleLife?: fc.Arbitrary<PlainExpiry>;
  readonly levels?: fc.Arbitrary<WholeProgramme['tiers']>;
  readonly unknown?: WholeProgramme['members']['unknown'];
  readonly factors?: readonly string[];
};

function rules(factors: readonly string[], ruleLife: fc.Arbitrary<PlainExpiry>): fc.Arbitrary<WholeRule[]> {
  const life = fc.option(ruleLife, { nil: undefined, freq: 3 });
  const granting = fc
    .tuple(fc.oneof(rate, fixed), life)
    .map(([rule, expiry]) => (expiry === undefined ? rule : { ...rule, expiry }));
  const rule = fc.oneof({ weight: 3, arbitrary: granting }, { weight: 2, arbitrary: multiply(factors) });
  return fc
    .array(fc.tuple(rule, conditions, filtered), { maxLength: 3 })
    .map((given): WholeRule[] => [
      { id: 'base', kind: 'rate', points: 1, perMinor: 100 },
      ...given.map(([what, when, where], index) => ({ id: `rule-${String(index)}`, ...what, ...when, ...where })),
    ]);
}

const multiplier = fc.constantFrom('1', '2', '1.5');
const levels = fc
  .tuple(fc.integer({ min: 5, max: 40 }), fc.integer({ min: 5, max: 40 }), multiplier, multiplier)
  .map(([first, second, silver, gold]) => [
    { id: levelIds[0], from: 0, multiplier: '1' },
    { id: levelIds[1], from: first, multiplier: silver },
    { id: levelIds[2], from: first + second, multiplier: gold },
  ]);
const onReturn = fc.constantFrom<WholeProgramme['tiers']['onReturn']>('re-evaluate', 're-evaluate', 'at-review');
const review = fc.record(
  {
    afterMonths: fc.integer({ min: 1, max: 4 }),
    graceDays: fc.constantFrom(0, 0, 10),
    drop: fc.constantFrom<PlainProgramme['tiers']['review']['drop']>('to-earned', 'one-level', 'never'),
  },
  plain,
);
const anyLevels: fc.Arbitrary<WholeProgramme['tiers']> = fc.record(
  { window: fc.integer({ min: 1, max: 3 }).map((months) => ({ months })), levels, review, onReturn },
  plain,
);
/** Levels that nothing but a return ever takes. */
export const lifetimeLevels: fc.Arbitrary<WholeProgramme['tiers']> = fc.record(
  { window: fc.constant({ lifetime: true as const }), levels, review, onReturn },
  plain,
);
export const oneLevel: fc.Arbitrary<WholeProgramme['tiers']> = fc.constant({
  window: { lifetime: true },
  levels: [{ id: levelIds[0], from: 0, multiplier: '1' }],
  review: { afterMonths: 12, graceDays: 0, drop: 'to-earned' },
  onReturn: 're-evaluate',
});

/** A rule without levels that the programme does not have. */
function reachable(rule: WholeRule, { levels: known }: WholeProgramme['tiers']): WholeRule {
  const { when, ...rest } = rule;
  if (when?.tier === undefined) return rule;
  const tier = when.tier.filter((id) => known.some((level) => level.id === id));
  return tier.length === 0 ? rest : { ...rest, when: { ...when, tier } };
}

export function wholeProgramme(options: ProgrammeOptions = {}): fc.Arbitrary<WholeProgramme> {
  const { expiry = anyLife, ruleLife = shortLife, factors = anyFactors, unknown } = options;
  const points = fc.record(
    {
      expiry,
      earnsOn: fc.constantFrom<WholeProgramme['points']['earnsOn'][]>(
        ['product', 'service'],
        ['product', 'service'],
        ['product'],
        ['product', 'shipping'],
      ),
      pendingDays: fc.constantFrom(0, 0, 1, 14, 40),
      rounding: fc.constantFrom<PlainProgramme['points']['rounding'][]>('floor', 'nearest', 'ceiling'),
      transfers: fc.constant(true),
      valueOfPointMinor: fc.constantFrom(1, 30, 100),
      overdraw: fc.constantFrom<WholeProgramme['points']['overdraw'][]>('debt', 'clamp'),
      restoreGraceDays: fc.constantFrom(0, 5, 30),
    },
    plain,
  );
  const document = fc.record(
    {
      id: fc.constant('main'),
      version: fc.constant(1),
      effectiveFrom: fc.constant('2000-01-01T00:00:00Z'),
      name: fc.constant({ en: 'Perennial', 'zh-CN': '常青' }),
      timeZone: fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe'),
      currency: fc.constant('EUR'),
      members: fc.record(
        {
          unknown:
            unknown === undefined
              ? fc.constantFrom<WholeProgramme['members']['unknown'][]>('enrol', 'enrol', 'park', 'refuse')
              : fc.constant(unknown),
        },
        plain,
      ),
      points,
      earn: rules(factors, ruleLife),
      tiers: options.levels ?? anyLevels,
    },
    plain,
  );
  return document.map((given) => ({ ...given, earn: given.earn.map((rule) => reachable(rule, given.tiers)) }));
}
