/** An experiment as a table of one row a member: read row by row, and kept as sums alone. */
import { noMoments, withNumber } from '../../shared/domain/effect/moments.ts';
import type { Moments } from '../../shared/domain/effect/moments.ts';
import { Failure, UsageError } from '../failure.ts';
import { csvRows } from '../import/csv.ts';
import type { CsvRow } from '../import/csv.ts';
import { FormatError } from '../import/conversion.ts';
import { readText } from '../import/text.ts';

export type Columns = { readonly arm: string; readonly outcomes: readonly string[] };

export type ExperimentArm = {
  readonly arm: string;
  readonly n: number;
  /** In the order of the columns. */
  readonly outcomes: readonly Moments[];
};

export type Experiment = {
  /** In the order in which the file has them first. */
  readonly arms: readonly ExperimentArm[];
  /** By outcome: whether it is 0 or 1 for everybody. */
  readonly events: readonly boolean[];
};

/** More is no experiment, but a column that is something else. */
const armsAtMost = 1000;
/** Faults that are told one by one. */
const toldAtMost = 20;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

type Place = { readonly column: string; readonly index: number };
type Header = { readonly width: number; readonly arm: Place; readonly outcomes: readonly Place[] };

function place(cells: readonly string[], column: string): Place {
  const index = cells.indexOf(column);
  if (index < 0) throw new UsageError(`there is no column '${column}'; the header has ${cells.join(', ')}`);
  if (cells.lastIndexOf(column) !== index) throw new UsageError(`the header has the column '${column}' twice`);
  return { column, index };
}

/** The sums of an arm while rows come in. */
type Sums = { n: number; readonly outcomes: Moments[] };

type Reading = { readonly header: Header; readonly arms: Map<string, Sums>; readonly events: boolean[] };

/** What is wrong with a row, in words that name the column. */
function addRow({ header, arms, events }: Reading, { cells }: CsvRow): readonly string[] {
  if (cells.length !== header.width) return [`${cells.length} cells, where the header has ${header.width}`];
  const arm = cells[header.arm.index] ?? '';
  if (arm === '') return [`column ${header.arm.column} is empty`];
  const values: number[] = [];
  const faults: string[] = [];
  for (const { column, index } of header.outcomes) {
    const text = (cells[index] ?? '').trim();
    const value = decimal.test(text) ? Number(text) : NaN;
    if (Number.isFinite(value)) values.push(value);
    else faults.push(`column ${column}: ${text === '' ? 'it is empty' : `'${text}' is not a number`}`);
  }
  if (faults.length > 0) return faults;
  const sums = arms.get(arm) ?? { n: 0, outcomes: values.map(() => noMoments) };
  if (sums.n === 0) arms.set(arm, sums);
  if (arms.size > armsAtMost) {
    throw new UsageError(`column '${header.arm.column}' has more than ${armsAtMost} values: it does not name arms`);
  }
  sums.n += 1;
  for (const [index, value] of values.entries()) {
    sums.outcomes[index] = withNumber(sums.outcomes[index] ?? noMoments, value);
    if (value !== 0 && value !== 1) events[index] = false;
  }
  return [];
}

async function readRows(text: AsyncIterable<string>, { arm, outcomes }: Columns): Promise<Reading> {
  let reading: Reading | undefined;
  const faults: string[] = [];
  let count = 0;
  for await (const row of csvRows(text)) {
    if (reading === undefined) {
      const { cells } = row;
      const places = outcomes.map((column) => place(cells, column));
      const header = { width: cells.length, arm: place(cells, arm), outcomes: places };
      reading = { header, arms: new Map(), events: places.map(() => true) };
      continue;
    }
    for (const fault of addRow(reading, row)) {
      count += 1;
      if (count <= toldAtMost) faults.push(`line ${row.line}, ${fault}`);
    }
  }
  if (count > 0) {
    const more = count > toldAtMost ? [`and ${count - toldAtMost} more`] : [];
    throw new Failure(
      [...faults, ...more].join('\n'),
      'An outcome is a number in every row; whether something happened is written 1 or 0.',
    );
  }
  // Of a file without any row there is no header either, and reading it has told so.
  return reading ?? { header: { width: 0, arm: { column: arm, index: 0 }, outcomes: [] }, arms: new Map(), events: [] };
}

/**
 * The sums of a CSV file (plain or gzipped, `-` for standard input), whatever its length.
 *
 * @throws UsageError when the header does not have the columns
 * @throws Failure when the file cannot be read, or a value is none; each is named by line and column
 */
export async function readExperiment(file: string, columns: Columns): Promise<Experiment> {
  try {
    const { arms, events } = await readRows(readText(file), columns);
    return { arms: [...arms].map(([arm, { n, outcomes }]) => ({ arm, n, outcomes })), events };
  } catch (error) {
    if (error instanceof FormatError) throw new Failure(`${file}: ${error.message}.`, '', { cause: error });
    throw error;
  }
}
