/** Stream of the messages → bus: what the pass found to tell of a member, told when it was claimed and never again. */
import { eventOfMessage } from '../../shared/contracts/events-out.ts';
import { parseMessage } from '../../shared/contracts/messages.ts';
import { deployedStreamHandler } from '../../shared/runtime/stream-handler.ts';
import type { ToEvent } from '../../shared/runtime/stream-handler.ts';

export const toEvent: ToEvent = (after, before) => {
  if (after === undefined || before !== undefined) return undefined;
  return eventOfMessage(parseMessage(after));
};

export const handler = deployedStreamHandler(toEvent);
