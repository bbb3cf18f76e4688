/** The handler of a table's stream: what was written becomes events on the bus, in the order it was written. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { OutgoingEvent } from '../contracts/events-out.ts';
import { backOff } from '../platform/back-off.ts';
import { busPublisher } from '../platform/bus.ts';
import type { BusEntry } from '../platform/bus.ts';
import { readEnvironment } from '../platform/environment.ts';
import { count, logger, logMessages, observed } from '../platform/telemetry.ts';

type Image = Record<string, AttributeValue>;
export type StreamEvent = {
  readonly Records: readonly {
    readonly eventID: string;
    readonly dynamodb: { readonly SequenceNumber: string; readonly NewImage?: Image; readonly OldImage?: Image };
  }[];
};
export type StreamResponse = { readonly batchItemFailures: { readonly itemIdentifier: string }[] };

export type Item = Readonly<Record<string, unknown>>;
/** The event of a change of the table; undefined for a change that nobody has to hear of. */
export type ToEvent = (after: Item | undefined, before: Item | undefined) => OutgoingEvent | undefined;

/**
 * Publishes the events of a batch. A record that cannot be read is logged and passed over: it would block everything
 * behind it, and no retry would mend it. When the bus fails, the batch is delivered again from its first record; events
 * have ids that stay the same, so whoever receives one twice can tell.
 */
export async function handleStream(
  publish: (events: readonly BusEntry[]) => Promise<void>,
  toEvent: ToEvent,
  { Records }: StreamEvent,
): Promise<StreamResponse> {
  const events = Records.flatMap(({ eventID, dynamodb: { NewImage, OldImage } }) => {
    try {
      const event = toEvent(NewImage && unmarshall(NewImage), OldImage && unmarshall(OldImage));
      return event === undefined ? [] : [event];
    } catch (error) {
      logger.error(logMessages.unreadable, { eventID, error: error instanceof Error ? error.name : 'Error' });
      count('unreadable', 1);
      return [];
    }
  });
  try {
    await publish(events);
  } catch (error) {
    logger.error(logMessages.failed, { error: error instanceof Error ? error.name : 'Error' });
    const [first] = Records;
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.dynamodb.SequenceNumber }] };
  }
  logger.info(logMessages.published, { records: Records.length, events: events.length });
  count('published', events.length);
  return { batchItemFailures: [] };
}

/** The handler of a deployed stream function. */
export function deployedStreamHandler(toEvent: ToEvent) {
  const { bus } = readEnvironment(['bus']);
  const publish = busPublisher(bus, backOff);
  return observed(async (event: StreamEvent) => handleStream(publish, toEvent, event));
}
