import { defineCommand } from '../command.ts';
import { UsageError } from '../failure.ts';

/** @throws UsageError unless every weight is a number above 0 */
function weightsOption(text: string | undefined): readonly number[] | undefined {
  const weights = text?.split(',').map((weight) => (/^\s*\d*\.?\d+\s*$/.test(weight) ? Number(weight) : NaN));
  if (weights?.every((weight) => Number.isFinite(weight) && weight > 0) === false) {
    throw new UsageError(`--weights is numbers above 0 with commas between them, not '${text ?? ''}'`);
  }
  return weights;
}

export const command = defineCommand({
  name: 'effect',
  summary: 'Evaluate an experiment from a table of one row a member',
  usage: `
npx perennial effect FILE.csv --arm COLUMN --control VALUE --outcome COLUMN… [--weights 1,1,…] [--json]

Compares every arm with the control, the way results of campaigns are evaluated: means and their difference with a 95 %
interval and a two-sided test by the normal distribution, each arm with its own variance; the relative lift with the
control's own error in it; and whether the arms are as large as they were meant to be.

  FILE.csv     one row a member, assigned and not reached alike; the first line names the columns. Plain or gzipped, of
               any length, - for standard input
  --arm        the column that names the member's arm; two arms or more
  --control    the arm that the others are compared with
  --outcome    one column or more: numbers, or 1 and 0 for what happened and what did not. Spend counts everybody, those
               with 0 too
  --weights    what the sizes of the arms were meant to be to each other, in the order in which the file has them first;
               equal without it
  --json       print one JSON document`,
  options: {
    arm: { type: 'string' },
    control: { type: 'string' },
    outcome: { type: 'string', multiple: true },
    weights: { type: 'string' },
    json: { type: 'boolean' },
  },
  lists: ['outcome'],
  positionals: true,
  async run({ values, positionals: [file, ...rest] }, io) {
    const { arm, control, outcome: outcomes = [] } = values;
    if (file === undefined || rest.length > 0) throw new UsageError('effect takes one FILE');
    if (arm === undefined) throw new UsageError('--arm names the column of the arms');
    if (control === undefined) throw new UsageError('--control names the arm that the others are compared with');
    if (outcomes.length === 0) throw new UsageError('--outcome names at least one column of numbers');
    const twice = outcomes.find((column, index) => outcomes.indexOf(column) !== index || column === arm);
    if (twice !== undefined) throw new UsageError(`the column '${twice}' is named twice`);
    const weights = weightsOption(values.weights);
    const { readExperiment } = await import('../effect/read-experiment.ts');
    const { effectDocument } = await import('../effect/effect-document.ts');
    const { printEffect } = await import('../effect/print-effect.ts');
    const experiment = await readExperiment(file, { arm, outcomes });
    const document = effectDocument(experiment, { control, outcomes, weights });
    if (values.json === true) await io.json(document);
    else printEffect(document, control, io);
    return 0;
  },
});
