import { setTimeout } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { busName } from '../../shared/config/names.ts';
import type { EventEntry } from '../../shared/contracts/parse-event.ts';
import { callsOf } from '../../shared/platform/bus.ts';
import { Failure } from '../failure.ts';
import type { ClientSettings } from '../local/stage-connection.ts';

const replaySource = 'replay';
/** Source and type of an entry, which count as bytes of it too. */
const envelopeBytes = 512;

type Waiting = {
  readonly detailType: string;
  readonly detail: string;
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
    const detail = JSON.stringify(entry.detail ?? null);
    this.#queue.push({ detailType: entry['detail-type'], detail, sent: resolve, failed: reject });
    if (!this.#flushing) {
      this.#flushing = true;
      setImmediate(() => void this.#flush());
    }
    return promise;
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      // Only the first call is made before looking again: more may have been handed over meanwhile.
      const [batch = []] = callsOf(this.#queue, ({ detail }) => Buffer.byteLength(detail) + envelopeBytes);
      this.#queue = this.#queue.slice(batch.length);
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
        Entries: batch.map(({ detailType, detail }) => {
          return { EventBusName: busName, Source: replaySource, DetailType: detailType, Detail: detail };
        }),
      }),
    );
    batch.forEach(({ sent, failed }, index) => {
      const eventId = answers[index]?.EventId;
      const code = answers[index]?.ErrorCode ?? 'no answer';
      if (eventId !== undefined) sent(eventId);
      else failed(new Failure(`The bus did not take an event: ${code}.`, 'Run it again: what was taken counts once.'));
    });
  }
}
