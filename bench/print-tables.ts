import type { CommandIo } from '../cli/io.ts';
import type { BundleSize } from '../infra/bundle-sizes.ts';
import type { BudgetRow } from './budgets.ts';
import type { Ratio } from './simulation-cost.ts';

/** What `npm run bench -- --json` prints (contract: the command line). */
export type BenchDocument = {
  readonly budgets: readonly BudgetRow[];
  readonly ratios: readonly Ratio[];
  readonly sizes: readonly (Omit<BundleSize, 'id'> & { readonly id: string })[];
};

type Cell = { readonly value: number; readonly limit: number | undefined };

function text({ value, limit }: Cell): string {
  const shown = String(Math.round(value * 1000) / 1000);
  if (limit === undefined) return shown;
  return `${shown} of ${String(limit)}${value > limit ? ' !' : ''}`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [headings, ...rows].map(line);
}

/** Prints the document for people: each figure with its limit, and an exclamation mark where it is beyond. */
export function printTables(io: CommandIo, { budgets, ratios, sizes }: BenchDocument): void {
  const units = ['calls', 'writeUnits', 'readUnits'] as const;
  const budgetRows = budgets.map((row) => {
    return [row.id, ...units.map((name) => text({ value: row[name], limit: row.limit[name] }))];
  });
  const sizeRows = sizes.map(({ id, bytes, limit }) => [id, text({ value: bytes, limit })]);
  const lines = [
    ...table(['budget', 'calls', 'write units', 'read units'], budgetRows),
    '',
    ...table(
      ['ratio', 'value'],
      ratios.map((ratio) => [ratio.id, text(ratio)]),
    ),
    '',
    ...table(['size', 'bytes'], sizeRows),
  ];
  for (const line of lines) io.out(line);
}
