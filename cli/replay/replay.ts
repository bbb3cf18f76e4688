/** A file of events through the deployed stack: the bus, the queues, the functions, and back from the tables. */
import { randomUUID } from 'node:crypto';
import { parseEvent } from '../../shared/contracts/parse-event.ts';
import type { EventEntry, ParsedEvent } from '../../shared/contracts/parse-event.ts';
import { formatDay, later } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { programmeAt, programmeOnDay } from '../../shared/domain/programme.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { businessDay, instantOf } from '../../shared/domain/zone.ts';
import type { Receipt } from '../../shared/store/store.ts';
import type { Deployment } from '../deployment.ts';
import { eventOfLine } from '../events/event-line.ts';
import { readLines } from '../events/read-lines.ts';
import { buildDocument } from '../report/document.ts';
import type { ReportOptions, RunDocument } from '../report/document.ts';
import { Tally } from '../report/tally.ts';
import { connectionsOf } from './connections.ts';
import { Lanes } from './lanes.ts';
import { runReview } from './run-review.ts';
import { Sender } from './sender.ts';
import { Settling } from './settling.ts';

export type ReplayOptions = ReportOptions & {
  readonly files: readonly string[];
  readonly asOf: Day | undefined;
  readonly ratePerSecond: number | undefined;
  /** Told now and then how many lines have settled. */
  readonly progress: (settled: number) => void;
};

/** Lines that are read ahead of what has settled: enough to keep every lane busy, far from the whole file. */
const linesAhead = 2000;
const linesBetweenProgress = 1000;

type Where = { readonly line: number; readonly file: string | undefined };

class Replay {
  readonly #deployment: Deployment;
  readonly #options: ReplayOptions;
  readonly #versions: ProgrammeVersions;
  readonly #tally = new Tally();
  readonly #lanes = new Lanes();
  readonly #sender: Sender;
  readonly #settling: Settling;
  readonly #run = randomUUID();
  readonly #parked = new Map<string, Where>();
  #lastDay: Day | undefined;
  #settled = 0;

  constructor(deployment: Deployment, versions: ProgrammeVersions, options: ReplayOptions) {
    this.#deployment = deployment;
    this.#options = options;
    this.#versions = versions;
    this.#sender = new Sender(deployment.clients, options.ratePerSecond);
    this.#settling = new Settling(deployment.intake);
  }

  async run(): Promise<RunDocument> {
    await this.#sendAll();
    const asOf = this.#options.asOf ?? this.#lastDay ?? this.#today();
    await runReview(this.#deployment, formatDay(asOf));
    await this.#countClaims();
    const programme = programmeOnDay(this.#versions, asOf);
    return buildDocument(this.#deployment, { programme, asOf, tally: this.#tally }, this.#options);
  }

  async #sendAll(): Promise<void> {
    const underWay = new Set<Promise<void>>();
    const failures: Error[] = [];
    const check = () => {
      if (failures[0] !== undefined) throw failures[0];
    };
    for (const [index, file] of this.#options.files.entries()) {
      for await (const { number, text } of readLines(file)) {
        const where = { line: number, file: this.#options.files.length > 1 ? file : undefined };
        const work = this.#line(text, where, `${this.#run}:${String(index)}:${String(number)}`)
          .catch((error: unknown) => {
            failures.push(error instanceof Error ? error : new Error(String(error)));
          })
          .finally(() => underWay.delete(work));
        underWay.add(work);
        while (underWay.size >= linesAhead) await Promise.race(underWay);
        check();
      }
    }
    await Promise.all(underWay);
    check();
  }

  async #line(text: string | undefined, where: Where, correlationId: string): Promise<void> {
    const line = eventOfLine(text);
    if (line.ok) {
      const parsed = parseEvent(line.entry);
      if (parsed.ok) {
        this.#see(parsed.event);
        await this.#lanes.run(connectionsOf(parsed.event), () =>
          this.#sendForReceipt(line.entry, where, correlationId),
        );
      } else {
        await this.#sendForRejection(line.entry, where);
      }
    } else {
      // No bus could carry it: it is refused at our own door, by the same rule.
      this.#tally.refuse({ ...where, refusal: line.refusal });
    }
    this.#settled += 1;
    if (this.#settled % linesBetweenProgress === 0) this.#options.progress(this.#settled);
  }

  async #sendForReceipt(entry: EventEntry, where: Where, correlationId: string): Promise<void> {
    await this.#sender.send(askingForReceipt(entry, correlationId));
    const receipt = await this.#settling.receipt(correlationId);
    this.#count(receipt, where);
    if (receipt.outcome === 'parked') this.#parked.set(correlationId, where);
  }

  /** An event that breaks its contract goes as it is; its rejection is found by the id that the bus gave it. */
  async #sendForRejection(entry: EventEntry, where: Where): Promise<void> {
    const delivery = await this.#sender.send(entry);
    this.#count(await this.#settling.rejection(delivery), where);
  }

  #count({ outcome, refusal }: Pick<Receipt, 'outcome' | 'refusal'>, where: Where): void {
    if (outcome !== 'refused') this.#tally.add(outcome);
    else if (refusal === undefined) throw new Error('a refusal has a reason');
    else this.#tally.refuse({ ...where, refusal });
  }

  /** What was parked and has been claimed since counts as applied; a return that then turned out wrong, as refused. */
  async #countClaims(): Promise<void> {
    if (this.#parked.size === 0) return;
    const receipts = await this.#deployment.intake.receipts([...this.#parked.keys()]);
    for (const [correlationId, { outcome, refusal }] of receipts) {
      const where = this.#parked.get(correlationId);
      if (outcome === 'applied') this.#tally.claim(1);
      else if (outcome === 'refused' && where !== undefined && refusal !== undefined) {
        this.#tally.refuseParked({ ...where, refusal });
      }
    }
  }

  #see({ occurredAt }: ParsedEvent): void {
    const day = businessDay(occurredAt, programmeAt(this.#versions, occurredAt).timeZone);
    this.#lastDay = this.#lastDay === undefined ? day : later(this.#lastDay, day);
  }

  #today(): Day {
    const now = instantOf(Date.now());
    return businessDay(now, programmeAt(this.#versions, now).timeZone);
  }
}

function askingForReceipt(entry: EventEntry, correlationId: string): EventEntry {
  const copy: EventEntry = structuredClone(entry);
  if (isObject(copy.detail) && isObject(copy.detail['metadata'])) {
    Object.assign(copy.detail['metadata'], { correlationId, receipt: true });
  }
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Sends the files through the deployed stack, waits until all is settled, reviews, and reads the state back. */
export async function replay(deployment: Deployment, options: ReplayOptions): Promise<RunDocument> {
  return new Replay(deployment, await deployment.programmes(), options).run();
}
