/** The figures of passes over more and more accounts, side by side. */
import type { MeasuredGrowth, MeasuredGrowthPass } from './cost-files.ts';
import type { TextTable } from './print-cost.ts';

const number = new Intl.NumberFormat('en');
const megabyte = 2 ** 20;

/** To four significant digits: what is left of the rounding to pages and units is behind them. */
function share(amount: number, of: number): string {
  return of === 0 ? '' : String(Number((amount / of).toPrecision(4)));
}

const megabytes = (bytes: number) => `${String(Math.round(bytes / megabyte))} MB`;

type Row = readonly [string, (pass: MeasuredGrowthPass) => string];

const rows: readonly Row[] = [
  ['read units of the scan, an account', ({ used, accounts }) => share(used.scan.readUnits, accounts)],
  ['calls of the scan, a thousand accounts', ({ used, accounts }) => share(used.scan.calls * 1000, accounts)],
  ['members with something due, of a thousand', ({ due, accounts }) => share(due.either * 1000, accounts)],
  ['… with something to post', ({ due, accounts }) => share(due.posted * 1000, accounts)],
  ['calls to post, a member', ({ used, due }) => share(used.post.calls, due.posted)],
  ['write units to post, a member', ({ used, due }) => share(used.post.writeUnits, due.posted)],
  ['… with something to tell', ({ due, accounts }) => share(due.told * 1000, accounts)],
  ['write units to tell, a message', ({ used, messages }) => share(used.tell.writeUnits, messages)],
  ['read units to look what was told, an account', ({ used, accounts }) => share(used.tell.readUnits, accounts)],
  ['calls of the reviewing function', ({ calls }) => number.format(calls)],
  ['state transitions', ({ stateTransitions }) => number.format(stateTransitions)],
  ['bytes of parts, an account', ({ partBytes, accounts }) => share(partBytes, accounts)],
  ['bytes of the snapshot', ({ snapshotBytes }) => number.format(snapshotBytes)],
  ['most memory while reviewing', ({ peakBytes }) => megabytes(peakBytes.review)],
  ['most memory while taking the snapshot', ({ peakBytes }) => megabytes(peakBytes.snapshot)],
  [
    'processor time an account, to that of the column before',
    ({ timeRatio }) => (timeRatio === null ? '' : String(timeRatio)),
  ],
];

/** A column for each number of accounts; the last is of a table on a local AWS. */
export function growthRows({ passes, table }: MeasuredGrowth): TextTable {
  const ofTable = (row: number) => {
    if (table === null) return [];
    const [units, calls] = [share(table.readUnits, table.accounts), share(table.calls * 1000, table.accounts)];
    return [[units, calls][row] ?? ''];
  };
  const columns = passes.map(({ accounts }) => number.format(accounts));
  return {
    headings: ['Accounts', ...columns, ...(table === null ? [] : [`${number.format(table.accounts)} in a table`])],
    rows: rows.map(([name, text], row) => [name, ...passes.map(text), ...ofTable(row)]),
  };
}
