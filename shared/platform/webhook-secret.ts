/** Where the webhook is and what its requests are signed with: one secret, `{ "url": "https://…", "secret": "…" }`. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';

/** In clear only on the machine itself: what is sent is personal. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}

const webhookSecret = z.object({
  url: z.string().check(z.refine(isSafe)),
  /** As long as the digest that it keys, or longer. */
  secret: z.string().check(z.minLength(32)),
});
export type WebhookSecret = z.output<typeof webhookSecret>;

/** @throws Error that does not repeat the secret where it is not as described */
export function parseWebhookSecret(text: string): WebhookSecret {
  try {
    return webhookSecret.parse(JSON.parse(text));
  } catch {
    throw new Error('the webhook secret is no JSON of an https url and a secret of at least 32 characters');
  }
}

/** @throws Error where there is no such secret, or it is not as described */
export async function readWebhookSecret(
  secretName: string,
  config: SecretsManagerClientConfig = {},
): Promise<WebhookSecret> {
  const client = new SecretsManagerClient(config);
  const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
  return parseWebhookSecret(text ?? '');
}
