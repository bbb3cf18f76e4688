/**
 * Counts calls, read units and write units of DynamoDB as AWS bills them, from the sizes of the items that go over the
 * line, inside of the SDK's retries: what an emulator says about consumed capacity does not matter, nor how long it takes.
 *
 * - A read is charged for each 4 KB begun: 1 unit strongly consistent, half of it eventually. What is not there counts
 *   like the smallest item. A query and a scan are charged for the sum of what they read.
 * - A write is charged for each KB begun of the larger of the old and the new item, twice that in a transaction, and one
 *   for each KB of each index item that it puts or removes. A condition check is a write of the item that it looks at.
 * - What a failed condition refuses is charged all the same, its index items apart.
 *
 * Old sizes are remembered from what the meter has seen: it has to see an item before it can charge its replacement.
 */
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Tables } from '../shared/store/dynamodb/tables.ts';
import { itemBytes } from './item-size.ts';
import { requestOf } from './metered-request.ts';
import type { MeteredRequest, WriteRequest } from './metered-request.ts';
import { seenItems } from './seen-items.ts';
import type { Seen, SeenItems } from './seen-items.ts';

export type Usage = { readonly calls: number; readonly readUnits: number; readonly writeUnits: number };
export type Meter = {
  /** All that was counted since the meter was attached. */
  readonly total: () => Usage;
  /** Write units of some tables alone since then. */
  readonly writtenTo: (...names: readonly string[]) => number;
  /** What the work used, apart from what went on before. */
  readonly measure: <Result>(work: () => Promise<Result>) => Promise<Usage & { readonly result: Result }>;
};

const readBlock = 4096;
const writeBlock = 1024;
const blocks = (bytes: number, block: number) => Math.max(1, Math.ceil(bytes / block));

/** What a read of so many bytes is charged: an item, or all that a page of a query or a scan has read. */
export const readUnits = (bytes: number, consistent: boolean) => blocks(bytes, readBlock) * (consistent ? 1 : 0.5);
const sum = (units: readonly number[]) => units.reduce((total, each) => total + each, 0);

export type Charge = {
  readonly read: number;
  readonly writes: readonly { readonly table: string; readonly units: number }[];
};

/** What a write leaves behind: undefined where nothing is left, or nothing is changed. */
function afterWrite(seen: SeenItems, write: WriteRequest, before: Seen | undefined): Seen | undefined {
  if (write.kind === 'put') return seen.describe(write.table, write.keyed);
  if (write.kind !== 'update') return undefined;
  const { set, removed } = write.change;
  const changed = Object.entries({ ...before?.item, ...write.keyed, ...set });
  return seen.describe(write.table, Object.fromEntries(changed.filter(([name]) => !removed.includes(name))));
}

function chargeOfWrite(seen: SeenItems, write: WriteRequest, transacted: boolean, refused: boolean): number {
  const before = seen.before(write.table, write.keyed);
  const after = afterWrite(seen, write, before);
  const units = blocks(Math.max(before?.bytes ?? 0, after?.bytes ?? 0), writeBlock) * (transacted ? 2 : 1);
  if (refused || write.kind === 'check') return units;
  const moves = before?.inIndex?.key !== after?.inIndex?.key;
  const indexItems = moves ? [before?.inIndex, after?.inIndex].filter((each) => each !== undefined) : [];
  seen.note(write.table, write.keyed, after);
  return units + sum(indexItems.map(({ bytes }) => blocks(bytes, writeBlock)));
}

/** What a request is charged, and notes what it has shown of items. @param refused whether a condition did not hold */
export function chargeOf(seen: SeenItems, request: MeteredRequest, refused: boolean): Charge {
  switch (request.kind) {
    case 'reads': {
      for (const { table, item } of request.found) seen.note(table, item, seen.describe(table, item));
      const found = request.found.map(({ item, consistent }) => readUnits(itemBytes(item), consistent));
      const missing = request.missing.map((consistent) => readUnits(0, consistent));
      return { read: sum([...found, ...missing]), writes: [] };
    }
    case 'range': {
      const { table, items, consistent, partial } = request;
      if (!partial) for (const item of items) seen.note(table, item, seen.describe(table, item));
      return { read: readUnits(sum(items.map(itemBytes)), consistent), writes: [] };
    }
    case 'writes': {
      const writes = request.writes.map((write) => {
        return { table: write.table, units: chargeOfWrite(seen, write, request.transacted, refused) };
      });
      return { read: 0, writes };
    }
  }
}

/** What the service answered with, and charged for: a condition did not hold. */
const refusals = new Set(['TransactionCanceledException', 'ConditionalCheckFailedException']);

/** Attaches a meter to a client. Everything that is sent from then on, by the SDK's own retries too, is counted. */
export function meterOn(client: DynamoDBDocumentClient, tables: Tables): Meter {
  const seen = seenItems(tables);
  let used = { calls: 0, readUnits: 0, writeUnits: 0 };
  const written = new Map<string, number>();
  const count = (request: MeteredRequest | undefined, refused: boolean) => {
    if (request === undefined) return;
    const { read, writes } = chargeOf(seen, request, refused);
    for (const { table, units } of writes) written.set(table, (written.get(table) ?? 0) + units);
    const writeUnits = used.writeUnits + sum(writes.map(({ units }) => units));
    used = { calls: used.calls + 1, readUnits: used.readUnits + read, writeUnits };
  };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        try {
          const result = await next(args);
          count(requestOf(commandName ?? '', args.input, result.output), false);
          return result;
        } catch (error) {
          // What was never sent, or throttled, costs nothing.
          if (error instanceof DynamoDBServiceException && refusals.has(error.name)) {
            count(requestOf(commandName ?? '', args.input, {}), true);
          }
          throw error;
        }
      },
    // Behind the retries, so that each of them is seen.
    { step: 'finalizeRequest', priority: 'low', name: 'meter' },
  );
  return {
    total: () => used,
    writtenTo: (...names) => sum(names.map((name) => written.get(name) ?? 0)),
    async measure(work) {
      const before = used;
      const result = await work();
      return {
        calls: used.calls - before.calls,
        readUnits: used.readUnits - before.readUnits,
        writeUnits: used.writeUnits - before.writeUnits,
        result,
      };
    },
  };
}
