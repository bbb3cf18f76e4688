/** The rows of the UCI data set Online Retail: what one row by itself says. */
import type { CsvRow } from './csv.ts';
import { FormatError } from './conversion.ts';
import { withOffset } from './local-time.ts';
import { lineNetMinor, negated, parseDecimal } from './money.ts';
import type { Decimal } from './money.ts';

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
export const penceDecimals = 2;

/** Goods of one row, sold or cancelled; the quantity is above zero either way. */
export type Goods = {
  readonly sku: string;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  /** In pence, rounded once, half up. */
  readonly net: number;
};

export type Row = {
  readonly invoice: string;
  /** Empty for a guest. */
  readonly customer: string;
  readonly occurredAt: string;
  readonly goods: Goods;
};

export type Problem = { readonly column: (typeof columns)[number] | 'row'; readonly message: string };
export type ReadRow = { readonly row: Row } | { readonly leftOut: string } | { readonly problem: Problem };

/** @throws FormatError when a row is not the header of the data set */
export function checkHeader({ cells }: CsvRow): void {
  const missing = columns.find((column, index) => cells[index] !== column);
  if (missing !== undefined) {
    throw new FormatError(`the first line has to be the header ${columns.join(',')}; ${missing} is not in its place`);
  }
}

/** Whether an invoice takes goods back instead of selling them. */
export function isCancellation(invoice: string): boolean {
  return invoice.startsWith('C');
}

/** The invoice and the customer of a row, whatever else is wrong with it. */
export function ownerOf(cells: readonly string[]): { readonly invoice: string; readonly customer: string } {
  const [invoice = '', , , , , , customer = ''] = cells;
  return { invoice, customer };
}

export function readRow(cells: readonly string[]): ReadRow {
  if (cells.length !== columns.length) {
    return { problem: { column: 'row', message: `${columns.length} cells, not ${cells.length}` } };
  }
  const [, sku = '', , quantityText = '', moment = '', priceText = ''] = cells;
  const { invoice, customer } = ownerOf(cells);
  // Goods that come back are somebody's, and nothing says whose these are.
  if (isCancellation(invoice) && customer === '') return { leftOut: 'cancellation-of-a-guest' };
  if (invoice.startsWith('A')) return { leftOut: 'adjustment' };
  if (invoice === '') return { problem: { column: 'InvoiceNo', message: 'is empty' } };
  if (sku === '') return { problem: { column: 'StockCode', message: 'is empty' } };
  const signed = parseDecimal(quantityText);
  if (signed === undefined) return { problem: { column: 'Quantity', message: `a number, not ${shown(quantityText)}` } };
  const unitPrice = parseDecimal(priceText);
  if (unitPrice === undefined)
    return { problem: { column: 'UnitPrice', message: `a number, not ${shown(priceText)}` } };
  const quantity = isCancellation(invoice) ? negated(signed) : signed;
  if (quantity.unscaled <= 0n) {
    return { leftOut: isCancellation(invoice) ? 'cancelled-quantity-not-below-zero' : 'quantity-not-above-zero' };
  }
  if (unitPrice.unscaled <= 0n) return { leftOut: 'price-not-above-zero' };
  const net = lineNetMinor(quantity, unitPrice, penceDecimals);
  if (net === undefined) return { problem: { column: 'UnitPrice', message: 'the line is too large an amount' } };
  const [date = '', time = ''] = moment.split(' ');
  const occurredAt = withOffset(date, time, timeZone);
  if (occurredAt === undefined) {
    return { problem: { column: 'InvoiceDate', message: `YYYY-MM-DD HH:MM:SS, not ${shown(moment)}` } };
  }
  return { row: { invoice, customer, occurredAt, goods: { sku, quantity, unitPrice, net } } };
}

function shown(text: string): string {
  return JSON.stringify(text);
}
