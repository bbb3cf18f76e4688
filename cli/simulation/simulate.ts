/** A run of events through the very commands that the functions use, on the memory store. */
import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import { reviewAccount } from '../../shared/commands/review-account.ts';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { later } from '../../shared/domain/calendar.ts';
import type { Programme, ProgrammeVersions } from '../../shared/domain/programme.ts';
import { businessDay, instantOf } from '../../shared/domain/zone.ts';
import { canonicalJson, sha256 } from '../../shared/platform/digest.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import { eventOfLine } from '../events/event-line.ts';
import { readLines } from '../events/read-lines.ts';
import { buildDocument } from '../report/document.ts';
import type { ReportOptions, RunDocument } from '../report/document.ts';
import { Tally } from '../report/tally.ts';

export type RunOptions = {
  readonly programme: Programme;
  readonly files: readonly string[];
  /** The day to whose end everything is reviewed; undefined for the last event's. */
  readonly asOf: Day | undefined;
  /** Leave out what happened after `asOf`: numbers of a day know nothing of the days that follow it. */
  readonly untilAsOf?: boolean;
  /** Told now and then how many lines have been read. */
  readonly progress: (lines: number) => void;
};

export type SimulationOptions = ReportOptions & RunOptions;

/** What a run leaves behind: the state in the stores, the day that it was reviewed to, and what became of the lines. */
export type Simulated = { readonly store: MemoryStore; readonly asOf: Day; readonly tally: Tally };

const linesBetweenProgress = 20_000;

class Simulation {
  readonly #deps: Dependencies;
  readonly #tally = new Tally();
  readonly #store = new MemoryStore();
  readonly #options: RunOptions;
  #lastDay: Day | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    const versions = Promise.resolve<ProgrammeVersions>([options.programme]);
    this.#deps = {
      ledger: this.#store,
      members: this.#store,
      programmes: async () => versions,
      // The ledger of a simulation is thrown away, so nothing in it needs hiding or sealing; content is compared as ever.
      digests: {
        // What the contract parsed has its keys in the contract's order, so its plain JSON is canonical.
        content: (value) => sha256(JSON.stringify(value)),
        personalContent: canonicalJson,
        lookUp: (kind, value) => `${kind}:${value}`,
        chain: () => '',
      },
      newMemberId: randomUUID,
      backOff: async () => Promise.resolve(),
    };
  }

  async run(): Promise<Simulated> {
    let lines = 0;
    for (const [index, file] of this.#options.files.entries()) {
      for await (const { number, text } of readLines(file)) {
        await this.#apply(text, { line: number, file: this.#options.files.length > 1 ? file : undefined, index });
        lines += 1;
        if (lines % linesBetweenProgress === 0) this.#options.progress(lines);
      }
    }
    const asOf = this.#options.asOf ?? this.#lastDay ?? this.#today();
    await this.#review(asOf);
    return { store: this.#store, asOf, tally: this.#tally };
  }

  async #apply(
    text: string | undefined,
    where: { line: number; file: string | undefined; index: number },
  ): Promise<void> {
    const line = eventOfLine(text);
    const parsed = line.ok ? parseEvent(line.entry) : line;
    if (!parsed.ok) {
      this.#tally.refuse({ ...where, refusal: parsed.refusal });
      return;
    }
    const { event } = parsed;
    const day = businessDay(event.occurredAt, this.#options.programme.timeZone);
    const { asOf, untilAsOf = false } = this.#options;
    if (untilAsOf && asOf !== undefined && day > asOf) return;
    this.#lastDay = this.#lastDay === undefined ? day : later(this.#lastDay, day);
    const delivery = `${String(where.index)}:${String(where.line)}`;
    const { outcomes, settled, failed } = await applyEvents(this.#deps, [{ event, delivery }]);
    for (const error of failed.values()) throw error;
    const outcome = outcomes.get(delivery);
    if (outcome === undefined) throw new Error('every event has an outcome');
    if (outcome.status === 'refused') this.#tally.refuse({ ...where, refusal: outcome.refusal });
    else this.#tally.add(outcome.status);
    for (const earlier of settled) {
      if ('entryId' in earlier) this.#tally.claim(1);
      else this.#tally.refuseParked({ ...this.#whereOf(earlier.delivery), refusal: earlier.refusal });
    }
  }

  /** The line of a delivery of this run. */
  #whereOf(delivery: string): { line: number; file: string | undefined } {
    const [index, line] = delivery.split(':').map(Number);
    const { files } = this.#options;
    return { line: line ?? 0, file: files.length > 1 ? files[index ?? 0] : undefined };
  }

  async #review(day: Day): Promise<void> {
    for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
      const page = await this.#store.scanAccounts(startKey);
      for (const account of page.accounts) await reviewAccount(this.#deps, account, day);
      startKey = page.nextKey;
    }
  }

  #today(): Day {
    return businessDay(instantOf(Date.now()), this.#options.programme.timeZone);
  }
}

/** Applies the events of the files in their order and reviews every account. */
export async function runEvents(options: RunOptions): Promise<Simulated> {
  // Nearly everything that is made for an event is dead by the next one: a young generation that grows would only hold
  // more of it, a kilobyte for each entry (measured by `npm run bench`).
  setFlagsFromString('--semi-space-growth-factor=1');
  return new Simulation(options).run();
}

/** The document of the state that the events of the files leave. */
export async function simulate(options: SimulationOptions): Promise<RunDocument> {
  const { store, asOf, tally } = await runEvents(options);
  return buildDocument({ ledger: store, members: store }, { programme: options.programme, asOf, tally }, options);
}
