/** Queue `members` → members and their accounts: who joins, and under which identities. */
import { applyToPeople } from '../../shared/commands/apply-to-people.ts';
import { deployedQueueHandler } from '../../shared/runtime/queue-handler.ts';

export const handler = deployedQueueHandler(applyToPeople);
