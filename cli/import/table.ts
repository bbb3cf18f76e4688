/** CSV files with a header whose names are the contract's own. */
import type * as z from 'zod/mini';
import { csvRows } from './csv.ts';
import type { CsvRow } from './csv.ts';
import { FormatError } from './conversion.ts';
import type { BadRow, Conversion } from './conversion.ts';

export type Columns = {
  readonly known: readonly string[];
  readonly required: readonly string[];
  /** Columns whose names begin with this are known as well, for example `attributes.`. */
  readonly prefix?: string;
  /** No column begins with this that is not known. */
  readonly reserved?: string;
};

/** A row of a table: the cells that are not empty, by column. */
export type TableRow = {
  readonly kind: 'row';
  readonly line: number;
  /** What is wrong with the row as a whole, so that its cells may stand in the wrong columns. */
  readonly problem: string | undefined;
  readonly cells: ReadonlyMap<string, string>;
  /** Columns of the header that the format knows. */
  readonly columns: ReadonlySet<string>;
};

export type BadConversion = Extract<Conversion, { kind: 'bad' }>;

/** What separates the elements of a list within a cell. */
const listSeparator = '|';

/**
 * The rows under the header, in order. Columns that the format does not know are not read, and a note says so.
 *
 * @throws FormatError when the header lacks a required column, has one twice, or one that there is not.
 */
export async function* tableRows(
  text: AsyncIterable<string>,
  columns: Columns,
): AsyncGenerator<TableRow | Extract<Conversion, { kind: 'note' }>> {
  let header: Header | undefined;
  for await (const row of csvRows(text)) {
    if (header === undefined) {
      header = readHeader(row, columns);
      if (header.unread.length > 0) yield { kind: 'note', message: `columns not read: ${header.unread.join(', ')}` };
    } else {
      yield tableRow(row, header);
    }
  }
}

type Header = {
  readonly names: readonly string[];
  readonly read: ReadonlySet<string>;
  readonly unread: readonly string[];
};

function readHeader({ cells }: CsvRow, { known, required, prefix, reserved }: Columns): Header {
  const isKnown = (name: string) => known.includes(name) || (prefix !== undefined && name.startsWith(prefix));
  const missing = required.filter((name) => !cells.includes(name));
  if (missing.length > 0) {
    throw new FormatError(`the header has no ${missing.join(', ')}; columns are named ${known.join(', ')}`);
  }
  const twice = cells.find((name, index) => isKnown(name) && cells.indexOf(name) !== index);
  if (twice !== undefined) throw new FormatError(`the header has the column ${twice} twice`);
  const strange = cells.find((name) => reserved !== undefined && name.startsWith(reserved) && !isKnown(name));
  if (strange !== undefined) throw new FormatError(`there is no column ${strange}`);
  return { names: cells, read: new Set(cells.filter(isKnown)), unread: cells.filter((name) => !isKnown(name)) };
}

function tableRow({ line, cells }: CsvRow, { names, read }: Header): TableRow {
  const given = names.flatMap((name, index): [string, string][] => {
    const cell = cells[index] ?? '';
    return cell !== '' && read.has(name) ? [[name, cell]] : [];
  });
  const problem =
    cells.length === names.length ? undefined : `${names.length} cells as in the header, not ${cells.length}`;
  return { kind: 'row', line, problem, cells: new Map(given), columns: read };
}

/** The cells of some columns as an object; what is empty is absent, as the contract has it. */
export function textFields(row: TableRow, columns: readonly string[]): Record<string, unknown> {
  return Object.fromEntries([...row.cells].filter(([column]) => columns.includes(column)));
}

/** The same for columns that hold lists. */
export function listFields(row: TableRow, columns: readonly string[]): Record<string, unknown> {
  const lists = [...row.cells].filter(([column]) => columns.includes(column));
  return Object.fromEntries(lists.map(([column, cell]) => [column, cell.split(listSeparator)]));
}

/** The same for columns that hold integers; a cell that is none stays text, and the contract will say what it thinks. */
export function integerFields(row: TableRow, columns: readonly string[]): Record<string, unknown> {
  const integers = [...row.cells].filter(([column]) => columns.includes(column));
  return Object.fromEntries(
    integers.map(([column, cell]) => {
      const value = Number(cell);
      return [column, /^-?\d+$/.test(cell) && Number.isSafeInteger(value) ? value : cell];
    }),
  );
}

/** Everything wrong with some rows: of a row that is wrong as a whole only that, for its cells may be misplaced. */
export function faultsOf(rows: readonly TableRow[], ofCells: readonly BadConversion[]): readonly BadConversion[] {
  const ofRows = rows.flatMap(({ line, problem }): BadConversion[] =>
    problem === undefined ? [] : [{ kind: 'bad', line, column: 'row', message: problem }],
  );
  return [...ofRows, ...ofCells.filter(({ line }) => ofRows.every((fault) => fault.line !== line))];
}

/** Every rule of the contract that a schema found broken, at the place that `locate` gives for its path. */
export function contractFaults(
  error: z.core.$ZodError | undefined,
  locate: (path: readonly PropertyKey[]) => Pick<BadRow, 'line' | 'column'>,
): BadConversion[] {
  return (error?.issues ?? []).map((issue) => ({ kind: 'bad', ...locate(issue.path), message: issue.message }));
}
