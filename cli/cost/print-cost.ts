/** The cost as people read it: a row for each line, a column for each number of members; and one run, line by line. */
import type { CommandIo } from '../io.ts';
import { assumptionNames, assumptions } from './assumptions.ts';
import type { Assumed } from './assumptions.ts';
import type { PriceFile } from './cost-files.ts';
import type { CostColumn, CostLine, RunCost } from './cost-table.ts';

const number = new Intl.NumberFormat('en');
const dollarsFormat = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const shortFormat = new Intl.NumberFormat('en', { minimumFractionDigits: 2 });
const fineFormat = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', minimumFractionDigits: 4 });

/** Of millionths; an amount of less than a cent is no zero. */
export function dollars(microUsd: bigint): string {
  const isLess = microUsd > 0n && microUsd < 10_000n;
  return isLess ? '< $0.01' : dollarsFormat.format(Number(microUsd) / 1e6);
}

export type TextTable = {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type Costs = { readonly columns: readonly CostColumn[]; readonly run: RunCost };

function lineRows(columns: readonly (readonly CostLine[])[]): readonly (readonly string[])[] {
  return (columns[0] ?? []).map(({ service, what }, index) => {
    return [service, what, ...columns.map((lines) => dollars(lines[index]?.microUsd ?? 0n))];
  });
}

/** Lines, then the total and what it comes to for a member; below it what providers ask. */
export function costRows(columns: readonly CostColumn[]): TextTable {
  const lines = lineRows(columns.map((column) => column.lines));
  const ofMember = columns.map(({ perMemberAndYearMicroUsd }) => {
    return fineFormat.format(Number(perMemberAndYearMicroUsd) / 1e6);
  });
  return {
    headings: ['Service', 'For', ...columns.map(({ members }) => `${number.format(members)} members`)],
    rows: [
      ...lines,
      ['Total', 'a month', ...columns.map(({ totalMicroUsd }) => dollars(totalMicroUsd))],
      ['', 'a member and year', ...ofMember],
      ...lineRows(columns.map(({ fees }) => fees)),
    ],
  };
}

/** To a hundredth below a thousand units: gigabytes are few, and requests many. */
function quantityOf({ quantity, quantityHundredths }: CostLine): string {
  if (quantity >= 1000n) return number.format(quantity);
  return quantityHundredths === 0n ? '< 0.01' : shortFormat.format(Number(quantityHundredths) / 100);
}

/** Lines with quantities and prices, the total, and what providers ask beside it. */
export function runRows({ lines, totalMicroUsd, untoldMicroUsd, fees }: RunCost, { prices }: PriceFile): TextTable {
  const row = (line: CostLine) => {
    const { usd, per } = prices[line.price];
    const price = per === 1 ? `$${usd}` : `$${usd} for ${number.format(per)}`;
    return [
      line.service,
      line.what.replace('campaigns: ', ''),
      line.unit,
      quantityOf(line),
      price,
      dollars(line.microUsd),
    ];
  };
  return {
    headings: ['Service', 'For', 'Unit', 'Quantity', 'Price', 'Cost'],
    rows: [
      ...lines.filter(({ quantityHundredths, microUsd }) => quantityHundredths > 0n || microUsd > 0n).map(row),
      ['Total', 'without fees of providers', '', '', '', dollars(totalMicroUsd)],
      ['', 'but for what the provider tells', '', '', '', dollars(untoldMicroUsd)],
      ...fees.map(row),
    ],
  };
}

export const runHeading = ({ recipients }: RunCost) => `One run to ${number.format(recipients)} recipients`;

export function assumptionRows(assumed: Assumed): readonly (readonly [string, string, string])[] {
  return assumptionNames.map((name) => {
    const { option, meaning } = assumptions[name];
    return [`--${option}`, number.format(assumed[name]), meaning];
  });
}

function printTable(io: CommandIo, { headings, rows }: TextTable, texts: number): void {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < texts ? cell.padEnd(width) : cell.padStart(width);
    });
    io.out(cells.join('  ').trimEnd());
  }
}

/** Tables, assumptions, and where the prices are from. */
export function printCost(io: CommandIo, { columns, run }: Costs, assumed: Assumed, prices: PriceFile): void {
  printTable(io, costRows(columns), 2);
  io.out(`\n${runHeading(run)}, and a month of what is kept of it`);
  printTable(io, runRows(run, prices), 3);
  io.out('\nAssumed; each is an option');
  const rows = assumptionRows(assumed).map(([option, value, meaning]) => [option, value, meaning]);
  const [width, digits] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [option = '', value = '', meaning = ''] of rows) {
    io.out(`  ${option.padEnd(width ?? 0)}  ${value.padStart(digits ?? 0)}  ${meaning}`);
  }
  io.out(`\nList prices of ${prices.region}, ${prices.asOf}, in US dollars, without free tiers, discounts and taxes.`);
  io.out('Units and bytes are measured (`npm run bench`). docs/cost.md has prices, sources and counts.');
}
