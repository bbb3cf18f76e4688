/** What `npm run bench:growth` has measured, as it is kept and printed. */
import type { MeasuredGrowth } from '../../cli/cost/cost-files.ts';
import { growthRows } from '../../cli/cost/growth-rows.ts';
import type { CommandIo } from '../../cli/io.ts';

/** A column for each number of accounts. */
export function printGrowth(io: CommandIo, growth: MeasuredGrowth): void {
  const { headings, rows } = growthRows(growth);
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    io.out(cells.join('  ').trimEnd());
  }
}
