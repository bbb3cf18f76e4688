import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';

/** What one call of PutEvents takes. */
const entriesAtMost = 10;
const roundsAtMost = 5;

export type BusEntry = {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The bus did not take some of the events, however often they were offered. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** Puts events on the bus in their order. What the bus refuses for now is offered again after a wait. */
export function busPublisher(
  busName: string,
  backOff: (attempt: number) => Promise<void>,
  config: EventBridgeClientConfig = {},
): (events: readonly BusEntry[]) => Promise<void> {
  const client = new EventBridgeClient(config);
  const put = async (events: readonly BusEntry[]): Promise<readonly BusEntry[]> => {
    const Entries = events.map(({ source, detailType, detail }) => {
      return { EventBusName: busName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
    });
    const { FailedEntryCount: failed = 0, Entries: answers = [] } = await client.send(
      new PutEventsCommand({ Entries }),
    );
    return failed === 0 ? [] : events.filter((_, index) => answers[index]?.EventId === undefined);
  };
  return async (events) => {
    for (let at = 0; at < events.length; at += entriesAtMost) {
      let rest = await put(events.slice(at, at + entriesAtMost));
      for (let round = 1; rest.length > 0; round += 1) {
        if (round > roundsAtMost) throw new PublishError(`the bus refused ${String(rest.length)} events`);
        await backOff(round);
        rest = await put(rest);
      }
    }
  };
}
