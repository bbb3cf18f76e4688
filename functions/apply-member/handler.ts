/** Queue `members` → members and their accounts: who joins, and under which identities. */
import { applyPeopleEventsAlone } from '../../shared/commands/apply-people-events.ts';
import { deployedQueueHandler } from '../../shared/runtime/queue-handler.ts';

export const handler = deployedQueueHandler(applyPeopleEventsAlone);
