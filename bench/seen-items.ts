/** What is known of the items of a deployment's tables, from what has gone over the line: the old size of each. */
import { byMemberIndex, tables as shapes } from '../shared/config/names.ts';
import type { TableId } from '../shared/config/names.ts';
import type { Tables } from '../shared/store/dynamodb/tables.ts';
import { tableIds } from './local-stores.ts';
import { itemBytes } from './item-size.ts';
import type { StoredItem } from './item-size.ts';

export type Seen = {
  readonly item: StoredItem;
  readonly bytes: number;
  /** Where the item is in its table's index, and how large it is there; undefined where it is in none. */
  readonly inIndex: { readonly key: string; readonly bytes: number } | undefined;
};

export type SeenItems = {
  readonly describe: (table: string, item: StoredItem) => Seen;
  /** The item as it was last seen, by its key or by an item with that key. */
  readonly before: (table: string, keyed: StoredItem) => Seen | undefined;
  /** Remembers the item; undefined for one that is gone. */
  readonly note: (table: string, keyed: StoredItem, now: Seen | undefined) => void;
};

export function seenItems(tables: Tables): SeenItems {
  const idOf = new Map(tableIds.map((id) => [tables[id], id]));
  const seen = new Map<string, Seen>();

  const tableId = (table: string): TableId => {
    const id = idOf.get(table);
    if (id === undefined) throw new TypeError(`the table ${table} is none of the deployment's`);
    return id;
  };
  const keyOf = (table: string, keyed: StoredItem): string => {
    const shape: { readonly key: string; readonly sort?: string } = shapes[tableId(table)];
    return JSON.stringify([table, keyed[shape.key], shape.sort === undefined ? undefined : keyed[shape.sort]]);
  };
  const inIndex = (table: string, item: StoredItem): Seen['inIndex'] => {
    const { [byMemberIndex.key]: member, [byMemberIndex.sort]: sort, [shapes.ledger.key]: id } = item;
    if (tableId(table) !== 'ledger' || member === undefined || sort === undefined || id === undefined) return undefined;
    const keys = { [byMemberIndex.key]: member, [byMemberIndex.sort]: sort, [shapes.ledger.key]: id };
    return { key: JSON.stringify([member, sort]), bytes: itemBytes(keys) };
  };
  return {
    describe: (table, item) => ({ item, bytes: itemBytes(item), inIndex: inIndex(table, item) }),
    before: (table, keyed) => seen.get(keyOf(table, keyed)),
    note(table, keyed, now) {
      if (now === undefined) seen.delete(keyOf(table, keyed));
      else seen.set(keyOf(table, keyed), now);
    },
  };
}
