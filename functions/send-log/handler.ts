/** Queues of the channel `log`: messages of trials are written down, and sent to nobody. */
import { logAdapter } from '../../shared/channels/adapters/log.ts';
import { logger } from '../../shared/platform/telemetry.ts';
import { deployedSender } from '../../shared/runtime/sender.ts';

export const handler = deployedSender(() => logAdapter(logger));
