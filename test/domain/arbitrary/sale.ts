/** Random sales over two years, in a small vocabulary, so that rules and lines meet often. */
import fc from 'fast-check';
import { plusDays } from '../reference/dates.ts';
import type { PlainLine, PlainSale } from '../reference/plain.ts';

export const vocabulary = {
  sku: ['A', 'B', 'C'],
  category: ['shoes', 'bags'],
  tags: ['red', 'blue', 'sale'],
  brand: ['acme', 'zeta'],
  channel: ['web', 'store', 'app'],
  storeId: ['s-1', 's-2'],
} as const;
export const lineKinds = ['product', 'service', 'gift_card', 'shipping', 'tip', 'fee', 'donation'] as const;

export const firstDay = '2025-01-01';
const first = Date.parse(`${firstDay}T00:00:00Z`);
const last = Date.parse('2026-12-31T23:59:59.999Z');

/** Now and then a whole hour or the last moment before one, where days and versions begin. */
const instant = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: first, max: last }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: first / 3_600_000 + 1, max: Math.floor(last / 3_600_000) }), fc.constantFrom(0, -1))
      .map(([hour, off]) => hour * 3_600_000 + off),
  },
);

const net = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.maxSafeNat() },
);
const quantity = fc.constantFrom('1', '1', '2', '0', '0.5', '2.25', '3', '0.333', '12');

const line = fc.record(
  {
    kind: fc.oneof({ weight: 3, arbitrary: fc.constant('product' as const) }, fc.constantFrom(...lineKinds)),
    net,
    quantity,
    sku: fc.constantFrom(...vocabulary.sku),
    category: fc.subarray([...vocabulary.category]),
    tags: fc.subarray([...vocabulary.tags]),
    brand: fc.constantFrom(...vocabulary.brand),
  },
  { requiredKeys: ['kind', 'net', 'quantity', 'category', 'tags'], noNullPrototype: true },
);

const lines = fc
  .array(line, { minLength: 1, maxLength: 4 })
  .map((given): PlainLine[] => given.map((one, index) => ({ ...one, lineId: `line-${index}` })));

const goods = fc.oneof(fc.record({ net }, { noNullPrototype: true }), fc.record({ lines }, { noNullPrototype: true }));
const place = fc.record(
  { channel: fc.constantFrom(...vocabulary.channel), storeId: fc.constantFrom(...vocabulary.storeId) },
  { requiredKeys: [], noNullPrototype: true },
);

const dayOfYear = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 365 }).map((days) => plusDays('2024-01-01', days).slice(4)) },
  { weight: 1, arbitrary: fc.constantFrom('-02-29', '-02-28', '-03-01', '-12-31', '-01-01') },
);
/** As members tell it, some without the year. */
export const birthday = fc
  .tuple(fc.constantFrom('-', '1988', '2004'), dayOfYear)
  .map(([year, rest]) => `${year}${rest}`);

/** One sale; its id is left to whoever puts sales together. */
export const sale = fc
  .tuple(instant, goods, place)
  .map(([at, what, where]): PlainSale => ({ purchaseId: 'p', at, ...what, ...where }));

/** Sales of one member, each with an id of its own, as they happened. */
export function sales(atMost: number): fc.Arbitrary<PlainSale[]> {
  return fc
    .array(sale, { minLength: 1, maxLength: atMost, size: 'max' })
    .map((given) =>
      given.sort((a, b) => a.at - b.at).map((one, index): PlainSale => ({ ...one, purchaseId: `p${index}` })),
    );
}
