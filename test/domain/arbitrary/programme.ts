/** Random programmes of everything that is built, each valid, with levels low enough to be reached and lost. */
import fc from 'fast-check';
import { plusDays } from '../reference/dates.ts';
import type {
  PlainAttributes,
  PlainConditions,
  PlainExpiry,
  PlainKind,
  PlainLineFilter,
  PlainProgramme,
  PlainRule,
  PlainTiers,
} from '../reference/plain.ts';
import { firstDay, lineKinds, vocabulary } from './sale.ts';

const plain = { noNullPrototype: true } as const;
const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });

export const timeZones = [
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Africa/Cairo',
  'America/Santiago',
  'Pacific/Apia',
  'Pacific/Kiritimati',
] as const;

const levelIds = ['ordinary', 'silver', 'gold', 'diamond'] as const;
const factor = fc.constantFrom('1', '1', '2', '1.5', '0.5', '1.25', '0.333', '3', '0');

const dates = fc
  .tuple(fc.integer({ min: 0, max: 730 }), fc.integer({ min: 0, max: 500 }))
  .map(([from, days]): [string, string] => [plusDays(firstDay, from), plusDays(firstDay, from + days)]);

const attributes: fc.Arbitrary<PlainAttributes> = fc.record(
  {
    sku: some(vocabulary.sku),
    category: some(vocabulary.category),
    tags: some(vocabulary.tags),
    brand: some(vocabulary.brand),
  },
  { ...plain, requiredKeys: [] },
);
const excluded = attributes.filter((given) => Object.keys(given).length > 0);
const lineFilter: fc.Arbitrary<PlainLineFilter> = fc
  .tuple(attributes, fc.option(excluded, { nil: undefined }))
  .map(([given, not]) => (not === undefined ? given : { ...given, not }));

const when: fc.Arbitrary<PlainConditions> = fc.record(
  {
    minNetMinor: fc.integer({ min: 0, max: 30_000 }),
    channel: some(vocabulary.channel),
    storeId: some(vocabulary.storeId),
    tier: some(levelIds.slice(0, 2)),
    birthday: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    weekday: some(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const),
    between: dates,
  },
  { ...plain, requiredKeys: [] },
);

/** A rule's own dates, which do not meet those of its conditions: that would be unreachable. */
const conditions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: when.map((given) => ({ when: given })) },
  { weight: 1, arbitrary: dates.map(([from, until]) => ({ from, until })) },
  { weight: 1, arbitrary: dates.map(([from]) => ({ from })) },
);
const filtered = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: lineFilter.map((lines) => ({ lines })) },
);

const rule = fc.oneof(
  fc.record(
    {
      kind: fc.constant('rate' as const),
      points: fc.integer({ min: 1, max: 7 }),
      perMinor: fc.constantFrom(1, 7, 100, 250, 999),
    },
    plain,
  ),
  fc.record({ kind: fc.constant('multiply' as const), by: factor }, plain),
  fc.record(
    {
      kind: fc.constant('fixed' as const),
      points: fc.integer({ min: 1, max: 50 }),
      per: fc.constantFrom('order' as const, 'unit' as const),
    },
    plain,
  ),
);
const base: PlainRule = { id: 'base', kind: 'rate', points: 1, perMinor: 100 };
const earn = fc
  .array(fc.tuple(rule, conditions, filtered), { maxLength: 5 })
  .map((given): PlainRule[] => [
    base,
    ...given.map(([what, whenever, where], index) => ({ id: `rule-${index}`, ...what, ...whenever, ...where })),
  ]);

const window: fc.Arbitrary<PlainTiers['window']> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 15 }).map((months) => ({ months })) },
  { weight: 1, arbitrary: fc.constant({ lifetime: true as const }) },
);
const review = fc.record(
  {
    afterMonths: fc.integer({ min: 1, max: 14 }),
    graceDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
    drop: fc.constantFrom('to-earned' as const, 'to-earned' as const, 'one-level' as const, 'never' as const),
  },
  plain,
);
const levels = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), factor), { minLength: 1, maxLength: 3 })
  .map((steps) => {
    let from = 0;
    const above = steps.map(([step, multiplier], index) => {
      from += step;
      return { id: levelIds[index + 1] ?? '', from, multiplier };
    });
    return [{ id: levelIds[0], from: 0, multiplier: '1' }, ...above];
  });

type Life = { readonly months: number } | { readonly days: number };
const after = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 1, max: 30 }).map((months): Life => ({ months })),
      fc.integer({ min: 1, max: 700 }).map((days): Life => ({ days })),
    ),
    fc.constantFrom('day' as const, 'month' as const, 'quarter' as const, 'year' as const),
  )
  .map(([life, roundUpTo]): PlainExpiry => ({ policy: 'after', ...life, roundUpTo }));
const endOf = fc
  .tuple(fc.constantFrom('month' as const, 'quarter' as const, 'year' as const), fc.nat({ max: 4 }))
  .map(([period, plus]): PlainExpiry => ({ policy: 'endOf', period, plus }));
const fixed = fc
  .oneof(
    dates.map(([on]) => on),
    dates.map(([on]) => `-${on.slice(4)}`),
    fc.constant('--02-29'),
  )
  .map((on): PlainExpiry => ({ policy: 'fixed', on }));
const expiry = fc.oneof(
  { weight: 5, arbitrary: after },
  { weight: 1, arbitrary: endOf },
  { weight: 2, arbitrary: fixed },
  { weight: 1, arbitrary: fc.constant<PlainExpiry>({ policy: 'never' }) },
);

const points = fc.record(
  {
    expiry,
    earnsOn: fc.oneof(fc.constant<PlainKind[]>(['product', 'service']), some(lineKinds)),
    pendingDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
    rounding: fc.constantFrom('floor' as const, 'nearest' as const, 'ceiling' as const),
  },
  plain,
);

export const programme: fc.Arbitrary<PlainProgramme> = fc.record(
  {
    id: fc.constant('main'),
    version: fc.constant(1),
    effectiveFrom: fc.constant('2000-01-01T00:00:00Z'),
    name: fc.constant({ en: 'Perennial', 'zh-CN': '常青' }),
    timeZone: fc.constantFrom(...timeZones),
    currency: fc.constant('EUR'),
    points,
    earn,
    tiers: fc.record({ window, levels, review }, plain),
  },
  plain,
);

/**
 * Versions of one programme, the first from long ago, one or two more from some instant in the two years. They judge on
 * the review day itself and by the same window: what an account forgets by a short window, a longer one cannot judge.
 */
export const versions: fc.Arbitrary<PlainProgramme[]> = fc
  .tuple(
    fc.array(programme, { minLength: 1, maxLength: 3 }),
    fc.array(fc.integer({ min: 0, max: 730 * 48 }), { minLength: 2, maxLength: 2 }),
  )
  .map(([given, begins]) => {
    const halfHours = begins.sort((a, b) => a - b);
    return given.map((one, index): PlainProgramme => {
      const from = Date.parse(`${firstDay}T00:00:00Z`) + (halfHours[index - 1] ?? 0) * 1_800_000;
      const [first = one] = given;
      return {
        ...one,
        version: index + 1,
        timeZone: first.timeZone,
        effectiveFrom: index === 0 ? one.effectiveFrom : new Date(from).toISOString(),
        tiers: { ...one.tiers, window: first.tiers.window, review: { ...one.tiers.review, graceDays: 0 } },
      };
    });
  });
