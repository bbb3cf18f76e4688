/**
 * Random histories of every kind of movement: few people, few points, a few months, so that what one movement leaves is
 * what the next one meets. Ids are new for each movement; what a movement refers to is one that is there.
 */
import fc from 'fast-check';
import { draftKinds, drafts, everything, plain } from './any-drafts.ts';
import type { Draft, Kind } from './any-drafts.ts';
import type { Movement, Step } from './movement.ts';
import { Writer } from './writer.ts';

export const firstDay = '2025-01-10';
export const firstInstant = Date.parse(`${firstDay}T12:00:00Z`);
const msPerMinute = 60_000;
const minutesPerDay = 1440;

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
