import { parseEvent } from '../contracts/parse-event.ts';
import type { ParsedEvent } from '../contracts/parse-event.ts';

/** What is asked for at once: an event that says everything but when it occurred. */
export type EventRequest<Type extends ParsedEvent['type'] = ParsedEvent['type']> = {
  readonly type: Type;
  /** What `metadata.id` of the event is: the caller's own name of the request. */
  readonly key: string;
  /** The data of the event; its business key is what makes it the same request. */
  readonly data: object;
  /** Names this time that it is asked. */
  readonly delivery: string;
};

/** The ordinary event of a request, or why there is none. @param occurredAt ISO 8601 with offset */
export function eventOfRequest({ type, key, data }: EventRequest, occurredAt: string): ReturnType<typeof parseEvent> {
  return parseEvent({ 'detail-type': type, detail: { metadata: { id: key, version: '1.0', occurredAt }, data } });
}
