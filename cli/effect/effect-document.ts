/** What an experiment's sums say: the document of `effect --json`. */
import { compareArms, proportionMean, sampleMean } from '../../shared/domain/effect/compare-arms.ts';
import type { Comparison } from '../../shared/domain/effect/compare-arms.ts';
import { noMoments } from '../../shared/domain/effect/moments.ts';
import { sampleRatio } from '../../shared/domain/effect/sample-ratio.ts';
import type { SampleRatio } from '../../shared/domain/effect/sample-ratio.ts';
import { UsageError } from '../failure.ts';
import type { Experiment } from './read-experiment.ts';

export type EffectDocument = {
  readonly arms: readonly { readonly arm: string; readonly n: number }[];
  readonly srm: SampleRatio | null;
  /** By outcome, and within it by arm, without the control. */
  readonly outcomes: readonly ({ readonly outcome: string; readonly arm: string } & Comparison)[];
};

export type Question = {
  /** The control's name in the column of arms. */
  readonly control: string;
  readonly outcomes: readonly string[];
  /** One for each arm, in the order of the file; undefined for equal ones. */
  readonly weights: readonly number[] | undefined;
};

const namesAtMost = 10;

function listed(names: readonly string[]): string {
  const more = names.length > namesAtMost ? ` and ${names.length - namesAtMost} more` : '';
  return `${names.slice(0, namesAtMost).join(', ')}${more}`;
}

/** @throws UsageError when the file has no such control, nothing beside it, or another number of arms than of weights */
export function effectDocument({ arms, events }: Experiment, question: Question): EffectDocument {
  const names = arms.map(({ arm }) => arm);
  const control = arms.find(({ arm }) => arm === question.control);
  if (control === undefined) {
    throw new UsageError(
      names.length === 0
        ? 'the file has no rows under its header'
        : `no row has the control '${question.control}'; the arms are ${listed(names)}`,
    );
  }
  if (arms.length < 2) throw new UsageError(`every row is of the control '${question.control}': there is no other arm`);
  const weights = question.weights ?? names.map(() => 1);
  if (weights.length !== arms.length) {
    throw new UsageError(
      `--weights names ${weights.length} of ${arms.length} arms; in the file's order: ${listed(names)}`,
    );
  }
  const outcomes = question.outcomes.flatMap((outcome, index) => {
    const mean = events[index] === true ? proportionMean : sampleMean;
    const controlMean = mean(control.outcomes[index] ?? noMoments);
    return arms
      .filter((arm) => arm !== control)
      .map(({ arm, outcomes: sums }) => ({
        outcome,
        arm,
        ...compareArms(mean(sums[index] ?? noMoments), controlMean),
      }));
  });
  const counts = arms.map(({ n }) => n);
  return { arms: arms.map(({ arm, n }) => ({ arm, n })), srm: sampleRatio(counts, weights), outcomes };
}
