/**
 * How both sides of a webhook know who sent what and when: HMAC-SHA-256 under a shared secret over `timestamp.body`, the
 * timestamp in seconds since 1970. Whoever overhears a request can send it again within the window and no longer; within
 * it the id of what was sent tells the copy (docs/webhooks.md).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the two clocks may be apart, in seconds. */
const replayWindowSeconds = 300;

const scheme = 'v1=';

/** @param timestamp seconds since 1970 */
export function signWebhook(secret: string, timestamp: number, body: string): string {
  return (
    scheme +
    createHmac('sha256', secret)
      .update(`${String(timestamp)}.${body}`, 'utf8')
      .digest('hex')
  );
}

export type SignedRequest = {
  /** As the headers have them; undefined where there is none. */
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** As it was received, to the byte. */
  readonly body: string;
};

/** Whether the holder of the secret signed this, within the window. @param now seconds since 1970 */
export function isSigned(secret: string, { timestamp, signature, body }: SignedRequest, now: number): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp)) > replayWindowSeconds) return false;
  const [given, right] = [Buffer.from(signature), Buffer.from(signWebhook(secret, Number(timestamp), body))];
  return given.length === right.length && timingSafeEqual(given, right);
}
