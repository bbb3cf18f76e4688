import { PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { tables as shapes } from '../../config/names.ts';
import { formatFacts, snapshotFacts } from '../../contracts/snapshot.ts';
import type { SnapshotFacts } from '../../contracts/snapshot.ts';
import type { SnapshotIndex } from '../snapshot-store.ts';
import type { Connection } from './connection.ts';
import { snapshotKind } from './keys.ts';

const { key: kind, sort: day } = shapes.snapshots;

/** Facts of snapshots on DynamoDB: an item a day, in one list. */
export function dynamodbSnapshotIndex({
  client,
  table: TableName,
}: Pick<Connection, 'client'> & { readonly table: string }): SnapshotIndex & {
  readonly put: (facts: SnapshotFacts) => Promise<void>;
} {
  const query = {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: '#kind = :kind',
    ExpressionAttributeNames: { '#kind': kind },
    ExpressionAttributeValues: { ':kind': snapshotKind },
  };
  return {
    async put(facts) {
      await client.send(new PutCommand({ TableName, Item: { [kind]: snapshotKind, ...formatFacts(facts) } }));
    },
    async latestBefore(before) {
      const earlier = before !== undefined && {
        KeyConditionExpression: '#kind = :kind AND #day < :day',
        ExpressionAttributeNames: { '#kind': kind, '#day': day },
        ExpressionAttributeValues: { ':kind': snapshotKind, ':day': before },
      };
      const newest = { ...query, ...earlier, ScanIndexForward: false, Limit: 1 };
      const { Items: [item] = [] } = await client.send(new QueryCommand(newest));
      return item === undefined ? undefined : snapshotFacts.parse(item);
    },
    async *list() {
      for await (const { Items = [] } of paginateQuery({ client }, query)) {
        for (const item of Items) yield snapshotFacts.parse(item);
      }
    },
  };
}
