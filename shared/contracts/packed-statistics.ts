/**
 * The account's own statistics as one small text: parts joined by `;`, each the columns of a table joined by `,`, each
 * column a list of packed numbers. Days and months are differences to the row before, the first to 0. What is zero at the
 * end of a column is left out, and so is what is empty at the end of a part and of the text.
 */
import type { MonthOfAccount, OlderDays, PurchaseDay, Statistics } from '../domain/account-statistics.ts';
import { sumNames } from '../domain/movement-sums.ts';
import type { SumName } from '../domain/movement-sums.ts';
import { dayOf, monthOf, monthOfDay } from '../domain/calendar.ts';
import type { Day, Month } from '../domain/calendar.ts';
import { intervalBins } from '../domain/statistics/bins.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

/** Levels are no numbers: they are kept apart. */
export type PackedPart = Omit<Statistics, 'levels'>;

/** The columns of flows, the most usual first. */
const flowColumns = [
  'earned',
  'expired',
  'redeemed',
  'returned',
  'restored',
  'adjusted',
  'bonus',
  'transferred',
  'imported',
] as const satisfies readonly SumName[];

type Column = readonly (bigint | number)[];

function withoutZeros(column: Column): Column {
  return column.slice(0, column.findLastIndex((value) => BigInt(value) !== 0n) + 1);
}

function differences(values: readonly number[]): readonly number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

/** @param first the column that says how many rows there are: nothing of it is left out */
function packTable(first: Column, ...others: readonly Column[]): string {
  return [packNumbers(first), ...others.map((column) => packNumbers(withoutZeros(column)))]
    .join(',')
    .replace(/,+$/, '');
}

class Table {
  readonly #columns: readonly (readonly bigint[])[];
  readonly rows: number;

