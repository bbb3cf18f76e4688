/**
 * The order history of CDNOW, 1997 to 1998: one purchase a line, blank-separated, in two layouts. The master has a
 * header and `customer date cds dollars`, the sample no header and `customer sample-id date cds dollars`.
 */
import { parseInstant } from '../../shared/domain/zone.ts';
import { shopEvent } from './conversion.ts';
import type { Conversion, ShopEvent } from './conversion.ts';
import { minorUnits } from './money.ts';
import { linesOf } from './text.ts';

/** The file knows days only; noon of New York's winter lies within the same day there all the year round. */
const noon = 'T12:00:00-05:00';

const dollarDecimals = 2;

type Purchase = { readonly customer: string; readonly day: string; readonly occurredAt: string; readonly net: number };
type Problem = { readonly column: 'line' | 'customer_id' | 'date' | 'dollar_value'; readonly message: string };

/**
 * A purchase is named by its customer, its day and its number among that customer's purchases of that day. So the same
 * file gives the same ids every time, in whatever order the customers come, and a purchase of the sample has the id that
 * it has in the master: loading both counts it once.
 */
export async function* cdnowEvents(text: AsyncIterable<string>): AsyncGenerator<Conversion> {
  const purchasesOfDay = new Map<string, number>();
  let line = 0;
  for await (const content of linesOf(text)) {
    line += 1;
    const fields = content.trim().split(/\s+/);
    if (fields[0] === '' || (line === 1 && fields[0] === 'customer_id')) continue;
    const read = readPurchase(fields);
    if ('message' in read) {
      yield { kind: 'bad', line, ...read };
      continue;
    }
    const dayOfCustomer = `${read.customer}:${read.day}`;
    const number = (purchasesOfDay.get(dayOfCustomer) ?? 0) + 1;
    purchasesOfDay.set(dayOfCustomer, number);
    yield { kind: 'event', event: purchaseEvent(read, `cdnow:${dayOfCustomer}:${number}`) };
  }
}

function purchaseEvent({ customer, occurredAt, net }: Purchase, purchaseId: string): ShopEvent {
  return shopEvent('purchase.completed', purchaseId, occurredAt, {
    purchaseId,
    member: { externalId: customer },
    currency: 'USD',
    net,
  });
}

function readPurchase(fields: readonly string[]): Purchase | Problem {
  if (fields.length !== 4 && fields.length !== 5) {
    return { column: 'line', message: `4 or 5 blank-separated fields, not ${fields.length}` };
  }
  const [customer = ''] = fields;
  const [day = '', , dollars = ''] = fields.slice(-3);
  if (!/^\d+$/.test(customer)) return { column: 'customer_id', message: `digits, not ${JSON.stringify(customer)}` };
  const occurredAt = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}${noon}`;
  if (parseInstant(occurredAt) === undefined) {
    return { column: 'date', message: `YYYYMMDD, not ${JSON.stringify(day)}` };
  }
  const net = minorUnits(dollars, dollarDecimals);
  if (net === undefined)
    return { column: 'dollar_value', message: `dollars and cents, not ${JSON.stringify(dollars)}` };
  return { customer, day, occurredAt, net };
}
