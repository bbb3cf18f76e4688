/** The deployment's secret and the keys that are derived from it, one for each use. */
import { hkdfSync } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';

export type SecretKeys = {
  /** Hashes identities, so that they can be looked up and not read. */
  readonly identities: Buffer;
  /** Seals the events that were refused. */
  readonly rejections: Buffer;
  /** Signs the links in messages. */
  readonly links: Buffer;
};

const keyBytes = 32;

/** Keys of a secret: as many as there are uses, none of which tells anything about another (HKDF-SHA-256). */
function keysFrom(secret: string): SecretKeys {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'perennial', use, keyBytes));
  return { identities: derive('identities'), rejections: derive('rejections'), links: derive('links') };
}

/**
 * Reads the secret from Secrets Manager, which keeps it encrypted under the customer-managed key of personal data:
 * whoever may not use that key cannot read it, nor anything that the derived keys seal.
 *
 * @throws when the secret holds no text
 */
export async function readSecretKeys(secretName: string, config: SecretsManagerClientConfig = {}): Promise<SecretKeys> {
  const client = new SecretsManagerClient(config);
  const { SecretString: secret } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
  if (secret === undefined || secret === '') throw new Error(`the secret ${secretName} holds no text`);
  return keysFrom(secret);
}
