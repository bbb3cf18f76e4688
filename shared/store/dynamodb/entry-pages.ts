import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { byMemberIndex } from '../../config/names.ts';
import { parseEntry } from '../../contracts/entry-record.ts';
import type { EntryPages } from '../entry-pages.ts';
import { batchGet } from './batch-get.ts';
import type { Connection } from './connection.ts';

/** A page is one query of the index and one consistent batch read (architecture). */
export function dynamodbEntryPages({ client, tables, backOff }: Connection): EntryPages {
  return {
    async page(memberId, { before, limit }) {
      const { Items: places = [] } = await client.send(
        new QueryCommand({
          TableName: tables.ledger,
          IndexName: byMemberIndex.name,
          KeyConditionExpression: '#member = :member AND #seq < :before',
          ExpressionAttributeNames: { '#member': byMemberIndex.key, '#seq': byMemberIndex.sort },
          ExpressionAttributeValues: { ':member': memberId, ':before': before ?? Number.MAX_SAFE_INTEGER },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      if (places.length === 0) return [];
      const keys = places.map(({ entryId }) => ({ entryId: String(entryId) }));
      const found = await batchGet(client, [{ table: tables.ledger, keys, consistent: true }], backOff);
      return (found.get(tables.ledger) ?? []).map(parseEntry).sort((a, b) => b.seq - a.seq);
    },
  };
}
