import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { BatchGetCommandInput, BatchGetCommandOutput, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What can be read by one call. */
const keysAtMost = 100;
const roundsAtMost = 10;

type Key = Readonly<Record<string, string>>;
export type KeyedTable = { readonly table: string; readonly keys: readonly Key[]; readonly consistent: boolean };
type Item = Readonly<Record<string, unknown>>;

/** DynamoDB handed keys back unread too often: it is too busy. Nothing is wrong; try again later. */
export class UnreadKeysError extends Error {
  override readonly name = 'UnreadKeysError';
}

function* chunks(tables: readonly KeyedTable[]): Generator<KeyedTable[]> {
  const all = tables.flatMap(({ table, keys, consistent }) => keys.map((key) => ({ table, keys: [key], consistent })));
  for (let at = 0; at < all.length; at += keysAtMost) yield all.slice(at, at + keysAtMost);
}

type Request = NonNullable<BatchGetCommandInput['RequestItems']>;

function requestOf(parts: readonly KeyedTable[]): Request {
  const requests: Record<string, { Keys: Key[]; ConsistentRead: boolean }> = {};
  for (const { table, keys, consistent } of parts) {
    (requests[table] ??= { Keys: [], ConsistentRead: consistent }).Keys.push(...keys);
  }
  return requests;
}

/**
 * Items by key, from one table or several, as few calls as there are hundreds of keys. Each key may be named once.
 * What DynamoDB leaves unread is asked for again after a wait.
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tables: readonly KeyedTable[],
  backOff: (attempt: number) => Promise<void>,
): Promise<ReadonlyMap<string, readonly Item[]>> {
  const found = new Map<string, Item[]>(tables.map(({ table }) => [table, []]));
  for (const parts of chunks(tables)) {
    let request: Request | undefined = requestOf(parts);
    for (let round = 0; request !== undefined; round += 1) {
      if (round >= roundsAtMost) throw new UnreadKeysError(`keys were left unread ${String(roundsAtMost)} times`);
      if (round > 0) await backOff(round);
      const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: request }));
      for (const [table, items] of Object.entries(answer.Responses ?? {})) found.get(table)?.push(...items);
      const unread: Request = answer.UnprocessedKeys ?? {};
      request = Object.keys(unread).length > 0 ? unread : undefined;
    }
  }
  return found;
}
