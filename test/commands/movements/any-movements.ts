/**
 * Random histories of every kind of movement: few people, few points, a few months, so that what one movement leaves is
 * what the next one meets. Ids are new for each movement; what a movement refers to is one that is there.
 */
import fc from 'fast-check';
import { plusDays } from '../../domain/reference/dates.ts';
import type { PlainReturn } from '../../domain/reference/kept.ts';
import { linesOf } from '../../domain/reference/kept.ts';
import type { PlainLine } from '../../domain/reference/plain.ts';
import { people } from './movement.ts';
import type { Movement, Person, Reserve, Redeem, Sale, Step } from './movement.ts';

const plain = { noNullPrototype: true } as const;
export const firstDay = '2025-01-10';
const firstInstant = Date.parse(`${firstDay}T12:00:00Z`);
const msPerMinute = 60_000;
const minutesPerDay = 1440;

const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10);

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
type Returned = typeof returned extends fc.Arbitrary<infer Value> ? Value : never;

const importedLot = fc.record(
  {
    points: fc.integer({ min: 1, max: 20 }),
    availableIn: fc.constantFrom(undefined, undefined, -5, 0, 10, 40),
    expiresIn: fc.constantFrom(null, -3, 0, 5, 20, 20, 60),
  },
  plain,
);

const drafts = {
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
type Kind = keyof typeof drafts;
type Draft = (typeof drafts)[Kind] extends fc.Arbitrary<infer Value> ? Value : never;

const draftKinds = [
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

/** Gives drafts their ids, their time and what they refer to. */
class Writer {
  readonly #sales: Sale[] = [];
  readonly #requests: (Redeem | Reserve)[] = [];

  /** A return may refer to a sale that comes later, so all sales are written first. */
  write(given: readonly { readonly draft: Draft; readonly at: number }[]): Step[] {
    const known = given.map(({ draft, at }, index) => this.#firstPass(draft, at, String(index)));
    return given.map(({ draft, at }, index) => known[index] ?? this.#secondPass(draft, at, String(index)));
  }

  #firstPass(draft: Draft, at: number, index: string): Step | undefined {
    switch (draft.kind) {
      case 'sale': {
        const { who: buyer, goods: bought, channel: where } = draft;
        return this.#sale({ kind: 'sale', at, purchaseId: `p${index}`, who: buyer, ...bought, ...where });
      }
      case 'paid-sale': {
        const { who: buyer, goods: bought, channel: where, points: pointsRedeemed } = draft;
        return this.#sale({
          kind: 'sale',
          at,
          purchaseId: `p${index}`,
          who: buyer,
          ...bought,
          ...where,
          pointsRedeemed,
        });
      }
      case 'redeem':
        return this.#request({ ...draft, at, requestId: `q${index}` });
      case 'reserve':
        return this.#request({ ...draft, at, requestId: `q${index}` });
      case 'redeemed-sale': {
        const request = this.#requests[draft.of % Math.max(1, this.#requests.length)];
        if (request === undefined)
          return this.#sale({ kind: 'sale', at, purchaseId: `p${index}`, who: 'bob', ...draft.goods });
        const { who: buyer, points: pointsRedeemed, requestId: redemptionId } = request;
        const paid = { pointsRedeemed, redemptionId };
        return this.#sale({ kind: 'sale', at, purchaseId: `p${index}`, who: buyer, ...draft.goods, ...paid });
      }
      case 'return':
      case 'return-without-sale':
      case 'commit':
      case 'cancel':
      case 'adjust':
      case 'import':
      case 'transfer':
      case 'enrol':
      case 'review':
        return undefined;
    }
  }

  #sale(sale: Sale): Sale {
    this.#sales.push(sale);
    return sale;
  }

  #request<Request extends Redeem | Reserve>(request: Request): Request {
    this.#requests.push(request);
    return request;
  }

  #secondPass(draft: Draft, at: number, index: string): Step {
    switch (draft.kind) {
      case 'return':
        return this.#return(draft.of, draft.returned, at, index);
      case 'return-without-sale':
        return { ...draft, at, returnId: `r${index}` };
      case 'commit':
      case 'cancel': {
        const holds = this.#requests.filter(({ kind }) => kind === 'reserve');
        const { requestId, who: holder } = holds[draft.of % Math.max(1, holds.length)] ?? {
          requestId: 'none',
          who: 'ann',
        };
        return { kind: draft.kind, at, requestId, who: holder };
      }
      case 'adjust':
        return { ...draft, at, requestId: `q${index}` };
      case 'import': {
        const day = utcDay(at);
        const lots = draft.lots.map(({ points: given, availableIn, expiresIn }) => ({
          points: given,
          ...(availableIn === undefined ? {} : { availableOn: plusDays(day, availableIn) }),
          expiresOn: expiresIn === null ? null : plusDays(day, expiresIn),
        }));
        return { kind: 'import', at, requestId: `q${index}`, who: draft.who, lots };
      }
      case 'transfer':
        return { ...draft, at, requestId: `q${index}` };
      case 'enrol':
        return { ...draft, at, eventId: `e${index}` };
      case 'review':
        // The last day that is over by then in every zone.
        return { kind: 'review', day: utcDay(at - 2 * minutesPerDay * msPerMinute) };
      case 'sale':
      case 'paid-sale':
      case 'redeemed-sale':
      case 'redeem':
      case 'reserve':
        throw new TypeError(`a ${draft.kind} is written first`);
    }
  }

  #return(of: number, how: Returned, at: number, index: string): Step {
    const sale = this.#sales[of % Math.max(1, this.#sales.length)];
    const ofSale = sale === undefined ? [] : linesOf(sale);
    const partOf = (amount: number, quarters: number) =>
      quarters > 4 ? amount + 1 : Math.floor((amount * quarters) / 4);
    let back: PlainReturn;
    if ('full' in how) {
      back = how;
    } else if ('part' in how) {
      back = {
        net: partOf(
          ofSale.reduce((sum, { net: ofLine }) => sum + ofLine, 0),
          how.part,
        ),
      };
    } else {
      const named = how.lines.map(({ part: quarters, quantity }, position) => {
        const { lineId, net: ofLine } = ofSale[position] ?? { lineId: 'none', net: 1 };
        return { lineId, net: partOf(ofLine, quarters), ...(quantity === undefined ? {} : { quantity }) };
      });
      const known = named.filter(({ lineId }) => lineId !== 'none' && lineId !== '(whole)');
      back = { lines: known.length === 0 ? named : known };
    }
    return { kind: 'return', at, returnId: `r${index}`, purchaseId: sale?.purchaseId ?? 'none', goods: back };
  }
}

