/** Requests to DynamoDB and their answers, reduced to what they are charged for. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { StoredItem } from './item-size.ts';

export type WriteRequest =
  | {
      readonly kind: 'put' | 'delete' | 'check';
      readonly table: string;
      /** The whole item of a put, the key of the others. */
      readonly keyed: StoredItem;
    }
  | { readonly kind: 'update'; readonly table: string; readonly keyed: StoredItem; readonly change: ItemChange };

/** What an update makes of an item, or of nothing. */
export type ItemChange = { readonly set: StoredItem; readonly removed: readonly string[] };
export type MeteredRequest =
  | {
      readonly kind: 'reads';
      readonly found: readonly { readonly table: string; readonly item: StoredItem; readonly consistent: boolean }[];
      /** For each key that nothing was found under, whether it was read strongly. */
      readonly missing: readonly boolean[];
    }
  | {
      readonly kind: 'range';
      readonly table: string;
      readonly items: readonly StoredItem[];
      readonly consistent: boolean;
      /** Whether the items are those of an index, hence not the whole ones. */
      readonly partial: boolean;
    }
  | { readonly kind: 'writes'; readonly writes: readonly WriteRequest[]; readonly transacted: boolean };

const item = z.record(z.string(), z.custom<AttributeValue>());
/** The document client has already made plain values of what was read. */
const readItem = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((plain) => marshall(plain)),
);
const table = z.string();
const keyed = z.object({ TableName: table, Key: item });
const put = z.object({ TableName: table, Item: item });

const consistentRead = z._default(z.boolean(), false);
const getInput = z.extend(keyed, { ConsistentRead: consistentRead });
const getOutput = z.object({ Item: z.optional(readItem) });

const keysOfTables = z.record(table, z.object({ Keys: z.array(item), ConsistentRead: consistentRead }));
const batchGetInput = z.object({ RequestItems: keysOfTables });
const batchGetOutput = z.object({
  Responses: z._default(z.record(table, z.array(readItem)), {}),
  UnprocessedKeys: z._default(z.record(table, z.object({ Keys: z.array(z.unknown()) })), {}),
});

const rangeInput = z.object({
  TableName: table,
  IndexName: z.optional(z.string()),
  ConsistentRead: consistentRead,
  ProjectionExpression: z.optional(z.never({ error: 'the meter cannot see what a projection leaves out' })),
  FilterExpression: z.optional(z.never({ error: 'the meter cannot see what a filter leaves out' })),
});
const rangeOutput = z.object({ Items: z._default(z.array(readItem), []) });

const transactItem = z.union([
  z.pipe(
    z.strictObject({ Put: put }),
    z.transform(({ Put }) => putOf(Put.TableName, Put.Item)),
  ),
  z.pipe(
    z.strictObject({ Delete: keyed }),
    z.transform(({ Delete }) => keyedOf('delete', Delete)),
  ),
  z.pipe(
    z.strictObject({ ConditionCheck: keyed }),
    z.transform(({ ConditionCheck }) => keyedOf('check', ConditionCheck)),
  ),
]);
const transaction = z.object({ TransactItems: z.array(transactItem) });
const batchWrites = z.record(table, z.array(z.strictObject({ PutRequest: z.object({ Item: item }) })));
const batchWriteInput = z.object({ RequestItems: batchWrites });

function putOf(name: string, keyedItem: StoredItem): WriteRequest {
  return { kind: 'put', table: name, keyed: keyedItem };
}

const updateInput = z.extend(keyed, {
  UpdateExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
  ExpressionAttributeValues: z._default(item, {}),
});

/** An expression of the only form there is here: whole attributes set, and whole attributes removed. */
const expression = /^SET (?<set>[^()+]+?)(?: REMOVE (?<removed>[#\w, ]+))?$/;

/** @throws Error for an update of another form: its item's size would be a guess */
function updateOf(input: unknown): WriteRequest {
  const { TableName, Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } =
    updateInput.parse(input);
  const { set = '', removed = '' } = expression.exec(UpdateExpression)?.groups ?? {};
  if (set === '') throw new Error(`the meter does not know the update ${UpdateExpression}`);
  const named = (name = '') => ExpressionAttributeNames[name] ?? name;
  const values = set.split(', ').map((assignment) => {
    const [name, value = ''] = assignment.split(' = ');
    const found = ExpressionAttributeValues[value];
    if (found === undefined) throw new Error(`the meter does not know what ${assignment} sets`);
    return [named(name), found] as const;
  });
  const gone = removed === '' ? [] : removed.split(', ').map(named);
  return {
    kind: 'update',
    table: TableName,
    keyed: Key,
    change: { set: Object.fromEntries(values), removed: gone },
  };
}

function keyedOf(kind: 'delete' | 'check', { TableName, Key }: z.output<typeof keyed>): WriteRequest {
  return { kind, table: TableName, keyed: Key };
}

function readsOf(input: unknown, output: unknown): MeteredRequest {
  const { RequestItems } = batchGetInput.parse(input);
  const { Responses, UnprocessedKeys } = batchGetOutput.parse(output);
  const found: { table: string; item: StoredItem; consistent: boolean }[] = [];
  const missing: boolean[] = [];
  for (const [name, { Keys, ConsistentRead: consistent }] of Object.entries(RequestItems)) {
    const items = Responses[name] ?? [];
    found.push(...items.map((each) => ({ table: name, item: each, consistent })));
    const unread = UnprocessedKeys[name]?.Keys.length ?? 0;
    for (let rest = Keys.length - unread - items.length; rest > 0; rest -= 1) missing.push(consistent);
  }
  return { kind: 'reads', found, missing };
}

/**
 * What a command asked for, and got.
 *
 * @returns undefined for commands about tables, which are no reads or writes
 * @throws Error for a command that the meter does not know: it would go uncounted
 */
export function requestOf(command: string, input: unknown, output: unknown): MeteredRequest | undefined {
  switch (command) {
    case 'CreateTableCommand':
    case 'UpdateTimeToLiveCommand':
      return undefined;
    case 'GetItemCommand': {
      const { TableName, ConsistentRead: consistent } = getInput.parse(input);
      const { Item } = getOutput.parse(output);
      const found = Item === undefined ? [] : [{ table: TableName, item: Item, consistent }];
      return { kind: 'reads', found, missing: Item === undefined ? [consistent] : [] };
    }
    case 'BatchGetItemCommand':
      return readsOf(input, output);
    case 'QueryCommand':
    case 'ScanCommand': {
      const { TableName, ConsistentRead, IndexName } = rangeInput.parse(input);
      const { Items } = rangeOutput.parse(output);
      const partial = IndexName !== undefined;
      return { kind: 'range', table: TableName, items: Items, consistent: ConsistentRead, partial };
    }
    case 'PutItemCommand': {
      const { TableName, Item } = put.parse(input);
      return { kind: 'writes', writes: [putOf(TableName, Item)], transacted: false };
    }
    case 'UpdateItemCommand':
      return { kind: 'writes', writes: [updateOf(input)], transacted: false };
    case 'BatchWriteItemCommand': {
      const writes = Object.entries(batchWriteInput.parse(input).RequestItems).flatMap(([name, requests]) =>
        requests.map(({ PutRequest }) => putOf(name, PutRequest.Item)),
      );
      return { kind: 'writes', writes, transacted: false };
    }
    case 'TransactWriteItemsCommand':
      return { kind: 'writes', writes: transaction.parse(input).TransactItems, transacted: true };
    default:
      throw new Error(`the meter does not know ${command}`);
  }
}
