/** Queue `purchases` → ledger: sales, and every event that no other function knows, which is refused by name. */
import { applyPointsEventsAlone } from '../../shared/commands/apply-points-events.ts';
import { deployedQueueHandler } from '../../shared/runtime/queue-handler.ts';

export const handler = deployedQueueHandler(applyPointsEventsAlone);
