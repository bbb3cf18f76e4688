/** Waits until what a campaign has on its way has come to rest. */
import { setTimeout } from 'node:timers/promises';
import { queueNames, resourceName } from '../../shared/config/names.ts';
import type { DueStep } from '../../shared/contracts/campaign-records.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { Failure } from '../failure.ts';
import { findQueue, queueLength } from '../queue-lengths.ts';
import type { Office } from './office.ts';

/** What happens to members, what is to be sent to them, and what providers tell of it. */
const workQueues = [
  queueNames.occasions,
  queueNames.sendLog,
  queueNames.sendLogNotices,
  queueNames.sendEmail,
  queueNames.sendEmailNotices,
  queueNames.sendSms,
  queueNames.sendSmsNotices,
  queueNames.sendPush,
  queueNames.sendPushNotices,
  queueNames.sendWebhook,
  queueNames.sendWebhookNotices,
  queueNames.deliveries,
] as const;

const deadLetterQueues = [
  queueNames.occasionsDeadLetters,
  queueNames.sendLogDeadLetters,
  queueNames.sendEmailDeadLetters,
  queueNames.sendSmsDeadLetters,
  queueNames.sendPushDeadLetters,
  queueNames.sendWebhookDeadLetters,
  queueNames.deliveriesDeadLetters,
] as const;

type Queue = { readonly name: string; readonly url: string };

/** Of these the ones that the stage has: channels that it does not use have none. */
async function queuesOf({ sqs, stage }: Pick<Office, 'sqs' | 'stage'>, names: readonly string[]): Promise<Queue[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const url = await findQueue(sqs, resourceName(stage, name));
      return url === undefined ? [] : [{ name, url }];
    }),
  );
  return found.flat();
}

export type SettleTimes = {
  /** Between two looks. */
  readonly pollMs: number;
  /** Nothing at all has changed for so long: something is wrong that waiting does not mend. */
  readonly silenceMs: number;
  readonly nowMs: () => number;
};

export const usualTimes: SettleTimes = { pollMs: 500, silenceMs: 300_000, nowMs: Date.now };

/** Ends a wait in which nothing changes any more. */
class Silence {
  readonly #times: SettleTimes;
  #seen = '';
  #since: number;

  constructor(times: SettleTimes) {
    this.#times = times;
    this.#since = times.nowMs();
  }

  /** @throws Failure when what is seen has been the same for too long */
  see(lengths: ReadonlyMap<string, number>): void {
    const { nowMs, silenceMs } = this.#times;
    const seen = JSON.stringify([...lengths]);
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#since = nowMs();
    } else if (nowMs() - this.#since > silenceMs) {
      const left = [...lengths].map(([name, length]) => `${name} ${String(length)}`).join(', ');
      throw new Failure(
        `Nothing has changed for ${String(Math.round(silenceMs / 60_000))} minutes, and messages are still on their way (${left}).`,
        'Look at the dead letters (`npx perennial redrive --list`) and at the functions’ logs, then run it again: nothing is sent twice.',
      );
    }
  }
}

/**
 * Waits until nothing is in the queues of campaigns, twice in a row: what a function has just taken from one queue may be
 * about to be in the next.
 *
 * @throws Failure when nothing changes any more
 */
export async function untilQueuesAreEmpty(
  office: Pick<Office, 'sqs' | 'stage'>,
  times: SettleTimes,
  progress: (messages: number) => void,
): Promise<void> {
  const queues = await queuesOf(office, workQueues);
  const silence = new Silence(times);
  for (let empty = 0; empty < 2;) {
    const counted = await Promise.all(
      queues.map(async ({ name, url }) => [name, await queueLength(office.sqs, url)] as const),
    );
    const lengths = new Map(counted.filter(([, length]) => length > 0));
    empty = lengths.size === 0 ? empty + 1 : 0;
    if (lengths.size > 0) progress([...lengths.values()].reduce((sum, length) => sum + length, 0));
    if (empty === 2) return;
    silence.see(lengths);
    await setTimeout(times.pollMs);
  }
}

/** Steps of a campaign that are due and not handed out. */
export async function dueSteps(
  { campaigns }: Pick<Office, 'campaigns'>,
  campaignId: string,
  now: Instant,
): Promise<readonly DueStep[]> {
  return (await campaigns.due(now)).filter((step) => step.campaignId === campaignId);
}

/** Queues of what could not be done that have something in them. */
export async function deadLetters(office: Pick<Office, 'sqs' | 'stage'>): Promise<readonly string[]> {
  const queues = await queuesOf(office, deadLetterQueues);
  const counted = await Promise.all(
    queues.map(async ({ name, url }) => ({ name, length: await queueLength(office.sqs, url) })),
  );
  return counted.flatMap(({ name, length }) => (length > 0 ? [`${name} (${String(length)})`] : []));
}
