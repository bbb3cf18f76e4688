import { describe, expect, test } from 'vitest';
import { orderEvents } from '../../../cli/import/orders.ts';
import { convert, csv } from './convert.ts';

const places = (result: Awaited<ReturnType<typeof convert>>) => result.bad.map(({ line, column }) => [line, column]);
const ids = (result: Awaited<ReturnType<typeof convert>>) => result.events.map(({ detail }) => detail.metadata.id);

describe('orders, one a row', () => {
  test('a row is a purchase with the fields of the contract; empty cells are absent', async () => {
    const text = csv(
      'occurredAt,purchaseId,externalId,email,currency,net,channel,storeId,couponCodes,paymentToken,clerk',
      '2026-11-21T18:30:00+08:00,pos:1,A17,,CNY,1999,store,12,SPRING|TEA,,Wu',
      '2026-11-21T18:31:00+08:00,pos:2,,ann@example.com,CNY,0,,,,tok_1,Wu',
      '2026-11-21T18:32:00+08:00, pos:3,,,CNY,5,,,,,',
    );
    const { events, bad, notes } = await convert(orderEvents, text);
    expect(bad).toEqual([]);
    expect(notes).toEqual(['columns not read: clerk']);
    expect(events.map(({ detail }) => detail)).toEqual([
      {
        metadata: { id: 'pos:1', version: '1.0', occurredAt: '2026-11-21T18:30:00+08:00' },
        data: {
          purchaseId: 'pos:1',
          member: { externalId: 'A17' },
          currency: 'CNY',
          net: 1999,
          channel: 'store',
          storeId: '12',
          couponCodes: ['SPRING', 'TEA'],
        },
      },
      {
        metadata: { id: 'pos:2', version: '1.0', occurredAt: '2026-11-21T18:31:00+08:00' },
        data: {
          purchaseId: 'pos:2',
          member: { email: 'ann@example.com' },
          currency: 'CNY',
          net: 0,
          paymentToken: 'tok_1',
        },
      },
      {
        // Ids are never trimmed.
        metadata: { id: ' pos:3', version: '1.0', occurredAt: '2026-11-21T18:32:00+08:00' },
        data: { purchaseId: ' pos:3', currency: 'CNY', net: 5 },
      },
    ]);
  });

  test('every broken rule of every row is named', async () => {
    const text = csv(
      'purchaseId,occurredAt,externalId,email,phone,currency,net',
      'p1,2026-11-21T18:30:00Z,A17,,,EUR,100',
      'p2,2026-11-21,A17,,,EUR,19.99',
      ',2026-11-21T18:30:00Z,A17,,,eur,-5',
      'p4,2026-11-21T18:30:00Z,A17,ann@example.com,,EUR,',
      'p5,2026-11-21T18:30:00Z,,ann,,EUR,100',
      'p6,2026-11-21T18:30:00Z,,,0171 555,EUR,9007199254740993',
      'p7,2026-11-21T18:30:00Z,A17',
      'p8,2026-11-21T18:30:00Z,A17,,,EUR,100',
    );
    const result = await convert(orderEvents, text);
    expect(places(result)).toEqual([
      [3, 'occurredAt'],
      [3, 'net'],
      [4, 'purchaseId'],
      [4, 'currency'],
      [4, 'net'],
      [5, 'email'],
      [5, 'net'],
      [6, 'email'],
      [7, 'phone'],
      [7, 'net'],
      [8, 'row'],
    ]);
    expect(ids(result)).toEqual(['p1', 'p8']);
  });

  test('rows with one purchaseId are two deliveries of one purchase; the ledger tells whether they agree', async () => {
    const row = 'p1,2026-11-21T18:30:00Z,EUR,100';
    expect(ids(await convert(orderEvents, csv('purchaseId,occurredAt,currency,net', row, row)))).toEqual(['p1', 'p1']);
  });
});

