/**
 * The files of real purchases, read anew: nothing here is shared with the converters and the rules that the tests of
 * this folder check. The files are no part of the repository; where they are missing the tests are skipped and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = resolve(import.meta.dirname, '../../../shared/data');

export const files = {
  master: join(folder, 'cdnow/CDNOW_master.txt.gz'),
  sample: join(folder, 'cdnow/CDNOW_sample.txt'),
  onlineRetail: join(folder, 'online-retail/online_retail.csv.gz'),
} as const;

/** Whether some of the files are there; says which tests do not run when they are not. */
export function haveFiles(what: string, ...needed: readonly string[]): boolean {
  const missing = needed.filter((file) => !existsSync(file));
  if (missing.length > 0) console.warn(`${what}: skipped, because there is no ${missing.join(' and no ')}.`);
  return missing.length === 0;
}

/** A raw purchase: its member (empty for a guest), its day `YYYY-MM-DD`, its amount in minor units. */
export type RawPurchase = { readonly member: string; readonly day: string; readonly minor: number };

function linesOf(file: string): readonly string[] {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
}

/** In both layouts the customer is the first column, and day, number of CDs and dollars are the last three. */
export function rawCdnow(file: string): readonly RawPurchase[] {
  const rows = linesOf(file).map((line) => line.trim().split(/ +/));
  return rows
    .filter(([customer]) => customer !== '' && customer !== 'customer_id')
    .map((columns) => {
      const [member = ''] = columns;
      const [date = '', , dollars = ''] = columns.slice(-3);
      const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return { member, day, minor: Number(dollars.replace('.', '')) };
    });
}

/** Goods of one row: `thousandths` of a pound are the price of one, and the quantity is above zero on either side. */
export type RawGoods = {
  readonly article: string;
  readonly quantity: number;
  readonly thousandths: number;
  readonly minor: number;
};
export type RawInvoice = RawPurchase & {
  readonly number: string;
  /** By the shop's clock. */
  readonly hour: number;
  /** Whether it takes goods back. */
  readonly isCancellation: boolean;
  readonly goods: readonly RawGoods[];
};

/** What so many cost, in pence; half a penny makes a penny. */
export const pence = (quantity: number, thousandths: number) => Math.floor((quantity * thousandths + 5) / 10);

/** A row of goods: invoice, article, text, quantity, price above zero, customer, country. */
const goodsRow = /^(C?)(\d{6}),([^,]+),.*,(-?)(\d+),(\d{4}-\d\d-\d\d) (\d\d)[\d:]{6},(\d+)\.(\d+),(\d*),[^,]+$/;

/** The sales of Online Retail and its customers' cancellations by invoice, in the order in which the invoices begin. */
export function rawOnlineRetail(): readonly RawInvoice[] {
  const invoices = new Map<string, RawInvoice & { minor: number; readonly goods: RawGoods[] }>();
  for (const line of linesOf(files.onlineRetail)) {
    const match = goodsRow.exec(line);
    if (match === null) continue;
    const [, c = '', digits = '', article = '', minus = '', count = '', day = ''] = match;
    const [, , , , , , , hour = '', pounds = '', fraction = '', member = ''] = match;
    const isCancellation = c !== '';
    const thousandths = Number(pounds + fraction.padEnd(3, '0'));
    const quantity = Number(count);
    if (isCancellation !== (minus !== '') || thousandths * quantity === 0) continue;
    if (isCancellation && member === '') continue;
    const number = c + digits;
    const invoice = invoices.get(number) ?? {
      ...{ number, member, day, hour: Number(hour) },
      isCancellation,
      minor: 0,
      goods: [],
    };
    const minor = pence(quantity, thousandths);
    invoice.minor += minor;
    invoice.goods.push({ article, quantity, thousandths, minor });
    invoices.set(number, invoice);
  }
  return [...invoices.values()];
}
