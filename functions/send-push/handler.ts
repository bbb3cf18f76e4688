/** Queues of notifications of apps: SNS. */
import { pushAdapter } from '../../shared/channels/adapters/push.ts';
import { deployedSender } from '../../shared/runtime/sender.ts';

export const handler = deployedSender(() => pushAdapter());