describe('orders, one line a row', () => {
  const header = 'purchaseId,occurredAt,externalId,currency,sku,category,tags,brand,kind,quantity,net,tax';

  test('rows that stand together are the lines of one purchase', async () => {
    const { events, bad } = await convert(
      orderEvents,
      csv(
        header,
        'p1,2026-11-21T18:30:00Z,A17,EUR,123,kitchen|tea,"red|7"" wide",Longwu,,2,3998,640',
        'p1,2026-11-21T18:30:00Z,A17,EUR,,,,,shipping,,495,',
        'p2,2026-11-21T18:40:00Z,A17,EUR,124,,,,,1.5,10,',
      ),
    );
    expect(bad).toEqual([]);
    expect(events.map(({ detail }) => detail.data)).toEqual([
      {
        purchaseId: 'p1',
        member: { externalId: 'A17' },
        currency: 'EUR',
        lines: [
          {
            lineId: '1',
            sku: '123',
            category: ['kitchen', 'tea'],
            tags: ['red', '7" wide'],
            brand: 'Longwu',
            quantity: '2',
            net: 3998,
            tax: 640,
          },
          { lineId: '2', kind: 'shipping', net: 495 },
        ],
      },
      {
        purchaseId: 'p2',
        member: { externalId: 'A17' },
        currency: 'EUR',
        lines: [{ lineId: '1', sku: '124', quantity: '1.5', net: 10 }],
      },
    ]);
  });

  test('an order with a bad line is not converted in part, and the line is named', async () => {
    const result = await convert(
      orderEvents,
      csv(
        header,
        'p1,2026-11-21T18:30:00Z,A17,EUR,"1\n2",,,,,,100,',
        'p1,2026-11-21T18:30:00Z,A17,EUR,,,,,gift,,100,',
        'p2,2026-11-21T18:30:00Z,A17,EUR,,,,,,,100,',
        'p2,2026-11-21T18:31:00Z,A17,EUR,,,,,,two,100,1.9',
        'p3,2026-11-21T18:30:00Z,A17,EUR,,,,,,,100,',
        'p3,2026-11-21T18:30:00Z,A17,EUR,,,,',
        'p4,2026-11-21T18:30:00Z,A17,EUR,,,,,,,100,',
      ),
    );
    expect(places(result)).toEqual([
      [4, 'kind'],
      [6, 'occurredAt'],
      [6, 'quantity'],
      [6, 'tax'],
      [8, 'row'],
    ]);
    expect(ids(result)).toEqual(['p4']);
  });

  test('an order whose rows do not stand together is named', async () => {
    const line = (purchaseId: string) => `${purchaseId},2026-11-21T18:30:00Z,A17,EUR,,,,,,,100,`;
    const result = await convert(orderEvents, csv(header, line('p1'), line('p2'), line('p1')));
    expect(places(result)).toEqual([[4, 'purchaseId']]);
  });

  test('a line id that is given twice in an order is named', async () => {
    const line = (lineId: string) => `p1,2026-11-21T18:30:00Z,EUR,100,${lineId}`;
    const text = csv('purchaseId,occurredAt,currency,net,lineId', line('a'), line('b'), line('a'));
    expect((await convert(orderEvents, text)).bad).toEqual([
      { line: 4, column: 'lineId', message: 'each lineId once' },
    ]);
  });
});

test.each([
  ['purchaseId,occurredAt,net', 'the header has no currency'],
  ['purchaseId,occurredAt,currency,net,net', 'the header has the column net twice'],
  ['', 'the file is empty'],
])('a header that will not do is refused: %s', async (header, message) => {
  await expect(convert(orderEvents, csv(header))).rejects.toThrow(message);
});

test('a quote that is never closed spoils the file', async () => {
  const text = csv('purchaseId,occurredAt,currency,net', 'p1,2026-11-21T18:30:00Z,EUR,"100');
  await expect(convert(orderEvents, text)).rejects.toThrow(/^the file is no CSV: Quote Not Closed/);
});
