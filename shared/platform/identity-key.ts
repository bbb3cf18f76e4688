import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';

/** The key that identities are hashed with, from Secrets Manager. @throws when the secret holds no text */
export async function readIdentityKey(secretName: string, config: SecretsManagerClientConfig = {}): Promise<string> {
  const client = new SecretsManagerClient(config);
  const { SecretString: key } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
  if (key === undefined || key === '') throw new Error(`the secret ${secretName} holds no text`);
  return key;
}
