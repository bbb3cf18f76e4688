/** What a pass over generated accounts is charged, by the rules of the meter: each table's share apart. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Message } from '../../shared/contracts/messages.ts';
import { tablesOf } from '../../shared/store/dynamodb/tables.ts';
import { partOf } from '../../shared/store/dynamodb/transaction.ts';
import type { StoredRecord, Write } from '../../shared/store/store.ts';
import { itemBytes } from '../item-size.ts';
import { chargeOf, readUnits } from '../meter.ts';
import type { Charge, Usage } from '../meter.ts';
import { requestOf } from '../metered-request.ts';
import { seenItems } from '../seen-items.ts';
import type { SeenItems } from '../seen-items.ts';

const tables = tablesOf('local');

/** As the document client does it. */
const stored = (item: StoredRecord) => marshall(item, { removeUndefinedValues: true });

/** What was done to what end: reading the accounts, posting what is due, telling what there is to tell. */
export const ends = ['scan', 'post', 'tell'] as const;
export type End = (typeof ends)[number];

const none: Usage = { calls: 0, readUnits: 0, writeUnits: 0 };

export class Bill {
  readonly #used: Record<End, Usage> = { scan: none, post: none, tell: none };
  /** Bytes of the messages that were claimed. */
  messageBytes = 0;
  messages = 0;

  get used(): Readonly<Record<End, Usage>> {
    return this.#used;
  }

  #add(end: End, { read, writes }: Charge): void {
    const { calls, readUnits: reads, writeUnits } = this.#used[end];
    const written = writes.reduce((sum, { units }) => sum + units, 0);
    this.#used[end] = { calls: calls + 1, readUnits: reads + read, writeUnits: writeUnits + written };
  }

  /** A page of the scan that has read so many bytes. */
  scanned(bytes: number): void {
    this.#add('scan', { read: readUnits(bytes, false), writes: [] });
  }

  /** A strongly consistent read of items, in one call. */
  read(end: End, sizes: readonly number[]): void {
    this.#add(end, { read: sizes.reduce((sum, bytes) => sum + readUnits(bytes, true), 0), writes: [] });
  }

  /** A transaction, as the store of a deployment sends it. @param before the account's item as it was */
  committed(writes: readonly Write[], before: StoredRecord): void {
    const seen = seenItems(tables);
    const item = stored(before);
    seen.note(tables.accounts, item, seen.describe(tables.accounts, item));
    const nowEpochSeconds = () => Number(before['putAt']);
    const TransactItems = writes.map((write) => {
      const { Put } = partOf(write, { tables, nowEpochSeconds });
      if (Put?.Item === undefined) throw new TypeError('the pass only puts');
      return { Put: { TableName: Put.TableName, Item: stored(Put.Item) } };
    });
    this.#charge('post', seen, 'TransactWriteItemsCommand', { TransactItems });
  }

  /** A message that nobody had claimed. */
  claimed(message: Message): void {
    const item = stored(message);
    this.messages += 1;
    this.messageBytes += itemBytes(item);
    this.#charge('tell', seenItems(tables), 'PutItemCommand', { TableName: tables.messages, Item: item });
  }

  #charge(end: End, seen: SeenItems, command: string, input: unknown): void {
    const request = requestOf(command, input, {});
    if (request !== undefined) this.#add(end, chargeOf(seen, request, false));
  }
}
