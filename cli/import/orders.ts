/**
 * Orders of any shop: a CSV file whose columns are the fields of `purchase.completed`, amounts in minor units as there,
 * lists separated by `|`. A row is an order; with any column of a line in the header a row is a line, `net` is the
 * line's, and the rows of an order stand together and agree in everything else.
 */
import * as z from 'zod/mini';
import { identityKinds } from '../../shared/contracts/members.ts';
import { metadata } from '../../shared/contracts/metadata.ts';
import { purchaseCompleted } from '../../shared/contracts/purchase-completed.ts';
import { shopEvent } from './conversion.ts';
import type { Conversion, ShopEvent } from './conversion.ts';
import { contractFaults, faultsOf, integerFields, listFields, tableRows, textFields } from './table.ts';
import type { BadConversion, TableRow } from './table.ts';

const memberColumns: readonly string[] = ['memberId', ...identityKinds];
const orderColumns = ['purchaseId', 'occurredAt', ...memberColumns, 'currency'];
const furtherColumns = ['channel', 'storeId', 'paymentToken', 'couponCodes'];
const lineColumns = ['lineId', 'sku', 'category', 'tags', 'brand', 'kind', 'quantity', 'tax'];

export const orderTable = {
  known: [...orderColumns, 'net', ...furtherColumns, ...lineColumns],
  required: ['purchaseId', 'occurredAt', 'currency', 'net'],
};

const eventTime = z.pick(metadata, { occurredAt: true });

type Order = readonly [TableRow, ...TableRow[]];

/** Events in the order of the file; an event has its purchaseId as its id. */
export async function* orderEvents(text: AsyncIterable<string>): AsyncGenerator<Conversion> {
  const complete = new Set<string>();
  let order: [TableRow, ...TableRow[]] | undefined;
  for await (const row of tableRows(text, orderTable)) {
    if (row.kind !== 'row') {
      yield row;
    } else if (order !== undefined && isLine(row) && sameOrder(order[0], row)) {
      order.push(row);
    } else {
      if (order !== undefined) yield* convert(order, complete);
      order = [row];
    }
  }
  if (order !== undefined) yield* convert(order, complete);
}

function isLine({ columns }: TableRow): boolean {
  return lineColumns.some((column) => columns.has(column));
}

function sameOrder(first: TableRow, row: TableRow): boolean {
  const purchaseId = row.cells.get('purchaseId');
  return purchaseId !== undefined && purchaseId === first.cells.get('purchaseId');
}

/** The event of an order, or everything that is wrong with it: an order with a bad row is not converted in part. */
function* convert(order: Order, complete: Set<string>): Generator<Conversion> {
  const event = eventOf(order);
  const faults = faultsOf(order, [...fitFaults(order, complete), ...eventFaults(event, order)]);
  if (faults.length === 0) yield { kind: 'event', event };
  else yield* faults;
}

/** What a row alone cannot show: whether the rows of an order stand together and agree. */
function fitFaults(order: Order, complete: Set<string>): BadConversion[] {
  const [first, ...others] = order;
  const faults: BadConversion[] = [];
  const purchaseId = first.cells.get('purchaseId');
  if (purchaseId !== undefined && isLine(first)) {
    if (complete.has(purchaseId)) {
      const message = 'the rows of an order have to stand together, and this one began further up';
      faults.push({ kind: 'bad', line: first.line, column: 'purchaseId', message });
    }
    complete.add(purchaseId);
  }
  for (const { line, cells } of others) {
    const column = [...orderColumns, ...furtherColumns].find((name) => cells.get(name) !== first.cells.get(name));
    if (column === undefined) continue;
    faults.push({ kind: 'bad', line, column, message: 'differs from the first row of the order' });
  }
  return faults;
}

function eventFaults({ detail }: ShopEvent, order: Order): BadConversion[] {
  const [first] = order;
  return [
    ...contractFaults(eventTime.safeParse(detail.metadata).error, () => ({ line: first.line, column: 'occurredAt' })),
    ...contractFaults(purchaseCompleted.safeParse(detail.data).error, (path) => locate(path, order)),
  ];
}

function locate([field, index, column]: readonly PropertyKey[], order: Order): { line: number; column: string } {
  const [first] = order;
  if (field === 'lines') {
    const row = typeof index === 'number' ? order[index] : order.at(-1);
    return { line: row?.line ?? first.line, column: column === undefined ? 'lineId' : String(column) };
  }
  if (field !== 'member') return { line: first.line, column: String(field) };
  // Of several identities in one row, the second is the one too many.
  const [, second] = memberColumns.filter((kind) => first.cells.has(kind));
  return { line: first.line, column: second ?? String(index) };
}

function eventOf(order: Order): ShopEvent {
  const [first] = order;
  const member = textFields(first, memberColumns);
  const purchaseId = first.cells.get('purchaseId') ?? '';
  return shopEvent('purchase.completed', purchaseId, first.cells.get('occurredAt') ?? '', {
    purchaseId,
    ...(Object.keys(member).length === 0 ? {} : { member }),
    ...textFields(first, ['currency', 'channel', 'storeId', 'paymentToken']),
    ...listFields(first, ['couponCodes']),
    ...(isLine(first) ? { lines: order.map(lineOf) } : integerFields(first, ['net'])),
  });
}

function lineOf(row: TableRow, index: number): Record<string, unknown> {
  return {
    lineId: String(index + 1),
    ...textFields(row, ['lineId', 'sku', 'brand', 'kind', 'quantity']),
    ...listFields(row, ['category', 'tags']),
    ...integerFields(row, ['net', 'tax']),
  };
}
