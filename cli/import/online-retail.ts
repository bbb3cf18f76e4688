/**
 * The UCI data set Online Retail, a gift shop's invoices of 2010 and 2011: one invoice line a row, one purchase an
 * invoice. A cancellation (an invoice that begins with C) is a return. The file does not say which sale it takes back: so
 * it names none, or those that it can be matched to. Adjustments, cancellations of guests and what was not sold for money
 * are left out and counted. The file does not tell goods from postage, so every line is a product.
 */
import { csvRows } from './csv.ts';
import type { CsvRow } from './csv.ts';
import { shopEvent } from './conversion.ts';
import type { Conversion } from './conversion.ts';
import { formatDecimal, lineNetMinor } from './money.ts';
import { checkHeader, isCancellation, ownerOf, penceDecimals, readRow } from './online-retail-row.ts';
import type { Goods, Problem, Row } from './online-retail-row.ts';
import { noSoldGoods } from './sold-goods.ts';
import type { Match, MatchedLine, SoldGoods } from './sold-goods.ts';

/**
 * An invoice is complete when so many rows of others have gone by since its last one. Nearly all stand together, and
 * one in the data set does not.
 */
const patienceRows = 1_000;

const currency = 'GBP';

/** An invoice, of a sale or a cancellation, whose rows are still coming. */
type Invoice = {
  readonly invoice: string;
  readonly customer: string;
  readonly occurredAt: string;
  readonly goods: Goods[];
  lastRow: number;
  /** What has a row that cannot be read is nothing that anybody sold or took back; it is not converted at all. */
  broken: boolean;
};

/** How many cancelled lines were matched to sales. */
type Matching = { readonly sold: SoldGoods; wholly: number; partly: number; not: number };

/**
 * Events in the order in which the invoices begin; the first row of an invoice says when it was. A return names no
 * purchase: member and amount are all there is to go by.
 */
export function onlineRetailEvents(text: AsyncIterable<string>): AsyncGenerator<Conversion> {
  return invoiceEvents(text, undefined);
}

/**
 * The same with each cancelled line matched to a sale where the file allows (see sold-goods.ts): a return for each sale
 * that a cancellation takes back, and one without a purchase for the rest of it.
 */
export async function* matchedOnlineRetailEvents(text: AsyncIterable<string>): AsyncGenerator<Conversion> {
  const matching: Matching = { sold: noSoldGoods(penceDecimals), wholly: 0, partly: 0, not: 0 };
  yield* invoiceEvents(text, matching);
  const { wholly, partly, not } = matching;
  const message = `cancelled lines: ${wholly} matched to sales, ${partly} in part, ${not} without a sale`;
  yield { kind: 'note', message };
}

async function* invoiceEvents(text: AsyncIterable<string>, matching: Matching | undefined): AsyncGenerator<Conversion> {
  const open = new Map<string, Invoice>();
  const complete = new Set<string>();
  let rows = 0;
  for await (const csvRow of csvRows(text)) {
    rows += 1;
    if (rows === 1) {
      checkHeader(csvRow);
      continue;
    }
    yield* takeRow(csvRow, rows, open, complete);
    for (const invoice of open.values()) {
      if (rows - invoice.lastRow <= patienceRows) break;
      open.delete(invoice.invoice);
      complete.add(invoice.invoice);
      yield* eventsOf(invoice, matching);
    }
  }
  for (const invoice of open.values()) yield* eventsOf(invoice, matching);
}

function* takeRow(
  { line, cells }: CsvRow,
  rowNumber: number,
  open: Map<string, Invoice>,
  complete: ReadonlySet<string>,
): Generator<Conversion> {
  const owner = ownerOf(cells);
  const read = readRow(cells);
  if ('leftOut' in read) {
    yield { kind: 'left-out', line, reason: read.leftOut };
    return;
  }
  const problem = 'problem' in read ? read.problem : placeProblem(read.row, open.get(owner.invoice), complete);
  if (problem === undefined && 'row' in read) {
    const invoice = open.get(owner.invoice) ?? newInvoice(read.row);
    invoice.goods.push(read.row.goods);
    invoice.lastRow = rowNumber;
    open.set(owner.invoice, invoice);
  } else if (problem !== undefined) {
    const invoice = open.get(owner.invoice) ?? newInvoice({ ...owner, occurredAt: '' });
    invoice.lastRow = rowNumber;
    invoice.broken = true;
    if (!complete.has(owner.invoice)) open.set(owner.invoice, invoice);
    yield { kind: 'bad', line, ...problem };
  }
}

