import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { KMSClientConfig } from '@aws-sdk/client-kms';
import { rootSigningAlgorithm } from '../contracts/root-document.ts';
import type { RootSignature } from '../contracts/root-document.ts';

/**
 * Signs texts with a key that never leaves KMS.
 *
 * @param keyName id, ARN or alias of a key for ECDSA on P-256
 */
export function rootSigner(keyName: string, config: KMSClientConfig = {}): (text: string) => Promise<RootSignature> {
  const client = new KMSClient(config);
  return async (text) => {
    const { KeyId: keyId, Signature: value } = await client.send(
      new SignCommand({
        KeyId: keyName,
        Message: Buffer.from(text, 'utf8'),
        MessageType: 'RAW',
        SigningAlgorithm: rootSigningAlgorithm,
      }),
    );
    if (keyId === undefined || value === undefined) throw new Error(`KMS gave no signature with ${keyName}`);
    return { keyId, algorithm: rootSigningAlgorithm, value: Buffer.from(value).toString('base64') };
  };
}
