import { describe, expect, test } from 'vitest';
import { matchedOnlineRetailEvents, onlineRetailEvents } from '../../../cli/import/online-retail.ts';
import { convert, csv } from './convert.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

const row = (
  invoice: string,
  { sku = '22041', quantity = '1', at = '2010-12-01 08:26:00', price = '2.55', customer = '17850' } = {},
) => `${invoice},${sku},"RECORD FRAME 7"" SINGLE SIZE, WHITE",${quantity},${at},${price},${customer},EIRE`;

const invoices = (text: Awaited<ReturnType<typeof convert>>) =>
  text.events.map(({ detail }) => detail.data['purchaseId']);

describe('Online Retail', () => {
  test('an invoice is a purchase with its lines, in the order in which they stand', async () => {
    const { events, bad, leftOut } = await convert(
      onlineRetailEvents,
      csv(header, row('536365', { quantity: '6' }), row('536365', { sku: '71053', price: '3.395' })),
    );
    expect({ bad, leftOut }).toEqual({ bad: [], leftOut: [] });
    expect(events).toEqual([
      {
        'detail-type': 'purchase.completed',
        detail: {
          metadata: { id: 'online-retail:536365', version: '1.0', occurredAt: '2010-12-01T08:26:00+00:00' },
          data: {
            purchaseId: 'online-retail:536365',
            member: { externalId: '17850' },
            currency: 'GBP',
            lines: [
              { lineId: '1', sku: '22041', quantity: '6', net: 1530 },
              { lineId: '2', sku: '71053', quantity: '1', net: 340 },
            ],
          },
        },
      },
    ]);
  });

  test('an invoice without a customer is the purchase of a guest', async () => {
    const { events } = await convert(onlineRetailEvents, csv(header, row('536544', { customer: '' })));
    expect(events[0]?.detail.data).not.toHaveProperty('member');
  });

  test('summer is an hour ahead, and an invoice that took two minutes began in the first', async () => {
    const { events } = await convert(
      onlineRetailEvents,
      csv(header, row('1', { at: '2011-07-01 16:57:00' }), row('1', { at: '2011-07-01 16:58:00' })),
    );
    expect(events.map(({ detail }) => detail.metadata.occurredAt)).toEqual(['2011-07-01T16:57:00+01:00']);
  });

  test('what is neither a sale nor a cancellation is left out and counted by reason', async () => {
    const text = csv(
      header,
      row('C536379', { quantity: '-1', customer: '' }),
      row('A563186', { price: '-11062.06', customer: '' }),
      row('536589', { quantity: '-10', price: '0.0', customer: '' }),
      row('536414', { quantity: '56', price: '0.0', customer: '' }),
      row('536415'),
      row('536415', { price: '0.0' }),
      row('536415', { sku: '20713' }),
      row('C536416'),
      row('C536416', { quantity: '-1', price: '0.0' }),
    );
    const { events, leftOut } = await convert(onlineRetailEvents, text);
    expect(leftOut).toEqual([
      '2 cancellation-of-a-guest',
      '3 adjustment',
      '4 quantity-not-above-zero',
      '5 price-not-above-zero',
      '7 price-not-above-zero',
      '9 cancelled-quantity-not-below-zero',
      '10 price-not-above-zero',
    ]);
    expect(events.map(({ detail }) => detail.data['lines'])).toEqual([
      [
        { lineId: '1', sku: '22041', quantity: '1', net: 255 },
        { lineId: '2', sku: '20713', quantity: '1', net: 255 },
      ],
    ]);
  });

  test('an invoice may be interrupted by others; events come in the order in which invoices begin', async () => {
    const result = await convert(onlineRetailEvents, csv(header, row('1'), row('2'), row('1'), row('3')));
    expect(invoices(result)).toEqual(['online-retail:1', 'online-retail:2', 'online-retail:3']);
    expect(result.events[0]?.detail.data['lines']).toHaveLength(2);
  });

  test('an invoice that goes on after a thousand rows of others is named, not sold twice', async () => {
    const others = Array.from({ length: 1_001 }, (_, index) => row(String(index + 10)));
    const result = await convert(onlineRetailEvents, csv(header, row('1'), ...others, row('1')));
    expect(result.events).toHaveLength(1_002);
    expect(result.bad).toEqual([
      { line: 1_004, column: 'InvoiceNo', message: 'invoice 1 goes on after more than 1000 rows of others' },
    ]);
  });

  test('bad rows are named by line and column, and their invoices are not converted in part', async () => {
    const text = csv(
      header,
      row('1'),
      row('1', { quantity: 'six' }),
      row('2', { price: '£2.55' }),
      row('2'),
      row('3', { at: '01/12/2010 08:26' }),
      row('4', { sku: '' }),
      row(''),
      row('5'),
      row('5', { customer: '17851' }),
      '6,22041,SHORT',
      row('7', { quantity: '9007199254740993', price: '1.0' }),
      row('C8', { quantity: '-1' }),
      row('C8', { quantity: '-one' }),
      row('8'),
    );
    const result = await convert(onlineRetailEvents, text);
    expect(result.bad.map(({ line, column }) => [line, column])).toEqual([
      [3, 'Quantity'],
      [4, 'UnitPrice'],
      [6, 'InvoiceDate'],
      [7, 'StockCode'],
      [8, 'InvoiceNo'],
      [10, 'CustomerID'],
      [11, 'row'],
      [12, 'UnitPrice'],
      [14, 'Quantity'],
    ]);
    expect(invoices(result)).toEqual(['online-retail:8']);
  });

  test.each(['', csv('StockCode,InvoiceNo'), csv(header.replace('Quantity', 'Qty'))])(
    'a file with another header is refused: %j',
    async (text) => {
      await expect(convert(onlineRetailEvents, text)).rejects.toThrow(/header/);
    },
  );
});

