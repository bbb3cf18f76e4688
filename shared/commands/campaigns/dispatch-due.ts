/** Hands steps that are due to the queues of their channels. */
import type { DueStep, Plan, Run } from '../../contracts/campaign-records.ts';
import type { ManifestRow, QueuedMessage } from '../../contracts/manifest-row.ts';
import { channels } from '../../domain/campaigns/campaign.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { CampaignStore, RememberedStep } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import { isStanding } from './campaign-keys.ts';
import { handedOutAt, isPlannedTime } from './due-times.ts';
import type { ReadCampaign } from './published-campaign.ts';
import { queuedFrom } from './queued-from.ts';
import type { Enqueue } from './send-dependencies.ts';
import { readWaiting, waitingParts } from './waiting-rows.ts';
import type { PlacedRow } from './waiting-rows.ts';

export type DispatchDependencies = {
  readonly campaigns: Pick<CampaignStore, 'plan' | 'run' | 'due' | 'removeDue'>;
  readonly manifests: Pick<ManifestStore, 'parts' | 'readPart'>;
  readonly published: ReadCampaign;
  readonly enqueue: Enqueue;
  /** Whether there is time for one more part. */
  readonly timeLeft: () => boolean;
};

/** Where to go on: behind the last part of a step that is handed out, and how many messages there were until then. */
export type DispatchPlace = {
  readonly run: string;
  readonly step: string;
  readonly at: number;
  readonly part: string;
  readonly messages: number;
};

export type DispatchRequest = {
  readonly now: Instant;
  /** One campaign alone; all of them when absent. */
  readonly campaignId?: string | undefined;
  readonly from?: DispatchPlace | undefined;
  /** Whether senders are to take this now for theirs: where time is told by whoever asks. */
  readonly tellsNow?: boolean | undefined;
};

export type Dispatched = {
  /** Messages put into queues, and steps that are handed out. */
  readonly messages: number;
  readonly steps: number;
  /** Where to go on; absent when all that was due is handed out. */
  readonly next?: DispatchPlace | undefined;
};

type Step = { readonly due: RememberedStep; readonly run: Run; readonly campaign: Campaign };

/** Rows of a run's manifest whose message of the step is handed out at that time, each with its place in the run. */
function* plannedRows(
  rows: readonly ManifestRow[],
  { due, run, campaign }: Step,
  before: number,
): Generator<PlacedRow> {
  const members = (run.counts?.treatment ?? 0) + (run.counts?.control ?? 0);
  // Messages of the first step come first: they are the ones that decide about a pause.
  let ordinal = campaign.steps.findIndex(({ id }) => id === due.step) * members + before;
  for (const row of rows) {
    const planned = row.steps.find(({ step }) => step === due.step);
    if (planned === undefined || planned.channel === null) continue;
    if (handedOutAt(instantOf(planned.sendAt)) === due.at) yield { row, ordinal };
    ordinal += 1;
  }
}

/** Whether a row's message of a step may be sent by now. */
function isSendTime({ steps }: ManifestRow, step: string, now: Instant): boolean {
  return steps.some((planned) => planned.step === step && planned.sendAt <= now);
}

function messagesIn(rows: readonly ManifestRow[], step: string): number {
  return rows.filter((row) => row.steps.some((planned) => planned.step === step && planned.channel !== null)).length;
}

class Dispatch {
  messages = 0;
  steps = 0;
  readonly #deps: DispatchDependencies;
  readonly #request: DispatchRequest;
  readonly #plans = new Map<string, Plan | undefined>();
  readonly #runs = new Map<string, Run | undefined>();

  constructor(deps: DispatchDependencies, request: DispatchRequest) {
    this.#deps = deps;
    this.#request = request;
  }

  async #planOf({ campaignId }: DueStep): Promise<Plan | undefined> {
    if (!this.#plans.has(campaignId)) this.#plans.set(campaignId, await this.#deps.campaigns.plan(campaignId));
    return this.#plans.get(campaignId);
  }

  async #runOf({ run }: DueStep): Promise<Run | undefined> {
    if (!this.#runs.has(run)) this.#runs.set(run, await this.#deps.campaigns.run(run));
    return this.#runs.get(run);
  }

