/** A sender as it is deployed: the same for every channel, but for the adapter. */
import { sendMessage } from '../commands/campaigns/send-message.ts';
import type { SendAnswer } from '../commands/campaigns/send-message.ts';
import type { Names, SendDependencies } from '../commands/campaigns/send-dependencies.ts';
import type { ChannelAdapter } from '../channels/channel.ts';
import { renderMessage } from '../content/render.ts';
import { environmentVariables } from '../config/names.ts';
import { queuedMessage } from '../contracts/manifest-row.ts';
import type { MessagePurpose } from '../domain/campaigns/campaign.ts';
import { promotionsPercent } from '../domain/campaigns/throughput.ts';
import { instantOf } from '../domain/zone.ts';
import { backOff, sleep } from '../platform/back-off.ts';
import { digestsWith } from '../platform/digest.ts';
import { readDeployment } from '../platform/environment.ts';
import { rateSlots } from '../platform/rate-slots.ts';
import { newCouponCode } from '../platform/ids.ts';
import { readSecretKeys } from '../platform/secret-keys.ts';
import { startedOnce } from '../platform/started-once.ts';
import { count, logger, logMessages, observed } from '../platform/telemetry.ts';
import { dynamodbCoupons } from '../store/dynamodb/coupon-store.ts';
import { dynamodbOutbox } from '../store/dynamodb/outbox-store.ts';
import { dynamodbSuppressions } from '../store/dynamodb/suppression-store.ts';
import { campaignsOver, knownForSeconds, parseRates } from './campaigns.ts';
import type { ChannelRates } from './campaigns.ts';
import { connect } from './connect.ts';
import { eachMessage } from './each-message.ts';
import { linksOf } from './message-links.ts';
import { publishedNames } from './published-names.ts';
import type { QueueEvent, QueueResponse } from './queue-handler.ts';
import { enqueuer, parseQueueUrls } from './send-queues.ts';

/** The longest that a provider, asked as often as its adapter does, takes to say nothing. */
const longestCallMs = 45_000;

/** Everything but the clock and the names, which are read anew for each batch. */
export type Sender = {
  readonly deps: Omit<SendDependencies, 'now' | 'names'>;
  readonly names: () => Promise<Names>;
  /** On the local stage a message may say what time it is. */
  readonly isLocal: boolean;
};

/** What stays in the queue: it is delivered again when its visibility is over. */
function isAgain({ is }: SendAnswer): boolean {
  return is === 'later';
}

function tell(answer: SendAnswer, about: { readonly campaignId: string; readonly run: string; readonly step: string }) {
  switch (answer.is) {
    case 'sent':
      count('messagesSent', 1);
      break;
    case 'skipped':
      count('messagesSkipped', 1);
      break;
    case 'failed':
    case 'unknown':
      count('messagesFailed', 1);
      logger.warn(logMessages.messageAnswered, { ...about, ...answer });
      break;
    case 'stopped':
      count('plansPaused', 1);
      logger.error(logMessages.sendersStopped, { ...about, why: answer.why });
      break;
    case 'done':
    case 'deferred':
    case 'moved':
    case 'later':
  }
}

/** Sends the messages of a batch, one after the other: the provider's rate is what holds them up. */
async function sendEach(
  { deps, names, isLocal }: Sender,
  event: QueueEvent,
  timeLeft: () => boolean,
): Promise<QueueResponse> {
  const known = await names();
  const answers: Record<string, number> = {};
  const response = await eachMessage(
    event,
    async (body) => {
      const queued = queuedMessage.parse(body);
      const told = isLocal ? queued.now : undefined;
      const now = () => instantOf(told ?? Date.now());
      const answer = await sendMessage({ ...deps, names: known, now }, queued);
      answers[answer.is] = (answers[answer.is] ?? 0) + 1;
      const { campaignId, run, step } = queued;
      tell(answer, { campaignId, run, step });
      return isAgain(answer) ? 'again' : 'done';
    },
    timeLeft,
  );
  logger.info(logMessages.messageAnswered, answers);
  return response;
}

function slotsOf(rates: ChannelRates, { channel }: ChannelAdapter): (purpose: MessagePurpose) => Promise<void> {
  const rate = rates[channel];
  if (rate === undefined) throw new Error(`this stage has no channel ${channel}`);
  const slots = () => rateSlots(performance.now.bind(performance), sleep);
  const [promotions, all] = [slots(), slots()];
  // Each of the invocations that run at once takes its share.
  const own = rate.perSecond / rate.concurrency;
  return async (purpose) => {
    if (purpose === 'promotions') await promotions((own * promotionsPercent) / 100);
    await all(own);
  };
}

/** @param openAdapter the channel's; called once */
export function deployedSender(openAdapter: () => ChannelAdapter | Promise<ChannelAdapter>) {
  const { tables, settings } = readDeployment(
    ['accounts', 'ledger', 'members', 'settings', 'campaigns', 'messages', 'rewards'],
    ['stage', 'identityKeySecret', 'manifestsBucket', 'manifestsDomain', 'sendQueues', 'channelRates', 'linksAddress'],
  );
  const connection = connect(tables);
  const sender = startedOnce(async (): Promise<Sender> => {
    const [keys, adapter] = await Promise.all([readSecretKeys(settings.identityKeySecret), openAdapter()]);
    const stores = campaignsOver(settings, connection);
    const { campaigns } = stores;
    return {
      deps: {
        ...stores,
        digests: digestsWith(keys.identities),
        backOff,
        // A plan that was paused may have been resumed: what is given back for nothing comes five minutes late.
        planOf: knownForSeconds(campaigns.plan, (plan) => plan?.state === 'approved'),
        runOf: knownForSeconds(campaigns.run),
        outbox: dynamodbOutbox(connection),
        coupons: dynamodbCoupons(connection),
        suppressions: dynamodbSuppressions(connection),
        adapter,
        takeSlot: slotsOf(parseRates(settings.channelRates), adapter),
        enqueue: enqueuer(parseQueueUrls(settings.sendQueues)),
        render: renderMessage,
        links: linksOf(keys.links, {
          address: settings.linksAddress,
          shop: process.env[environmentVariables.shopAddress] ?? null,
          tracksClicks: process.env[environmentVariables.tracksClicks] === 'true',
        }),
        newCouponCode,
      },
      names: publishedNames(stores.settings),
      isLocal: settings.stage === 'local',
    };
  });
  return observed(async (event: QueueEvent, context) => {
    const timeLeft = () => context.getRemainingTimeInMillis() > longestCallMs;
    return sendEach(await sender(), event, timeLeft);
  });
}
