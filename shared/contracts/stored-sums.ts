/** Sums as they are stored: a count by name and key, for every cell of a cube. */
import * as z from 'zod/mini';
import { formatDay } from '../domain/calendar.ts';
import { Cube } from '../domain/statistics/cube.ts';
import type { Cell } from '../domain/statistics/cube.ts';
import { countNames, partsOf } from '../domain/statistics/sums.ts';
import type { Sums } from '../domain/statistics/sums.ts';
import { formatInstant } from '../domain/zone.ts';
import { amount, formatAmount, isoDay, isoInstant } from './stored-values.ts';

const storedCell = z.object({
  /** Position of the level. */
  level: z.int().check(z.minimum(0)),
  channel: z.nullable(z.string()),
  firstDay: z.nullable(isoDay),
  newestAt: z.nullable(isoInstant),
  counts: z.partialRecord(z.enum(countNames), z.record(z.string(), amount)),
});

/** Cells in their order: rows name them by their positions. */
export const storedCells = z.array(storedCell);
type StoredCells = z.output<typeof storedCells>;
type CellRecord = z.input<typeof storedCell>;

const byCharacters = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** Names in the order of `countNames`, keys in that of their characters: the same sums are the same text. */
function countsOf(sums: Sums): CellRecord['counts'] {
  const counts = countNames.map((name) => {
    const entries = [...sums.entries(name)].map(({ text, amount: count }) => [text, formatAmount(count)] as const);
    return [name, entries.sort(byCharacters)] as const;
  });
  return Object.fromEntries(
    counts.flatMap(([name, entries]) => (entries.length === 0 ? [] : [[name, Object.fromEntries(entries)]])),
  );
}

function cellRecord({ level, channel, sums }: Cell): CellRecord {
  return {
    level,
    channel,
    firstDay: sums.firstDay === null ? null : formatDay(sums.firstDay),
    newestAt: sums.newestAt === null ? null : formatInstant(sums.newestAt),
    counts: countsOf(sums),
  };
}

/** The stored form of the cells of a cube. */
export function cellRecords(cube: Cube): readonly CellRecord[] {
  return cube.cells.map(cellRecord);
}

/** @param levels ids of the levels that the cells were counted with @throws RangeError for a level that is not there */
export function cubeOf(levels: readonly string[], cells: StoredCells): Cube {
  const cube = new Cube(levels);
  for (const { level, channel, firstDay, newestAt, counts } of cells) {
    if (levels[level] === undefined) throw new RangeError(`there is no level ${String(level)}`);
    const sums = cube.cell(level, channel);
    if (firstDay !== null) sums.seen(firstDay, newestAt);
    for (const name of countNames) {
      for (const [text, count] of Object.entries(counts[name] ?? {})) sums.add(name, partsOf(text), count);
    }
  }
  return cube;
}
