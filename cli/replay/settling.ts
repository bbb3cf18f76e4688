import { setTimeout } from 'node:timers/promises';
import type { IntakeStore, Receipt } from '../../shared/store/store.ts';
import { Failure } from '../failure.ts';

type Answer = Pick<Receipt, 'outcome' | 'refusal'>;
type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };

const pollMs = 60;
/** Nothing at all has settled for so long: something is wrong that waiting does not mend. */
const silenceMs = 120_000;

/** Waits for what became of events: by their receipts, or by their rejections where they could ask for none. */
export class Settling {
  readonly #intake: IntakeStore;
  readonly #byCorrelation = new Map<string, Waiting>();
  readonly #byDelivery = new Map<string, Waiting>();
  #polling = false;
  #lastAnswer = 0;

  constructor(intake: IntakeStore) {
    this.#intake = intake;
  }

  async receipt(correlationId: string): Promise<Answer> {
    return this.#wait(this.#byCorrelation, correlationId);
  }

  async rejection(delivery: string): Promise<Answer> {
    return this.#wait(this.#byDelivery, delivery);
  }

  async #wait(waiting: Map<string, Waiting>, key: string): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.set(key, { resolve, reject });
    if (!this.#polling) {
      this.#polling = true;
      this.#lastAnswer = Date.now();
      void this.#poll();
    }
    return promise;
  }

  async #poll(): Promise<void> {
    while (this.#byCorrelation.size + this.#byDelivery.size > 0) {
      await setTimeout(pollMs);
      try {
        await this.#ask();
      } catch (error) {
        this.#failAll(error);
      }
    }
    this.#polling = false;
  }

  async #ask(): Promise<void> {
    const [receipts, rejections] = await Promise.all([
      this.#intake.receipts([...this.#byCorrelation.keys()]),
      this.#intake.rejectionsOf([...this.#byDelivery.keys()]),
    ]);
    if (receipts.size + rejections.size > 0) this.#lastAnswer = Date.now();
    for (const [key, receipt] of receipts) this.#settle(this.#byCorrelation, key, receipt);
    for (const [key, { refusal }] of rejections) this.#settle(this.#byDelivery, key, { outcome: 'refused', refusal });
    if (Date.now() - this.#lastAnswer > silenceMs) {
      throw new Failure(
        `Nothing has settled for ${String(silenceMs / 1000)} seconds, and events are still on their way.`,
        'Look at the dead letters (`npx perennial redrive --list`) and at the functions’ logs, then run the replay again.',
      );
    }
  }

  #settle(waiting: Map<string, Waiting>, key: string, answer: Answer): void {
    waiting.get(key)?.resolve(answer);
    waiting.delete(key);
  }

  #failAll(error: unknown): void {
    for (const waiting of [this.#byCorrelation, this.#byDelivery]) {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    }
  }
}
