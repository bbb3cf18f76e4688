/** Texts that only whoever has the key can read, and that nobody can change unseen: AES-256-GCM, compressed before. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @param key 32 bytes */
export function sealText(key: Buffer, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const encrypt = createCipheriv(cipher, key, nonce);
  const sealed = Buffer.concat([encrypt.update(gzipSync(text)), encrypt.final()]);
  return Buffer.concat([nonce, encrypt.getAuthTag(), sealed]).toString('base64');
}

/** Opens what `sealText` sealed. @throws when the text is none, was changed, or was sealed with another key */
export function openText(key: Buffer, sealed: string): string {
  const whole = Buffer.from(sealed, 'base64');
  const decrypt = createDecipheriv(cipher, key, whole.subarray(0, nonceBytes));
  decrypt.setAuthTag(whole.subarray(nonceBytes, nonceBytes + tagBytes));
  return gunzipSync(Buffer.concat([decrypt.update(whole.subarray(nonceBytes + tagBytes)), decrypt.final()])).toString(
    'utf8',
  );
}
