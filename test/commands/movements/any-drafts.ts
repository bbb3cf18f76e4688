/** Random movements before they have their time and their ids: few people and few points. */
import fc from 'fast-check';
import type { PlainLine } from '../../domain/reference/plain.ts';
import { people } from './movement.ts';
import type { Person } from './movement.ts';

export const plain = { noNullPrototype: true } as const;
const minutesPerDay = 1440;

const who = fc.constantFrom<Person[]>('ann', 'ann', 'ann', 'bob', 'cem');
const net = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 3000 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 100, 1000) },
);
const line = fc.record(
  {
    kind: fc.constantFrom<PlainLine['kind'][]>('product', 'product', 'product', 'service', 'shipping', 'gift_card'),
    net,
    quantity: fc.constantFrom('1', '1', '2', '0', '0.5', '3'),
    sku: fc.constantFrom('A', 'B'),
    category: fc.constant<string[]>([]),
    tags: fc.constant<string[]>([]),
  },
  plain,
);
const lines = fc
  .array(line, { minLength: 1, maxLength: 3 })
  .map((given): PlainLine[] => given.map((one, index) => ({ ...one, lineId: `line-${String(index)}` })));
const goods = fc.oneof(fc.record({ net }, plain), fc.record({ lines }, plain), fc.record({ lines }, plain));
const channel = fc.record({ channel: fc.constantFrom('web', 'store') }, { ...plain, requiredKeys: [] });
const points = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 25 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 40, 200) },
);
/** Quarters of what there is, or a little more than that. */
const part = fc.constantFrom(0, 1, 1, 2, 2, 3, 4, 4, 5);
const which = fc.nat({ max: 20 });

const returned = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        lines: fc.array(fc.record({ part, quantity: fc.constantFrom(undefined, undefined, '1', '0.5', '0') }, plain), {
          minLength: 1,
          maxLength: 3,
        }),
      },
      plain,
    ),
  },
  { weight: 2, arbitrary: fc.record({ part }, plain) },
  { weight: 2, arbitrary: fc.constant({ full: true as const }) },
);
export type Returned = typeof returned extends fc.Arbitrary<infer Value> ? Value : never;

const importedLot = fc.record(
  {
    points: fc.integer({ min: 1, max: 20 }),
    availableIn: fc.constantFrom(undefined, undefined, -5, 0, 10, 40),
    expiresIn: fc.constantFrom(null, -3, 0, 5, 20, 20, 60),
  },
  plain,
);

export const drafts = {
  sale: fc.record({ kind: fc.constant('sale' as const), who, goods, channel }, plain),
  guest: fc.record({ kind: fc.constant('sale' as const), who: fc.constant(null), goods, channel }, plain),
  paidSale: fc.record({ kind: fc.constant('paid-sale' as const), who, goods, channel, points }, plain),
  redeemedSale: fc.record({ kind: fc.constant('redeemed-sale' as const), goods, of: which }, plain),
  return: fc.record({ kind: fc.constant('return' as const), of: which, returned }, plain),
  returnWithoutSale: fc.record({ kind: fc.constant('return-without-sale' as const), who, net }, plain),
  redeem: fc.record({ kind: fc.constant('redeem' as const), who, points }, plain),
  reserve: fc.record(
    {
      kind: fc.constant('reserve' as const),
      who,
      points,
      minutes: fc.constantFrom(1, 30, minutesPerDay, 20 * minutesPerDay, 70 * minutesPerDay),
    },
    plain,
  ),
  settle: fc.record({ kind: fc.constantFrom('commit' as const, 'cancel' as const), of: which }, plain),
  adjust: fc.record({ kind: fc.constant('adjust' as const), who, points: fc.integer({ min: -30, max: 30 }) }, plain),
  import: fc.record(
    {
      kind: fc.constant('import' as const),
      who,
      lots: fc.array(importedLot, { minLength: 1, maxLength: 3 }),
    },
    plain,
  ),
  transfer: fc.record({ kind: fc.constant('transfer' as const), from: who, to: who, points }, plain),
  enrol: fc.record({ kind: fc.constant('enrol' as const), who: fc.constantFrom(...people) }, plain),
  review: fc.record({ kind: fc.constant('review' as const) }, plain),
};
export type Kind = keyof typeof drafts;
export type Draft = (typeof drafts)[Kind] extends fc.Arbitrary<infer Value> ? Value : never;

export const draftKinds = [
  'sale',
  'guest',
  'paidSale',
  'redeemedSale',
  'return',
  'returnWithoutSale',
  'redeem',
  'reserve',
  'settle',
  'adjust',
  'import',
  'transfer',
  'enrol',
  'review',
] as const satisfies readonly Kind[];

/** How often each kind comes, where a history does not say otherwise. */
export const everything: Readonly<Record<Kind, number>> = {
  sale: 8,
  guest: 1,
  paidSale: 3,
  redeemedSale: 2,
  return: 7,
  returnWithoutSale: 2,
  redeem: 4,
  reserve: 4,
  settle: 4,
  adjust: 3,
  import: 2,
  transfer: 3,
  enrol: 2,
  review: 2,
};
