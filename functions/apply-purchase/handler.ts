/** Queue `purchases` → ledger: sales, and every event that no other function knows, which is refused by name. */
import { applyMovements } from '../../shared/commands/apply-movements.ts';
import { deployedQueueHandler } from '../../shared/runtime/queue-handler.ts';

export const handler = deployedQueueHandler(applyMovements);
