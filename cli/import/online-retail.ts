/**
 * The UCI data set Online Retail, a gift shop's invoices of 2010 and 2011: one invoice line a row, one purchase an
 * invoice. Sales only: cancellations, adjustments and what was not sold for money are left out and counted. The file
 * does not tell goods from postage, so every line is a product.
 */
import { csvRows } from './csv.ts';
import type { CsvRow } from './csv.ts';
import { FormatError, shopEvent } from './conversion.ts';
import type { Conversion } from './conversion.ts';
import { withOffset } from './local-time.ts';
import { lineNetMinor, parseDecimal } from './money.ts';

const columns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

const timeZone = 'Europe/London';
const penceDecimals = 2;

/**
 * An invoice is complete when so many rows of others have gone by since its last one. Nearly all stand together, and
 * one in the data set does not.
 */
const patienceRows = 1_000;

type SaleLine = { lineId: string; sku: string; quantity: string; net: number };

/** An invoice whose rows are still coming. */
type Sale = {
  readonly invoice: string;
  readonly customer: string;
  readonly occurredAt: string;
  readonly lines: SaleLine[];
  lastRow: number;
  /** A sale with a row that cannot be read is no sale that anybody made; it is not converted at all. */
  broken: boolean;
};

type Row = {
  readonly invoice: string;
  readonly customer: string;
  readonly occurredAt: string;
  readonly line: Omit<SaleLine, 'lineId'>;
};

type Problem = { readonly column: (typeof columns)[number] | 'row'; readonly message: string };
type ReadRow = { readonly row: Row } | { readonly leftOut: string } | { readonly problem: Problem };

/** Events in the order in which the invoices begin; the first row of an invoice says when it was. */
export async function* onlineRetailEvents(text: AsyncIterable<string>): AsyncGenerator<Conversion> {
  const open = new Map<string, Sale>();
  const complete = new Set<string>();
  let rows = 0;
  for await (const csvRow of csvRows(text)) {
    rows += 1;
    if (rows === 1) {
      checkHeader(csvRow);
      continue;
    }
    yield* takeRow(csvRow, rows, open, complete);
    for (const sale of open.values()) {
      if (rows - sale.lastRow <= patienceRows) break;
      open.delete(sale.invoice);
      complete.add(sale.invoice);
      yield* eventOf(sale);
    }
  }
  for (const sale of open.values()) yield* eventOf(sale);
}

function checkHeader({ cells }: CsvRow): void {
  const missing = columns.find((column, index) => cells[index] !== column);
  if (missing !== undefined) {
    throw new FormatError(`the first line has to be the header ${columns.join(',')}; ${missing} is not in its place`);
  }
}

function* takeRow(
  { line, cells }: CsvRow,
  rowNumber: number,
  open: Map<string, Sale>,
  complete: ReadonlySet<string>,
): Generator<Conversion> {
  const [invoice = ''] = cells;
  const read = readRow(cells);
  if ('leftOut' in read) {
    yield { kind: 'left-out', line, reason: read.leftOut };
    return;
  }
  const problem = 'problem' in read ? read.problem : placeProblem(read.row, open.get(invoice), complete);
  if (problem === undefined && 'row' in read) {
    const sale = open.get(invoice) ?? newSale(read.row);
    sale.lines.push({ lineId: String(sale.lines.length + 1), ...read.row.line });
    sale.lastRow = rowNumber;
    open.set(invoice, sale);
  } else if (problem !== undefined) {
    const sale = open.get(invoice) ?? newSale({ invoice, customer: cells[6] ?? '', occurredAt: '' });
    sale.lastRow = rowNumber;
    sale.broken = true;
    if (!complete.has(invoice)) open.set(invoice, sale);
    yield { kind: 'bad', line, ...problem };
  }
}

function newSale({ invoice, customer, occurredAt }: Pick<Row, 'invoice' | 'customer' | 'occurredAt'>): Sale {
  return { invoice, customer, occurredAt, lines: [], lastRow: 0, broken: false };
}

/** What a sound row alone cannot show: whether it fits the rows of its invoice before it. */
function placeProblem(row: Row, sale: Sale | undefined, complete: ReadonlySet<string>): Problem | undefined {
  if (complete.has(row.invoice)) {
    const message = `invoice ${row.invoice} goes on after more than ${patienceRows} rows of others`;
    return { column: 'InvoiceNo', message };
  }
  if (sale !== undefined && !sale.broken && sale.customer !== row.customer) {
    return { column: 'CustomerID', message: `invoice ${row.invoice} has another customer in its earlier rows` };
  }
  return undefined;
}

function readRow(cells: readonly string[]): ReadRow {
  if (cells.length !== columns.length) {
    return { problem: { column: 'row', message: `${columns.length} cells, not ${cells.length}` } };
  }
  const [invoice = '', sku = '', , quantityText = '', moment = '', priceText = '', customer = ''] = cells;
  if (invoice.startsWith('C')) return { leftOut: 'cancellation' };
  if (invoice.startsWith('A')) return { leftOut: 'adjustment' };
  if (invoice === '') return { problem: { column: 'InvoiceNo', message: 'is empty' } };
  if (sku === '') return { problem: { column: 'StockCode', message: 'is empty' } };
  const quantity = parseDecimal(quantityText);
  if (quantity === undefined)
    return { problem: { column: 'Quantity', message: `a number, not ${shown(quantityText)}` } };
  const unitPrice = parseDecimal(priceText);
  if (unitPrice === undefined)
    return { problem: { column: 'UnitPrice', message: `a number, not ${shown(priceText)}` } };
  if (quantity.unscaled <= 0n) return { leftOut: 'quantity-not-above-zero' };
  if (unitPrice.unscaled <= 0n) return { leftOut: 'price-not-above-zero' };
  const net = lineNetMinor(quantity, unitPrice, penceDecimals);
  if (net === undefined) return { problem: { column: 'UnitPrice', message: 'the line is too large an amount' } };
  const [date = '', time = ''] = moment.split(' ');
  const occurredAt = withOffset(date, time, timeZone);
  if (occurredAt === undefined) {
    return { problem: { column: 'InvoiceDate', message: `YYYY-MM-DD HH:MM:SS, not ${shown(moment)}` } };
  }
  return { row: { invoice, customer, occurredAt, line: { sku, quantity: quantityText, net } } };
}

function shown(text: string): string {
  return JSON.stringify(text);
}

function* eventOf(sale: Sale): Generator<Conversion> {
  if (sale.broken) return;
  const purchaseId = `online-retail:${sale.invoice}`;
  yield {
    kind: 'event',
    event: shopEvent('purchase.completed', purchaseId, sale.occurredAt, {
      purchaseId,
      ...(sale.customer === '' ? {} : { member: { externalId: sale.customer } }),
      currency: 'GBP',
      lines: sale.lines,
    }),
  };
}
