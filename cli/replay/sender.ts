import { setTimeout } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { busName } from '../../shared/config/names.ts';
import type { EventEntry } from '../../shared/contracts/parse-event.ts';
import { Failure } from '../failure.ts';
import type { ClientSettings } from '../local/stage-connection.ts';

/** What one call of PutEvents takes. */
const entriesAtMost = 10;
const replaySource = 'replay';

type Waiting = {
  readonly entry: EventEntry;
  readonly sent: (eventId: string) => void;
  readonly failed: (error: unknown) => void;
};

/** Puts events on the bus: what is handed over at the same time goes in one call. */
export class Sender {
  readonly #client: EventBridgeClient;
  readonly #intervalMs: number;
  #queue: Waiting[] = [];
  #flushing = false;

  /** @param ratePerSecond events at most, or undefined for as fast as they are taken */
  constructor(clients: ClientSettings, ratePerSecond: number | undefined) {
    this.#client = new EventBridgeClient(clients);
    this.#intervalMs = ratePerSecond === undefined ? 0 : 1000 / ratePerSecond;
  }

  /** Resolves to the id that the bus gave the event: the name of its delivery. */
  async send(entry: EventEntry): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#queue.push({ entry, sent: resolve, failed: reject });
    if (!this.#flushing) {
      this.#flushing = true;
      setImmediate(() => void this.#flush());
    }
    return promise;
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, entriesAtMost);
      try {
        await this.#put(batch);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
      await setTimeout(this.#intervalMs * batch.length);
    }
    this.#flushing = false;
  }

  async #put(batch: readonly Waiting[]): Promise<void> {
    const { Entries: answers = [] } = await this.#client.send(
      new PutEventsCommand({
        Entries: batch.map(({ entry }) => ({
          EventBusName: busName,
          Source: replaySource,
          DetailType: entry['detail-type'],
          Detail: JSON.stringify(entry.detail),
        })),
      }),
    );
    batch.forEach(({ sent, failed }, index) => {
      const eventId = answers[index]?.EventId;
      const code = answers[index]?.ErrorCode ?? 'no answer';
      if (eventId === undefined)
        failed(
          new Failure(`The bus did not take an event: ${code}.`, 'Run the replay again: what was taken counts once.'),
        );
      else sent(eventId);
    });
  }
}
