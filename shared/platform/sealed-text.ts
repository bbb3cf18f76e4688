/**
 * Texts that only whoever may use the key of personal data can read: a data key of KMS, AES-256-GCM by it, and the data
 * key itself encrypted beside the text (envelope encryption).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { KMSClientConfig } from '@aws-sdk/client-kms';
import * as z from 'zod';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** One data key serves for this long: a flood of bad events costs a call of KMS every five minutes, not each. */
const keyLifeMs = 300_000;

type DataKey = { readonly plain: Uint8Array; readonly sealed: string; readonly until: number };
const sealedText = z.object({ key: z.string(), text: z.string() });

/** Seals texts under a KMS key. */
export function textSealer(
  keyId: string,
  now: () => number,
  config: KMSClientConfig = {},
): (text: string) => Promise<string> {
  const client = new KMSClient(config);
  let dataKey: DataKey | undefined;
  const currentKey = async (): Promise<DataKey> => {
    if (dataKey !== undefined && dataKey.until > now()) return dataKey;
    const made = await client.send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256' }));
    if (made.Plaintext === undefined || made.CiphertextBlob === undefined) throw new Error('KMS made no data key');
    const sealed = Buffer.from(made.CiphertextBlob).toString('base64');
    return (dataKey = { plain: made.Plaintext, sealed, until: now() + keyLifeMs });
  };
  return async (text) => {
    const key = await currentKey();
    const nonce = randomBytes(nonceBytes);
    const encrypt = createCipheriv(cipher, key.plain, nonce);
    const sealed = Buffer.concat([encrypt.update(gzipSync(text)), encrypt.final()]);
    const whole = Buffer.concat([nonce, encrypt.getAuthTag(), sealed]);
    return JSON.stringify({ key: key.sealed, text: whole.toString('base64') });
  };
}

/** Opens what `textSealer` sealed. @throws when the text is none, was changed, or the key may not be used */
export async function openText(sealed: string, config: KMSClientConfig = {}): Promise<string> {
  const { key, text } = sealedText.parse(JSON.parse(sealed));
  const client = new KMSClient(config);
  const { Plaintext: plain } = await client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(key, 'base64') }));
  if (plain === undefined) throw new Error('KMS opened no data key');
  const whole = Buffer.from(text, 'base64');
  const decrypt = createDecipheriv(cipher, plain, whole.subarray(0, nonceBytes));
  decrypt.setAuthTag(whole.subarray(nonceBytes, nonceBytes + tagBytes));
  return gunzipSync(Buffer.concat([decrypt.update(whole.subarray(nonceBytes + tagBytes)), decrypt.final()])).toString(
    'utf8',
  );
}
