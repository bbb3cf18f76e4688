/**
 * A part of a pass as it lies in its store: a line of JSON with what was counted, then the rows, a fixed number of bytes
 * each. One object holds both, so there is never the one without the other.
 */
import * as z from 'zod/mini';
import type { Cube } from '../domain/statistics/cube.ts';
import { Rows } from '../domain/statistics/rows.ts';
import type { Totals } from '../domain/statistics/totals.ts';
import { dateTime } from './primitives.ts';
import { formatTotals, storedTotals } from './snapshot.ts';
import { cellRecords, cubeOf, storedCells } from './stored-sums.ts';

/** Which accounts a part has: a segment of the scan is read in one stretch after the other, each of them a part. */
export const partPlace = {
  segment: z.int().check(z.minimum(0)),
  /** How many segments there are. */
  segments: z.int().check(z.minimum(1)),
  /** 0, 1 … within the segment. */
  part: z.int().check(z.minimum(0)),
  /** Whether the segment ends with this part. */
  last: z.boolean(),
} as const;
export type PartPlace = z.output<z.ZodMiniObject<typeof partPlace>>;

const header = z.object({
  ...partPlace,
  program: z.string(),
  readFrom: dateTime,
  readTo: dateTime,
  members: z.int(),
  /** Accounts whose points do not add up. */
  unbalanced: z.int(),
  totals: storedTotals,
  levels: z.array(z.string()),
  cells: storedCells,
});

export type PassPart = PartPlace & {
  readonly program: string;
  readonly readFrom: string;
  readonly readTo: string;
  readonly members: number;
  readonly unbalanced: number;
  readonly totals: Totals;
  readonly cube: Cube;
  /** Of the members, by the positions of their cells in the cube. */
  readonly rows: Rows;
};

const lineEnd = 10;

export function formatPart({ cube, rows, totals, ...of }: PassPart): Uint8Array {
  const text = JSON.stringify({ ...of, totals: formatTotals(totals), levels: cube.levels, cells: cellRecords(cube) });
  const [line, bytes] = [new TextEncoder().encode(`${text}\n`), rows.bytes()];
  const body = new Uint8Array(line.length + bytes.length);
  body.set(line);
  body.set(bytes, line.length);
  return body;
}

/** @throws Error when the bytes are no part */
export function parsePart(body: Uint8Array): PassPart {
  const end = body.indexOf(lineEnd);
  if (end < 0) throw new TypeError('a part of a pass begins with a line of JSON');
  const { levels, cells, ...of } = header.parse(JSON.parse(new TextDecoder().decode(body.subarray(0, end))));
  return { ...of, cube: cubeOf(levels, cells), rows: new Rows(body.subarray(end + 1)) };
}

/** Only the rows of a part, for the second reading. @throws Error when the bytes are no part */
export function rowsOfPart(body: Uint8Array): Rows {
  return new Rows(body.subarray(body.indexOf(lineEnd) + 1));
}
