/**
 * What people do, drawn from few names and few days, so that histories are full of people who turn out to be one, names
 * that change hands, news that is older than what is known, and everything that is said twice.
 */
import fc from 'fast-check';

/** The identities of a small town, as `kind:value`. */
export const names = [
  'externalId:ann',
  'externalId:bob',
  'email:ann@example.com',
  'email:bob@example.com',
  'phone:+8613800000001',
  'card:C1',
] as const;

export function kindOf(name: string): string {
  return name.slice(0, name.indexOf(':'));
}

/** By one of the names, or by our own id of the n-th person there ever was. */
export type Named = { readonly name: string } | { readonly person: number };
/** An answer to one question, given on a day. */
export type Answer = { readonly granted: boolean; readonly day: number; readonly text: string };
/** Absent says nothing, null takes back. */
type Telling = { readonly calledBy?: string | null | undefined; readonly answers: readonly Answer[] };

export type Enrolment = Telling & { readonly kind: 'enrol'; readonly day: number; readonly names: readonly string[] };
export type Update = Telling & {
  readonly kind: 'update';
  readonly day: number;
  readonly who: Named;
  /** By kind, the name that the person has from now on; null is none. */
  readonly names: Readonly<Record<string, string | null>>;
};
export type Erasure = { readonly kind: 'erase'; readonly day: number; readonly who: Named };
export type Merge = { readonly kind: 'merge'; readonly day: number; readonly kept: Named; readonly removed: Named };
export type Purchase = { readonly kind: 'buy'; readonly day: number; readonly who: Named };
/** Of a purchase by its place among the steps, which may be still to come. */
export type Return = { readonly kind: 'return'; readonly day: number; readonly sale: number };
export type Deed = Enrolment | Update | Erasure | Merge | Purchase | Return;

/** A deed by its place among the steps; or an earlier one once more, by another delivery or by the very same. */
export type Step = { readonly deed: Deed } | { readonly again: number; readonly redelivered: boolean };

const day = fc.integer({ min: 1, max: 6 });
const name = fc.constantFrom(...names);
const named: fc.Arbitrary<Named> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ name }) },
  { weight: 2, arbitrary: fc.record({ person: fc.nat({ max: 3 }) }) },
);
const telling = {
  calledBy: fc.option(fc.constantFrom('Ann', 'Bob'), { nil: undefined, freq: 2 }),
  answers: fc.array(fc.record({ granted: fc.boolean(), day, text: fc.constantFrom('terms-1', 'terms-2') }), {
    maxLength: 2,
  }),
};
const atMostOneOfEachKind = { selector: kindOf, maxLength: 3 };
const changed = fc
  .uniqueArray(name, { ...atMostOneOfEachKind, maxLength: 2 })
  .chain((some) =>
    fc.tuple(...some.map((one) => fc.tuple(fc.constant(kindOf(one)), fc.option(fc.constant(one), { freq: 4 })))),
  )
  .map((pairs): Readonly<Record<string, string | null>> => Object.fromEntries(pairs));

const enrolment = fc.record({
  kind: fc.constant('enrol' as const),
  day,
  names: fc.uniqueArray(name, { ...atMostOneOfEachKind, minLength: 1 }),
  ...telling,
});
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: enrolment },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      day,
      who: named,
      names: changed,
      calledBy: fc.oneof(telling.calledBy, fc.constant(null)),
      answers: telling.answers,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('erase' as const), day, who: named }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('merge' as const), day, kept: named, removed: named }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('buy' as const), day, who: named }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const), day, sale: fc.nat({ max: 15 }) }) },
);

/** Returns are of purchases that are among the steps, where there are any. */
function ofPurchases(steps: readonly Step[]): readonly Step[] {
  const sales = [...steps.entries()].flatMap(([place, step]) =>
    'deed' in step && step.deed.kind === 'buy' ? [place] : [],
  );
  return steps.map((step) => {
    if (!('deed' in step) || step.deed.kind !== 'return') return step;
    return { deed: { ...step.deed, sale: sales[step.deed.sale % sales.length] ?? step.deed.sale } };
  });
}

const further = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ deed }) },
    { weight: 1, arbitrary: fc.record({ again: fc.nat({ max: 15 }), redelivered: fc.boolean() }) },
  ),
  { minLength: 1, maxLength: 14, size: 'max' },
);

/** A few people join first, or most of what follows would be about nobody. */
export const anySteps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.array(fc.record({ deed: enrolment }), { maxLength: 3, size: 'max' }), further)
  .map(([first, others]) => ofPurchases([...first, ...others]));
