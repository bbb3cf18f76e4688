import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';

/** What one call of PutEvents takes: so many entries, and so many bytes of them together. */
const entriesAtMost = 10;
const bytesAtMost = 256 * 1024;
const roundsAtMost = 5;

export type BusEntry = {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The bus did not take some of the events, however often they were offered. */
class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** Groups that one call takes each, in order. What is larger than a call by itself is left to the bus to refuse. */
export function* callsOf<Item>(items: readonly Item[], bytesOf: (item: Item) => number): Generator<readonly Item[]> {
  let call: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (call.length > 0 && (call.length === entriesAtMost || bytes + size > bytesAtMost)) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push(item);
    bytes += size;
  }
  if (call.length > 0) yield call;
}

/** Size of an entry as the bus counts it, near enough: its texts in UTF-8. */
function bytesOfEvent({ source, detailType, detail }: BusEntry): number {
  return Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(JSON.stringify(detail));
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
    for (const call of callsOf(events, bytesOfEvent)) {
      let rest = await put(call);
      for (let round = 1; rest.length > 0; round += 1) {
        if (round > roundsAtMost) throw new PublishError(`the bus refused ${String(rest.length)} events`);
        await backOff(round);
        rest = await put(rest);
      }
    }
  };
}
