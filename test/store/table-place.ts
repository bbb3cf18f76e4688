/** Tables of a deployment that one case after another uses: each finds in them what it asks for and nothing else. */
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { createTables, localClient, storesOver, tableIds } from '../../bench/local-stores.ts';
import type { LocalStores } from '../../bench/local-stores.ts';
import { tables as shapes } from '../../shared/config/names.ts';
import type { TableId } from '../../shared/config/names.ts';
import type { Tables } from '../../shared/store/dynamodb/tables.ts';

type Item = Readonly<Record<string, unknown>>;
/** Items by their table. */
export type Contents = Readonly<Record<TableId, readonly Item[]>>;

const none: Contents = {
  accounts: [],
  ledger: [],
  members: [],
  settings: [],
  intake: [],
  snapshots: [],
  messages: [],
  campaigns: [],
  rewards: [],
};
/** Of DynamoDB. */
const writesAtMost = 25;

const plain = localClient(inject('endpoint'));

/** The SDK's retries, as many as it makes by itself, without the waits between them; connections are shared. */
function retryingAtOnce(): DynamoDBDocumentClient {
  const { maxAttempts, requestHandler } = plain.config;
  return localClient(inject('endpoint'), {
    requestHandler,
    retryStrategy: new ConfiguredRetryStrategy(maxAttempts, 0),
  });
}

function keyOf(id: TableId, item: Item): Item {
  const shape: { readonly key: string; readonly sort?: string } = shapes[id];
  const { key, sort } = shape;
  return sort === undefined ? { [key]: item[key] } : { [key]: item[key], [sort]: item[sort] };
}

type TableWrite = { readonly PutRequest: { readonly Item: Item } } | { readonly DeleteRequest: { readonly Key: Item } };

export class TablePlace {
  #created: Promise<Tables> | undefined;
  /** What was seen in the tables since somebody was last let in. */
  #seen: Contents | undefined;

  async #tables(): Promise<Tables> {
    return (this.#created ??= createTables(plain));
  }

  /** The stores over these tables: whoever has them writes, if at all, before he asks for the contents. */
  async stores(): Promise<LocalStores> {
    this.#seen = undefined;
    return storesOver(plain, await this.#tables());
  }

  /** The same over a client of their own, for faults: what it tries again it tries at once. */
  async struckStores(): Promise<LocalStores> {
    this.#seen = undefined;
    return storesOver(retryingAtOnce(), await this.#tables());
  }

  async contents(): Promise<Contents> {
    const tables = await this.#tables();
    const read = tableIds.map(async (id) => {
      const { Items: items = [], LastEvaluatedKey: more } = await plain.send(
        new ScanCommand({ TableName: tables[id], ConsistentRead: true }),
      );
      if (more !== undefined) throw new RangeError(`the table ${id} holds more than a page`);
      return [id, items] as const;
    });
    return (this.#seen = { ...none, ...Object.fromEntries(await Promise.all(read)) });
  }

  /** Leaves exactly this in the tables, whatever is in them. */
  async fill(wanted: Contents = none): Promise<void> {
    const [tables, there] = [await this.#tables(), this.#seen ?? (await this.contents())];
    this.#seen = undefined;
    const writes = tableIds.flatMap((id) => {
      const kept = new Set(wanted[id].map((item) => JSON.stringify(keyOf(id, item))));
      const gone = there[id].map((item) => keyOf(id, item)).filter((key) => !kept.has(JSON.stringify(key)));
      return [
        ...gone.map((Key): readonly [string, TableWrite] => [tables[id], { DeleteRequest: { Key } }]),
        ...wanted[id].map((Item): readonly [string, TableWrite] => [tables[id], { PutRequest: { Item } }]),
      ];
    });
    for (let at = 0; at < writes.length; at += writesAtMost) {
      const RequestItems: Record<string, TableWrite[]> = {};
      for (const [table, write] of writes.slice(at, at + writesAtMost)) (RequestItems[table] ??= []).push(write);
      const { UnprocessedItems: left = {} } = await plain.send(new BatchWriteCommand({ RequestItems }));
      if (Object.keys(left).length > 0) throw new Error('some items were not written');
    }
  }
}
