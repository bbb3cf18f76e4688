/** The snapshot of a day as it is stored, and the facts by which it is found. `docs/data-model.md` describes both. */
import * as z from 'zod/mini';
import type { Cube } from '../domain/statistics/cube.ts';
import { totalNames } from '../domain/statistics/totals.ts';
import type { Totals } from '../domain/statistics/totals.ts';
import { date, dateTime } from './primitives.ts';
import { cellRecords, cubeOf, storedCells } from './stored-sums.ts';
import { amount, formatAmount } from './stored-values.ts';

export const storedTotals = z.record(z.enum(totalNames), amount);

export function formatTotals(totals: Totals): Readonly<Record<string, number | string>> {
  return Object.fromEntries(totalNames.map((name) => [name, formatAmount(totals[name])]));
}

const facts = {
  /** The day at whose end the numbers hold. */
  day: date,
  /** Id and version of the programme that they were counted by. */
  program: z.string(),
  /** From when to when the accounts were read. */
  readFrom: dateTime,
  readTo: dateTime,
  members: z.int(),
  /** Of the accounts as they were read. */
  totals: storedTotals,
  /**
   * The first day from which on every period is known: what is before it was older than accounts tell, and no earlier
   * snapshot had it. Null where nothing is missing.
   */
  wholeFrom: z.nullable(date),
} as const;

export const snapshotFacts = z.object(facts);
/** What is known of a snapshot without its counts. */
export type SnapshotFacts = z.output<typeof snapshotFacts>;

const snapshotDocument = z.object({ ...facts, levels: z.array(z.string()), cells: storedCells });

export type Snapshot = { readonly facts: SnapshotFacts; readonly cube: Cube };

/** The facts as they are stored. */
export function formatFacts(of: SnapshotFacts): Readonly<Record<string, unknown>> {
  return { ...of, totals: formatTotals(of.totals) };
}

/** The text of a snapshot: the same numbers are the same text, in whatever order members were counted. */
export function formatSnapshot({ facts: of, cube }: Snapshot): string {
  const cells = cellRecords(cube).toSorted((a, b) => {
    return a.level - b.level || ((a.channel ?? '') < (b.channel ?? '') ? -1 : 1);
  });
  return `${JSON.stringify({ ...formatFacts(of), levels: cube.levels, cells })}\n`;
}

/** @throws Error when the text is no snapshot */
export function parseSnapshot(text: string): Snapshot {
  const { levels, cells, ...of } = snapshotDocument.parse(JSON.parse(text));
  return { facts: of, cube: cubeOf(levels, cells) };
}
