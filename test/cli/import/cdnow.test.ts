import { describe, expect, test } from 'vitest';
import { cdnowEvents } from '../../../cli/import/cdnow.ts';
import { convert } from './convert.ts';

const master = [
  ' customer_id  date number_of_cds  dollar_value',
  ' 00001 19970101  1   11.77',
  ' 00004 19970101  2   29.33',
  ' 00004 19970802  1    0.00',
  ' 00004 19970802  2   14.96',
].join('\r\n');

const sample = [
  ' 00004 0001 19970101  2   29.33',
  ' 00004 0001 19970802  1    0.00',
  ' 00004 0001 19970802  2   14.96',
].join('\n');

describe('CDNOW', () => {
  test('a line is a purchase at noon of its day', async () => {
    const { events, bad } = await convert(cdnowEvents, master);
    expect(bad).toEqual([]);
    expect(events[0]).toEqual({
      'detail-type': 'purchase.completed',
      detail: {
        metadata: { id: 'cdnow:00001:19970101:1', version: '1.0', occurredAt: '1997-01-01T12:00:00-05:00' },
        data: {
          purchaseId: 'cdnow:00001:19970101:1',
          member: { externalId: '00001' },
          currency: 'USD',
          net: 1177,
        },
      },
    });
    expect(events.map(({ detail }) => detail.data['net'])).toEqual([1177, 2933, 0, 1496]);
  });

  test('purchases of one customer and day are told apart, and are the same in the sample as in the master', async () => {
    const ofMaster = (await convert(cdnowEvents, master)).events.slice(1);
    const ofSample = (await convert(cdnowEvents, sample)).events;
    expect(ofSample).toEqual(ofMaster);
    expect(ofSample.map(({ detail }) => detail.metadata.id)).toEqual([
      'cdnow:00004:19970101:1',
      'cdnow:00004:19970802:1',
      'cdnow:00004:19970802:2',
    ]);
  });

  test('the pieces in which the text comes make no difference', async () => {
    expect(await convert(cdnowEvents, master, 7)).toEqual(await convert(cdnowEvents, master));
  });

  test('every bad line is named, and the others are converted', async () => {
    const { events, bad } = await convert(
      cdnowEvents,
      [
        '00001 19970101 1 11.77',
        '00001 19970101 11.77',
        '',
        'ann 19970101 1 11.77',
        '00001 19970230 1 11.77',
        '00001 1997013 1 11.77',
        '00001 19970131 1 11.775',
        '00001 19970131 1 -1.00',
        '00001 19970131 1 1.00',
      ].join('\n'),
    );
    expect(events).toHaveLength(2);
    expect(bad.map(({ line, column }) => [line, column])).toEqual([
      [2, 'line'],
      [4, 'customer_id'],
      [5, 'date'],
      [6, 'date'],
      [7, 'dollar_value'],
      [8, 'dollar_value'],
    ]);
  });
});
