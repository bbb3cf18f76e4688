/** Queues of a service of the retailer's: signed requests. */
import { webhookAdapter } from '../../shared/channels/adapters/webhook.ts';
import { readEnvironment } from '../../shared/platform/environment.ts';
import { readWebhookSecret } from '../../shared/platform/webhook-secret.ts';
import { deployedSender } from '../../shared/runtime/sender.ts';

const { webhookSecret } = readEnvironment(['webhookSecret']);

export const handler = deployedSender(async () => webhookAdapter(await readWebhookSecret(webhookSecret)));
