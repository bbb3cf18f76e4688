/** `campaign run`: what its schedule and its tick do by themselves, now, and until all of it has settled. */
import { runKey, standingRun } from '../../shared/commands/campaigns/campaign-keys.ts';
import type { Plan } from '../../shared/contracts/campaign-records.ts';
import type { Campaign } from '../../shared/domain/campaigns/campaign.ts';
import { nextTime } from '../../shared/domain/campaigns/schedule.ts';
import { scheduledTime } from '../../shared/domain/campaigns/scheduled-time.ts';
import { parseCron } from '../../shared/domain/campaigns/cron.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { runMachine } from '../run-machine.ts';
import { countRun } from './count-run.ts';
import type { RunCounts } from './count-run.ts';
import type { Office } from './office.ts';
import { refusedPlan } from './refused.ts';
import { deadLetters, dueSteps, untilQueuesAreEmpty, usualTimes } from './settle.ts';
import type { SettleTimes } from './settle.ts';

/** What the state machine of campaigns is started with, by a schedule or by hand. */
type StartInput = {
  readonly campaignId: string;
  /** RFC 3339; null where nothing is started, and only what is due is handed out. */
  readonly scheduledTime: string | null;
  /** RFC 3339, on the local stage alone. */
  readonly now?: string;
};

export type RunDocument = {
  readonly campaign: string;
  readonly at: string;
  /** The run that was started, now or before; null of a plan that follows an event. */
  readonly run: string | null;
  /** That run, and every other of which something was due. */
  readonly runs: readonly RunCounts[];
};

export type RunOptions = {
  /** The now of everything; undefined for the clock's. */
  readonly at: Instant | undefined;
  readonly times?: SettleTimes | undefined;
};

const pausedFor = {
  asked: 'somebody has paused it',
  bounces: 'too many of its messages bounced',
  complaints: 'too many of its messages were complained of',
  provider: 'the provider of a channel takes nothing from this account',
} as const;

/** @throws Failure unless the plan is approved and not paused */
function checkRuns({ state, campaignId, pausedFor: why }: Plan): void {
  if (state === 'published') throw refusedPlan('not-approved', campaignId);
  if (state === 'cancelled') throw refusedPlan('already-cancelled', campaignId);
  if (state === 'paused') {
    throw new Failure(
      `'${campaignId}' is paused: ${pausedFor[why ?? 'asked']}.`,
      `When that is put right, \`npx perennial campaign resume ${campaignId}\`: what was due then goes out.`,
    );
  }
}

/** @throws Failure when a recurring schedule has no time yet */
function timeOf(campaign: Campaign, now: Instant): Instant | null {
  const scheduled = scheduledTime(campaign, now);
  const { trigger, id } = campaign;
  if (scheduled !== null || trigger.by !== 'cron') return scheduled;
  const cron = parseCron(trigger.cron);
  const next = cron && nextTime(cron, trigger.timeZone, now);
  throw new Failure(
    `'${id}' has not had a time to run at yet.`,
    next === undefined ? 'Its schedule names none that is to come.' : `The first is ${formatInstant(next)}.`,
  );
}

const refusals: Readonly<Record<string, string>> = {
  expired: 'some of its messages would be sent after they expire. Send fewer of them, or let them live longer.',
  'quiet-hours': 'it would last into quiet hours. Start it earlier, or send fewer messages.',
};

/** @throws Failure when the machine ended otherwise than well */
async function startMachine({ sfn, machine }: Office, input: StartInput): Promise<void> {
  const { status, error, cause } = await runMachine(sfn, (await machine()).machineArn, input);
  if (status === 'SUCCEEDED') return;
  const why = refusals[error ?? ''];
  if (why !== undefined) {
    throw new Failure(`The run of '${input.campaignId}' is refused: ${why}`, 'Nobody was sent anything.');
  }
  const told = [error, cause].filter((text) => text !== undefined && text !== '').join(': ');
  throw new Failure(
    `The run of '${input.campaignId}' ended as ${status}${told === '' ? '' : `: ${told}`}.`,
    'docs/runbooks/campaign-failed.md says what to look at; running it again sends nothing twice.',
  );
}

class CampaignRun {
  readonly #office: Office;
  readonly #io: CommandIo;
  readonly #options: RunOptions;
  readonly #campaignId: string;
  readonly #now: Instant;

  constructor(office: Office, campaignId: string, options: RunOptions, io: CommandIo) {
    this.#office = office;
    this.#io = io;
    this.#options = options;
    this.#campaignId = campaignId;
    this.#now = options.at ?? office.now();
  }