function newInvoice({ invoice, customer, occurredAt }: Omit<Row, 'goods'>): Invoice {
  return { invoice, customer, occurredAt, goods: [], lastRow: 0, broken: false };
}

/** What a sound row alone cannot show: whether it fits the rows of its invoice before it. */
function placeProblem(row: Row, invoice: Invoice | undefined, complete: ReadonlySet<string>): Problem | undefined {
  if (complete.has(row.invoice)) {
    const message = `invoice ${row.invoice} goes on after more than ${patienceRows} rows of others`;
    return { column: 'InvoiceNo', message };
  }
  if (invoice !== undefined && !invoice.broken && invoice.customer !== row.customer) {
    return { column: 'CustomerID', message: `invoice ${row.invoice} has another customer in its earlier rows` };
  }
  return undefined;
}

function* eventsOf(invoice: Invoice, matching: Matching | undefined): Generator<Conversion> {
  if (invoice.broken) return;
  if (isCancellation(invoice.invoice)) yield* returnsOf(invoice, matching);
  else yield purchaseOf(invoice, matching);
}

function idOf(invoice: string): string {
  return `online-retail:${invoice}`;
}

function purchaseOf({ invoice, customer, occurredAt, goods }: Invoice, matching: Matching | undefined): Conversion {
  const purchaseId = idOf(invoice);
  const lines = goods.map(({ sku, quantity, unitPrice, net }, index) => {
    const lineId = String(index + 1);
    // Nobody is known to have brought anything of a guest's back.
    if (customer !== '') matching?.sold.sell({ customer, sku, unitPrice }, { invoice, lineId }, quantity);
    return { lineId, sku, quantity: formatDecimal(quantity), net };
  });
  const member = customer === '' ? {} : { member: { externalId: customer } };
  const data = { purchaseId, ...member, currency, lines };
  return { kind: 'event', event: shopEvent('purchase.completed', purchaseId, occurredAt, data) };
}

/** What a cancellation takes back of each sale, in the order of its lines; and the net of the rest, if there is one. */
function takenBack({ customer, goods }: Invoice, matching: Matching | undefined) {
  const bySale = new Map<string, MatchedLine[]>();
  let restNet: number | undefined;
  for (const { sku, quantity, unitPrice } of goods) {
    const unmatched: Match = { matched: [], rest: quantity };
    const { matched, rest } = matching?.sold.takeBack({ customer, sku, unitPrice }, quantity) ?? unmatched;
    const isWhole = rest.unscaled === 0n;
    for (const line of matched) bySale.set(line.invoice, [...(bySale.get(line.invoice) ?? []), line]);
    if (!isWhole) restNet = (restNet ?? 0) + (lineNetMinor(rest, unitPrice, penceDecimals) ?? 0);
    if (matching !== undefined) matching[isWhole ? 'wholly' : matched.length > 0 ? 'partly' : 'not'] += 1;
  }
  return { bySale, restNet };
}

/** A cancellation of which nothing is matched is the same return either way: only those of sales name them in their ids. */
function* returnsOf(cancellation: Invoice, matching: Matching | undefined): Generator<Conversion> {
  const { invoice, customer, occurredAt } = cancellation;
  const { bySale, restNet } = takenBack(cancellation, matching);
  const returned = (returnId: string, data: Readonly<Record<string, unknown>>): Conversion => ({
    kind: 'event',
    event: shopEvent('purchase.returned', returnId, occurredAt, { returnId, ...data, kind: 'cancellation' }),
  });
  for (const [sale, matched] of bySale) {
    const lines = matched.map(({ lineId, quantity, net }) => ({ lineId, quantity: formatDecimal(quantity), net }));
    yield returned(`${idOf(invoice)}:${sale}`, { purchaseId: idOf(sale), lines });
  }
  if (restNet === undefined) return;
  yield returned(idOf(invoice), { member: { externalId: customer }, currency, net: restNet });
}
