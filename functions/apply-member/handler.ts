/** Queue `members` → members and their accounts: who joins, and under which identities. */
import { deployedQueueHandler } from '../../shared/runtime/queue-handler.ts';

export const handler = deployedQueueHandler();