  async #plan(): Promise<Plan> {
    const plan = await this.#office.campaigns.plan(this.#campaignId);
    if (plan === undefined) throw refusedPlan('unknown-campaign', this.#campaignId);
    return plan;
  }

  async #start(scheduled: Instant | null): Promise<void> {
    const { at } = this.#options;
    await startMachine(this.#office, {
      campaignId: this.#campaignId,
      scheduledTime: scheduled === null ? null : formatInstant(scheduled),
      ...(at === undefined ? {} : { now: formatInstant(at) }),
    });
  }

  async #queuesEmpty(): Promise<void> {
    let told = -1;
    await untilQueuesAreEmpty(this.#office, this.#options.times ?? usualTimes, (messages) => {
      if (messages !== told) this.#io.progress(`${String(messages)} messages on their way …`);
      told = messages;
    });
  }

  async #due(): Promise<readonly string[]> {
    return (await dueSteps(this.#office, this.#campaignId, this.#now)).map(({ run, step, at }) =>
      JSON.stringify([run, step, at]),
    );
  }

  /** Hands out until nothing is due any more. @throws Failure when what is due stays so */
  async #handOut(): Promise<void> {
    await this.#queuesEmpty();
    for (let due = await this.#due(); due.length > 0;) {
      checkRuns(await this.#plan());
      await this.#start(null);
      await this.#queuesEmpty();
      const left = await this.#due();
      if (JSON.stringify(left) === JSON.stringify(due)) {
        throw new Failure(
          `Of '${this.#campaignId}' ${String(left.length)} steps are due and are not handed out.`,
          'Look at the log of the function dispatch-campaigns, then run it again: nothing is sent twice.',
        );
      }
      due = left;
    }
    // A sender may have paused the plan meanwhile: then what it gave back waits, and nobody would know why.
    checkRuns(await this.#plan());
  }

  /** What was started before may have come to nothing. @throws Failure when it was refused, or is planned by nobody */
  async #checkPlanned(run: string): Promise<void> {
    const { state } = (await this.#office.campaigns.run(run)) ?? {};
    if (state === 'refused') {
      throw new Failure(
        `The run ${run} was refused when it was planned: it could not be sent in time.`,
        'Nobody was sent anything. Send fewer messages, or let them live longer, and publish that as a new version.',
      );
    }
    if (state === 'planning') {
      throw new Failure(
        `The planning of the run ${run} has not come to its end: somebody else is at it, or it has failed.`,
        'Run it again in a while; docs/runbooks/campaign-failed.md says what to look at.',
      );
    }
  }

  async do(): Promise<RunDocument> {
    const plan = await this.#plan();
    checkRuns(plan);
    const { published } = this.#office;
    const { approvedHash } = plan;
    if (approvedHash === null) throw refusedPlan('not-approved', this.#campaignId);
    const { campaign } = await published(approvedHash);
    const scheduled = timeOf(campaign, this.#now);
    // What has happened to members so far is planned before what is due of it is handed out.
    if (scheduled === null) await this.#queuesEmpty();
    const before = await dueSteps(this.#office, this.#campaignId, this.#now);
    this.#io.progress(scheduled === null ? 'Handing out what is due …' : `The run of ${formatInstant(scheduled)} …`);
    const run = scheduled === null ? null : runKey(this.#campaignId, scheduled);
    await this.#start(scheduled);
    if (run !== null) await this.#checkPlanned(run);
    await this.#handOut();
    const keys = new Set([run ?? standingRun(this.#campaignId), ...before.map((step) => step.run)]);
    return { campaign: this.#campaignId, at: formatInstant(this.#now), run, runs: await this.#counts(keys) };
  }

  async #counts(keys: ReadonlySet<string>): Promise<readonly RunCounts[]> {
    const letters = await deadLetters(this.#office);
    if (letters.length > 0) {
      this.#io.progress(`Some could not be worked on: ${letters.join(', ')}; see \`npx perennial redrive --list\`.`);
    }
    const counts: RunCounts[] = [];
    const plan = await this.#plan();
    for (const key of keys) counts.push(await countRun(this.#office, plan, key, this.#now));
    return counts;
  }
}

/**
 * Starts the run that is due by the plan's schedule, if nobody has, hands out everything of the campaign that is due, and
 * returns when all of that has settled.
 *
 * @throws Failure when the plan does not run, or the run is refused, or something stands still
 */
export async function runCampaign(
  office: Office,
  campaignId: string,
  options: RunOptions,
  io: CommandIo,
): Promise<RunDocument> {
  return new CampaignRun(office, campaignId, options, io).do();
}
