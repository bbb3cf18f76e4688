import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Connection } from './connection.ts';

export type ItemQuery = {
  readonly table: string;
  readonly key: readonly [name: string, value: string];
  /** What the sort key begins with, where not all items of the key are meant. */
  readonly sort?: readonly [name: string, prefix: string];
};

/** All items of a key, or those whose sort key begins with a text, in its order; strongly consistent. */
export async function itemsUnder(
  { client }: Pick<Connection, 'client'>,
  { table, key, sort }: ItemQuery,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: sort === undefined ? '#key = :key' : '#key = :key AND begins_with(#sort, :prefix)',
      ExpressionAttributeNames: { '#key': key[0], ...(sort === undefined ? {} : { '#sort': sort[0] }) },
      ExpressionAttributeValues: { ':key': key[1], ...(sort === undefined ? {} : { ':prefix': sort[1] }) },
      ConsistentRead: true,
    },
  );
  const items: Readonly<Record<string, unknown>>[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
