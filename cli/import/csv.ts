/** CSV files as streams of rows; the parsing itself is csv-parse's. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FormatError } from './conversion.ts';

export type CsvRow = {
  /** 1-based line of the file that the row begins on. */
  readonly line: number;
  readonly cells: readonly string[];
};

/**
 * The rows of a CSV text in order, the header among them. Rows may be of any length: what is missing is for the format
 * to judge, which can say where.
 *
 * @throws FormatError when there is no row at all, or when a quote is never closed, for nothing after it can be told
 * apart.
 */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  // A failure of the source destroys the parser with it, and so comes out of the loop below.
  pipeline(Readable.from(text), parser, () => undefined);
  let rows = 0;
  try {
    for await (const parsed of parser) {
      rows += 1;
      yield rowOf(parsed);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FormatError(`the file is no CSV: ${error.message}`, { cause: error });
    throw error;
  }
  if (rows === 0) throw new FormatError('the file is empty, and its first line has to be the header');
}

/** The parser's types do not know what its options make of a record. */
function rowOf(parsed: unknown): CsvRow {
  if (!isParsed(parsed)) throw new TypeError('csv-parse gave a record of another shape than its documentation says');
  const { record, info } = parsed;
  // The parser counts to the line that the row ends on; lines within quotes belong to the row.
  const within = record.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
  return { line: info.lines - within, cells: record };
}

function isParsed(value: unknown): value is { record: string[]; info: { lines: number } } {
  return (
    typeof value === 'object' && value !== null && 'record' in value && Array.isArray(value.record) && 'info' in value
  );
}
