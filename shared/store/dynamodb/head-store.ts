import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { pageOf, readHead } from '../head-store.ts';
import type { HeadPage, HeadStore, Part } from '../head-store.ts';
import type { Connection } from './connection.ts';

/** Of each account three attributes: read units are those of the whole item, bytes and time are not. */
async function* headsOf(
  { client, tables }: Pick<Connection, 'client' | 'tables'>,
  { index, of }: Part,
): AsyncGenerator<HeadPage> {
  const pages = paginateScan(
    { client },
    {
      TableName: tables.accounts,
      ProjectionExpression: 'memberId, #seq, #head',
      ExpressionAttributeNames: { '#seq': 'seq', '#head': 'head' },
      Segment: index,
      TotalSegments: of,
    },
  );
  for await (const { Items: items = [] } of pages) {
    yield pageOf(
      items.map((item) => {
        const memberId = String(item['memberId']);
        return [memberId, readHead(memberId, item['seq'], item['head'])];
      }),
    );
  }
}

export function dynamodbHeads(connection: Pick<Connection, 'client' | 'tables'>): HeadStore {
  return { heads: (part) => headsOf(connection, part) };
}