const dataOf = ({ events }: Awaited<ReturnType<typeof convert>>) =>
  events.filter((event) => event['detail-type'] === 'purchase.returned').map(({ detail }) => detail.data);

const cancelled = (invoice: string, quantity: string, more: Parameters<typeof row>[1] = {}) =>
  row(`C${invoice}`, { at: '2010-12-02 09:00:00', quantity: `-${quantity}`, ...more });

describe('cancellations of Online Retail', () => {
  const withoutSale = (invoice: string, net: number, externalId = '17850') => ({
    returnId: `online-retail:C${invoice}`,
    member: { externalId },
    currency: 'GBP',
    net,
    kind: 'cancellation',
  });
  const ofSale = (invoice: string, sale: string, ...lines: readonly (readonly [string, string, number])[]) => ({
    returnId: `online-retail:C${invoice}:${sale}`,
    purchaseId: `online-retail:${sale}`,
    lines: lines.map(([lineId, quantity, net]) => ({ lineId, quantity, net })),
    kind: 'cancellation',
  });

  test('are returns that name no purchase, at their place among the sales', async () => {
    const text = csv(header, row('1'), cancelled('2', '6'), cancelled('2', '1', { price: '3.395' }), row('3'));
    const result = await convert(onlineRetailEvents, text);
    expect(result.events.map(({ detail }) => detail.metadata)).toEqual([
      { id: 'online-retail:1', version: '1.0', occurredAt: '2010-12-01T08:26:00+00:00' },
      { id: 'online-retail:C2', version: '1.0', occurredAt: '2010-12-02T09:00:00+00:00' },
      { id: 'online-retail:3', version: '1.0', occurredAt: '2010-12-01T08:26:00+00:00' },
    ]);
    expect(dataOf(result)).toEqual([withoutSale('2', 1530 + 340)]);
    expect(result.notes).toEqual([]);
  });

  test('are matched to the newest sale with something left, then to those before it, and the rest to none', async () => {
    const text = csv(
      header,
      row('1', { quantity: '5' }),
      row('1', { sku: '71053', quantity: '3' }),
      row('2', { quantity: '4' }),
      cancelled('3', '3'),
      cancelled('4', '3'),
      cancelled('4', '2', { sku: '71053' }),
      cancelled('5', '5'),
      row('6', { quantity: '9' }),
    );
    const result = await convert(matchedOnlineRetailEvents, text);
    expect(dataOf(result)).toEqual([
      ofSale('3', '2', ['1', '3', 765]),
      ofSale('4', '2', ['1', '1', 255]),
      ofSale('4', '1', ['1', '2', 510], ['2', '2', 510]),
      ofSale('5', '1', ['1', '3', 765]),
      withoutSale('5', 510),
    ]);
    expect(new Set(result.events.map(({ detail }) => detail.metadata.id)).size).toBe(8);
    expect(result.notes).toEqual(['cancelled lines: 3 matched to sales, 1 in part, 0 without a sale']);
  });

  test('are of the same customer, article and unit price, and of what was sold before', async () => {
    const text = csv(
      header,
      row('1', { price: '2.550' }),
      row('2', { customer: '13047' }),
      row('3', { sku: '71053' }),
      row('4', { price: '2.5' }),
      row('5', { price: '0.0' }),
      row('6', { customer: '' }),
      row('7'),
      row('7', { quantity: 'one' }),
      cancelled('8', '2'),
      row('9'),
      cancelled('10', '1', { customer: '12583' }),
    );
    const result = await convert(matchedOnlineRetailEvents, text);
    expect(dataOf(result)).toEqual([
      ofSale('8', '1', ['1', '1', 255]),
      withoutSale('8', 255),
      withoutSale('10', 255, '12583'),
    ]);
    expect(result.notes).toEqual(['cancelled lines: 0 matched to sales, 1 in part, 1 without a sale']);
  });

  test('parts of a line come to its net, to the penny', async () => {
    const text = csv(
      header,
      row('1', { quantity: '3.5', price: '0.335' }),
      ...['2', '3', '4'].map((invoice) => cancelled(invoice, '1', { price: '0.335' })),
      cancelled('5', '0.50', { price: '0.335' }),
    );
    const result = await convert(matchedOnlineRetailEvents, text);
    expect(dataOf(result)).toEqual([
      // Of 1.17: what is left is worth 0.84, then 0.50, 0.17 and nothing; by themselves they would come to 1.19.
      ofSale('2', '1', ['1', '1', 33]),
      ofSale('3', '1', ['1', '1', 34]),
      ofSale('4', '1', ['1', '1', 33]),
      ofSale('5', '1', ['1', '0.5', 17]),
    ]);
  });

  test('two rows of a cancellation may take from one sold line', async () => {
    const text = csv(header, row('1', { quantity: '3' }), cancelled('2', '1'), cancelled('2', '2'));
    const result = await convert(matchedOnlineRetailEvents, text);
    expect(dataOf(result)).toEqual([ofSale('2', '1', ['1', '1', 255], ['1', '2', 510])]);
  });
});