  /** @throws TypeError when the text is none of such a table */
  constructor(text: string, columns: number) {
    this.#columns = text.split(',').map(unpackNumbers);
    this.rows = this.#columns[0]?.length ?? 0;
    const isTooLong = this.#columns.some(({ length }) => length > this.rows);
    if (isTooLong || this.#columns.length > columns) throw new TypeError(`not a packed table: ${text.slice(0, 100)}`);
  }

  amounts(column: number): readonly bigint[] {
    const known = this.#columns[column] ?? [];
    return Array.from({ length: this.rows }, (_, row) => known[row] ?? 0n);
  }

  numbers(column: number): readonly number[] {
    return this.amounts(column).map(Number);
  }

  /** What `differences` was made of. */
  sums(column: number): readonly number[] {
    let sum = 0;
    return this.numbers(column).map((value) => (sum += value));
  }
}

function check(isRight: boolean, what: string): void {
  if (!isRight) throw new TypeError(`not packed statistics: ${what}`);
}

/** The day; orders but one. */
function packDays(days: readonly PurchaseDay[]): string {
  return packTable(
    differences(days.map(({ day }) => day)),
    days.map(({ orders }) => orders - 1),
  );
}

function unpackDays(text: string): PurchaseDay[] {
  const table = new Table(text, 2);
  const orders = table.numbers(1);
  check(
    orders.every((count) => count >= 0),
    'orders of a day',
  );
  return table.sums(0).map((day, row) => ({ day: dayOf(day), orders: (orders[row] ?? 0) + 1 }));
}

/** The month; net; units without a point; flows; the number of decimals of the units. */
function packMonths(months: readonly MonthOfAccount[]): string {
  return packTable(
    differences(months.map(({ month }) => month)),
    months.map(({ netMinor }) => netMinor),
    months.map(({ items }) => items.numerator),
    ...flowColumns.map((name) => months.map(({ flows }) => flows[name] ?? 0n)),
    months.map(({ items }) => String(items.denominator).length - 1),
  );
}

function unpackMonths(text: string): MonthOfAccount[] {
  const decimalsAt = 3 + flowColumns.length;
  const table = new Table(text, decimalsAt + 1);
  const [net, units, decimals] = [table.amounts(1), table.amounts(2), table.amounts(decimalsAt)];
  check(
    decimals.every((count) => count >= 0n && count <= 6n),
    'decimals of units',
  );
  const flows = sumNames.map((name) => ({ name, points: table.amounts(3 + flowColumns.indexOf(name)) }));
  return table.sums(0).map((month, row) => ({
    month: monthOf(month),
    netMinor: net[row] ?? 0n,
    items: { numerator: units[row] ?? 0n, denominator: 10n ** (decimals[row] ?? 0n) },
    flows: Object.fromEntries(
      flows.flatMap(({ name, points }) => ((points[row] ?? 0n) === 0n ? [] : [[name, points[row] ?? 0n]])),
    ),
  }));
}

/** The bits of the active months, counted back from the month of the last day. */
function bitsOf({ months, last }: OlderDays): bigint {
  return months.reduce((bits, month) => bits | (1n << BigInt(monthOfDay(last) - month)), 0n);
}

function monthsOf(bits: bigint, last: Day): Month[] {
  const marks = Array.from(bits.toString(2));
  const newest = monthOfDay(last);
  return marks.flatMap((mark, index) => (mark === '1' ? [monthOf(newest - (marks.length - 1 - index))] : []));
}

/** Last day, days since the first, days since the second or -1, streak, active months as bits; intervals by their bins. */
function packOlder(older: OlderDays | null): string {
  if (older === null) return '';
  const { first, second, last, streak, intervals } = older;
  const numbers = [last, last - first, second === null ? -1 : last - second, streak, bitsOf(older)];
  return [numbers, withoutZeros(intervals)].map(packNumbers).join(',').replace(/,$/, '');
}

function unpackOlder(text: string): OlderDays | null {
  if (text === '') return null;
  const [numbers = [], counts = [], ...others] = text.split(',').map(unpackNumbers);
  const [end = 0n, life = 0n, sinceSecond = -1n, streak = 0n, bits = 0n] = numbers;
  check(numbers.length === 5 && counts.length <= intervalBins.length && others.length === 0, 'older days');
  check(life >= 0n && sinceSecond >= -1n && bits >= 0n && bits < 1n << 100n, 'older days');
  const last = dayOf(Number(end));
  return {
    first: dayOf(last - Number(life)),
    second: sinceSecond < 0n ? null : dayOf(last - Number(sinceSecond)),
    last,
    months: monthsOf(bits, last),
    streak: Number(streak),
    intervals: intervalBins.map((_, bin) => Number(counts[bin] ?? 0n)),
  };
}

export function packStatistics({ days, older, months, visits, broken, since }: PackedPart): string {
  return [
    packDays(days),
    packMonths(months),
    packTable(
      differences(visits.map(({ day }) => day)),
      visits.map(({ hour }) => hour),
    ),
    packOlder(older),
    packTable(
      differences(broken.map(({ expired }) => expired)),
      broken.map(({ issued, expired }) => expired - issued),
      broken.map(({ points }) => points),
    ),
    since === null ? '' : packNumbers([since]),
  ]
    .join(';')
    .replace(/;+$/, '');
}

/** @throws TypeError or RangeError when the text is no packed statistics */
export function unpackStatistics(text: string): PackedPart {
  const [days = '', months = '', visits = '', older = '', broken = '', since = '', ...others] = text.split(';');
  const seen = new Table(visits, 2);
  const hours = seen.numbers(1);
  const ended = new Table(broken, 3);
  const [ages, points] = [ended.numbers(1), ended.amounts(2)];
  const [oldest, ...noOthers] = unpackNumbers(since);
  check(
    hours.every((hour) => hour >= 0 && hour <= 23),
    'hours',
  );
  check(others.length === 0 && noOthers.length === 0, 'parts');
  return {
    days: unpackDays(days),
    older: unpackOlder(older),
    months: unpackMonths(months),
    visits: seen.sums(0).map((day, row) => ({ day: dayOf(day), hour: hours[row] ?? 0 })),
    broken: ended.sums(0).map((expired, row) => ({
      issued: monthOf(expired - (ages[row] ?? 0)),
      expired: monthOf(expired),
      points: points[row] ?? 0n,
    })),
    since: oldest === undefined ? null : dayOf(Number(oldest)),
  };
}