  /** @returns whether all of the rows are in their queues, and none has to wait until its step is due */
  async #enqueue({ due, run, campaign }: Step, rows: Iterable<PlacedRow>): Promise<boolean> {
    const { now, tellsNow } = this.#request;
    const all = [...rows];
    const ready = due.at <= now ? all : all.filter(({ row }) => isSendTime(row, due.step, now));
    const queued = ready.flatMap(({ row, ordinal }) => {
      const message = queuedFrom(run, row, { step: due.step, ordinal });
      return message === undefined
        ? []
        : [tellsNow === true ? { ...message, message: { ...message.message, now } } : message];
    });
    for (const channel of channels) {
      const messages: QueuedMessage[] = queued.filter((one) => one.channel === channel).map(({ message }) => message);
      if (messages.length > 0) await this.#deps.enqueue({ channel, purpose: campaign.purpose }, messages);
    }
    this.messages += queued.length;
    return ready.length === all.length;
  }

  /** @returns where to go on, when time ran out; else whether all of the step is handed out */
  async #handOut(step: Step, from: DispatchPlace | undefined): Promise<DispatchPlace | 'all' | 'some'> {
    const { manifests, timeLeft } = this.#deps;
    const { due, run } = step;
    const ofManifest = isPlannedTime(due.at) && !isStanding(run.run);
    const parts = ofManifest
      ? await manifests.parts(run.run, from?.part)
      : await waitingParts(manifests, due, from?.part);
    let before = from?.messages ?? 0;
    let done: string | undefined;
    // Of a step that is not due yet nobody remembers what waits in the parts before: it is handed out once more.
    let isAll = from === undefined || due.at <= this.#request.now;
    for (const part of parts) {
      if (done !== undefined && !timeLeft()) {
        return { run: run.run, step: due.step, at: due.at, part: done, messages: before };
      }
      if (ofManifest) {
        const rows = await manifests.readPart(run.run, part);
        isAll = (await this.#enqueue(step, plannedRows(rows, step, before))) && isAll;
        before += messagesIn(rows, due.step);
      } else {
        isAll = (await this.#enqueue(step, await readWaiting(manifests, due, part))) && isAll;
      }
      done = part;
    }
    return isAll ? 'all' : 'some';
  }

  /** Whether a step has to wait: its plan is paused, or its run not planned to the end. */
  #waits(plan: Plan | undefined, run: Run): boolean {
    return run.state === 'planning' || (plan?.state === 'paused' && run.state !== 'cancelled');
  }

  /** @returns where to go on, when time ran out */
  async step(due: RememberedStep, from: DispatchPlace | undefined): Promise<DispatchPlace | undefined> {
    const { campaigns, published } = this.#deps;
    const run = await this.#runOf(due);
    if (run !== undefined && run.state !== 'refused') {
      if (this.#waits(await this.#planOf(due), run)) return undefined;
      // What was cancelled is handed out, too: senders keep of each message why it is not sent.
      const { campaign } = await published(run.hash);
      const next = await this.#handOut({ due, run, campaign }, from);
      if (typeof next === 'object') return next;
      if (next === 'some') return undefined;
    }
    // Last: whoever dies before it hands out the same once more, and what was sent already is left alone.
    if ((await campaigns.removeDue(due)) === 'removed') this.steps += 1;
    return undefined;
  }
}

/**
 * Hands out everything that is due, the oldest first, as far as there is time. Killed at any moment it leaves the step that
 * it was at for the next time: messages may come into their queues twice, and are sent once.
 */
export async function dispatchDue(deps: DispatchDependencies, request: DispatchRequest): Promise<Dispatched> {
  const dispatch = new Dispatch(deps, request);
  const { from, campaignId, now } = request;
  // Steps are due in steps of five minutes: what may be sent by now may be in the one to come. What was given back waits.
  const due = (await deps.campaigns.due(handedOutAt(now))).filter(
    (step) =>
      (campaignId === undefined || step.campaignId === campaignId) &&
      (step.at <= now || isPlannedTime(instantOf(step.at))),
  );
  const isFrom = ({ run, step, at }: DueStep) => run === from?.run && step === from.step && at === from.at;
  for (const [index, step] of due.entries()) {
    const { messages, steps } = dispatch;
    const place = isFrom(step) ? from : undefined;
    if (index > 0 && !deps.timeLeft())
      return { messages, steps, next: { run: step.run, step: step.step, at: step.at, part: '', messages: 0 } };
    const next = await dispatch.step(step, place);
    if (next !== undefined) return { messages: dispatch.messages, steps, next };
  }
  return { messages: dispatch.messages, steps: dispatch.steps };
}
