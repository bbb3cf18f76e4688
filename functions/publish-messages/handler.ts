/**
 * Streams of the messages and of the campaigns → bus: what the pass found to tell of a member, told when it was claimed and
 * never again; what has become of a campaign's message; runs that begin and that end.
 */
import { messageOut, runOut } from '../../shared/contracts/campaign-events-out.ts';
import { run } from '../../shared/contracts/campaign-records.ts';
import { eventOfMessage } from '../../shared/contracts/events-out.ts';
import { parseMessage } from '../../shared/contracts/messages.ts';
import { deployedStreamHandler } from '../../shared/runtime/stream-handler.ts';
import type { ToEvent } from '../../shared/runtime/stream-handler.ts';
import { isRunItem } from '../../shared/store/dynamodb/keys.ts';
import { isSends, isSentMessage, parseSentMessageItem } from '../../shared/store/dynamodb/sent-message-item.ts';

export const toEvent: ToEvent = (after, before) => {
  if (after === undefined) return undefined;
  if (isSentMessage(after)) return messageOut(parseSentMessageItem(after), before && parseSentMessageItem(before));
  if (isRunItem(after)) return runOut(run.parse(after), before && run.parse(before));
  if (before !== undefined || isSends(after)) return undefined;
  return eventOfMessage(parseMessage(after));
};

export const handler = deployedStreamHandler(toEvent);
