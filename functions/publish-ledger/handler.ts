/** Stream of the ledger → bus: an event exists exactly when its entry does. */
import { parseEntry } from '../../shared/contracts/entry-record.ts';
import { eventOfEntry } from '../../shared/contracts/events-out.ts';
import { deployedStreamHandler } from '../../shared/runtime/stream-handler.ts';
import type { ToEvent } from '../../shared/runtime/stream-handler.ts';
import { isEntryItem } from '../../shared/store/dynamodb/ledger-item.ts';

/** A record whose new image is an entry and whose old one is not: a place that was taken, maybe by what waited there. */
export const toEvent: ToEvent = (after, before) => {
  if (after === undefined || !isEntryItem(after)) return undefined;
  if (before !== undefined && isEntryItem(before)) return undefined;
  return eventOfEntry(parseEntry(after));
};

export const handler = deployedStreamHandler(toEvent);
