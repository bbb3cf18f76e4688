/** Stream of the intake table → bus: `event.rejected` for every event that was refused. */
import { eventOfRejection } from '../../shared/contracts/events-out.ts';
import { deployedStreamHandler } from '../../shared/runtime/stream-handler.ts';
import type { ToEvent } from '../../shared/runtime/stream-handler.ts';
import { isRejectionItem, parseRejection } from '../../shared/store/dynamodb/rejection-item.ts';

export const toEvent: ToEvent = (after, before) => {
  if (after === undefined || before !== undefined || !isRejectionItem(after)) return undefined;
  return eventOfRejection(parseRejection(after));
};

export const handler = deployedStreamHandler(toEvent);
