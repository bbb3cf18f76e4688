import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { tableName, tables } from '../../shared/config/names.ts';
import type { TableId } from '../../shared/config/names.ts';
import { documentClient } from '../../shared/platform/document-client.ts';
import type { Deployment } from '../deployment.ts';

const deletesAtMost = 25;

function keyAttributes(table: TableId): string[] {
  const definition = tables[table];
  return 'sort' in definition ? [definition.key, definition.sort] : [definition.key];
}

/**
 * Removes items of the tables, which stay as they are. For the local stage alone: whoever calls it checks that.
 *
 * @param isMeant by an item's key; every item without it
 */
export async function emptyTables(
  { stage, clients }: Pick<Deployment, 'stage' | 'clients'>,
  which: readonly TableId[],
  isMeant: (key: Readonly<Record<string, unknown>>) => boolean = () => true,
): Promise<void> {
  const client = documentClient(clients);
  for (const table of which) {
    const TableName = tableName(stage, table);
    const names = keyAttributes(table);
    const scan = {
      TableName,
      ConsistentRead: true,
      ProjectionExpression: names.map((_, index) => `#k${String(index)}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#k${String(index)}`, name])),
    };
    for await (const { Items: found = [] } of paginateScan({ client }, scan)) {
      const keys = found.filter(isMeant);
      for (let at = 0; at < keys.length; at += deletesAtMost) {
        const deletes = keys.slice(at, at + deletesAtMost).map((Key) => ({ DeleteRequest: { Key } }));
        await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: deletes } }));
      }
    }
  }
}