const gap = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 30, 60) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map((days) => days * minutesPerDay) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 80 * minutesPerDay }) },
);

export type HistoryOptions = {
  readonly weights?: Partial<Readonly<Record<Kind, number>>>;
  readonly atMost?: number;
  /** Whether some of it arrives after what happened later. */
  readonly late?: boolean;
};

/** Histories in the order of arrival. */
export function anySteps({ weights = everything, atMost = 12, late = false }: HistoryOptions = {}): fc.Arbitrary<
  Step[]
> {
  const kinds = fc.oneof(
    ...draftKinds.flatMap((kind): { weight: number; arbitrary: fc.Arbitrary<Draft> }[] => {
      const weight = weights[kind] ?? 0;
      return weight === 0 ? [] : [{ weight, arbitrary: drafts[kind] }];
    }),
  );
  const back = late
    ? fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: gap })
    : fc.constant(0);
  return fc
    .array(fc.record({ draft: kinds, gap, back }, plain), { minLength: 1, maxLength: atMost, size: 'max' })
    .map((given) => {
      let clock = firstInstant;
      const timed = given.map(({ draft, gap: minutes, back: earlier }) => {
        clock += minutes * msPerMinute;
        return { draft, at: clock - earlier * msPerMinute };
      });
      return new Writer().write(timed);
    });
}

/** The same without the reviews. */
export function movementsOf(steps: readonly Step[]): Movement[] {
  return steps.flatMap((step) => (step.kind === 'review' ? [] : [step]));
}
