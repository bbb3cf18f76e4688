/** Queue `occasions` → rows of the plans that follow them, and what may be sent at once. */
import { planOccasions } from '../../shared/commands/campaigns/plan-occasion.ts';
import type { OccasionDependencies } from '../../shared/commands/campaigns/plan-occasion.ts';
import { parseOccasion } from '../../shared/contracts/occasion-event.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { readDeployment } from '../../shared/platform/environment.ts';
import { logger, logMessages, observed } from '../../shared/platform/telemetry.ts';
import { campaignsOver } from '../../shared/runtime/campaigns.ts';
import { connect } from '../../shared/runtime/connect.ts';
import { eachMessage } from '../../shared/runtime/each-message.ts';
import type { QueueEvent, QueueResponse } from '../../shared/runtime/queue-handler.ts';
import { enqueuer, parseQueueUrls } from '../../shared/runtime/send-queues.ts';

export type OccasionPlanner = OccasionDependencies &
  Pick<ReturnType<typeof campaignsOver>, 'now'> & { readonly isLocal: boolean };

/**
 * Each occasion by itself: one that cannot be planned holds up no other. The plans are read once for all of them, and not
 * kept: what happens after an approval follows it, and what happens after a pause waits.
 *
 * The local stage is given days that are not today's, by files of events and by reviews: there the time of an occasion is
 * the now of what follows it, as the commands have theirs. By the clock points that end on such a day are gone already, or
 * a second step is years away.
 */
export async function planEach(deps: OccasionPlanner, event: QueueEvent): Promise<QueueResponse> {
  let messages = 0;
  let read: ReturnType<OccasionPlanner['plans']> | undefined;
  const plans = async () => (read ??= deps.plans());
  const response = await eachMessage(event, async (body) => {
    const { occasion, since } = parseOccasion(body);
    const now = deps.isLocal ? since : deps.now();
    messages += await planOccasions({ ...deps, plans }, { occasions: [occasion], now, tellsNow: deps.isLocal });
    return 'done';
  });
  logger.info(logMessages.occasionsPlanned, { occasions: event.Records.length, messages });
  return response;
}

const { tables, settings } = readDeployment(
  ['accounts', 'members', 'settings', 'campaigns'],
  ['stage', 'manifestsBucket', 'manifestsDomain', 'sendQueues'],
);
const stores = campaignsOver(settings, connect(tables));
const planner: OccasionPlanner = {
  ...stores,
  plans: stores.campaigns.plans,
  // Names of parts and messages, which are no secret: no key is needed for these.
  digests: digestsWith(Buffer.alloc(0)),
  enqueue: enqueuer(parseQueueUrls(settings.sendQueues)),
  isLocal: settings.stage === 'local',
};

export const handler = observed(async (event: QueueEvent) => planEach(planner, event));
