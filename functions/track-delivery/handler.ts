/** Queue `deliveries` → facts of messages, addresses that nothing is sent to any more, and plans that pause themselves. */
import { trackDelivery } from '../../shared/commands/campaigns/track-delivery.ts';
import type { TrackDependencies } from '../../shared/commands/campaigns/track-delivery.ts';
import { parseDeliveryEvents } from '../../shared/contracts/delivery-events.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { readDeployment } from '../../shared/platform/environment.ts';
import { readSecretKeys } from '../../shared/platform/secret-keys.ts';
import { startedOnce } from '../../shared/platform/started-once.ts';
import { count, logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { webhookGoesBy } from '../../shared/runtime/campaigns.ts';
import { clock } from '../../shared/runtime/clock.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { eachMessage } from '../../shared/runtime/each-message.ts';
import type { QueueEvent, QueueResponse } from '../../shared/runtime/queue-handler.ts';
import { dynamodbCampaigns } from '../../shared/store/dynamodb/campaign-store.ts';
import { dynamodbOutbox } from '../../shared/store/dynamodb/outbox-store.ts';
import { dynamodbSuppressions } from '../../shared/store/dynamodb/suppression-store.ts';

/** Takes in what providers tell; what is about no message of ours says nothing. */
export async function trackEach(deps: TrackDependencies, event: QueueEvent): Promise<QueueResponse> {
  let [facts, others] = [0, 0];
  const response = await eachMessage(event, async (body) => {
    for (const told of parseDeliveryEvents(body)) {
      const { fact, paused } = await trackDelivery(deps, told);
      if (fact === 'unknown') others += 1;
      else facts += 1;
      if (paused === undefined) continue;
      logger.error(logMessages.pausedByItself, { campaignId: paused.campaignId, reason: paused.for });
      count('plansPaused', 1);
    }
    return 'done';
  });
  logger.info(logMessages.delivered, { events: event.Records.length, facts, others });
  return response;
}

const { tables, settings } = readDeployment(['members', 'campaigns', 'messages'], ['identityKeySecret']);
const connection = connect(tables);
const tracker = startedOnce(async (): Promise<TrackDependencies> => {
  const keys = await readSecretKeys(settings.identityKeySecret);
  return {
    outbox: dynamodbOutbox(connection),
    campaigns: dynamodbCampaigns(connection),
    suppressions: dynamodbSuppressions(connection),
    digests: digestsWith(keys.identities),
    webhook: webhookGoesBy,
    now: clock,
  };
});

export const handler = observed(async (event: QueueEvent) => trackEach(await tracker(), event));
