/**
 * Messages to a service of the retailer's own, by which WeChat and whatever else has no adapter here is reached:
 * docs/webhooks.md says what it is sent and what it answers.
 */
import { keyTextOf } from '../../contracts/message-tags.ts';
import { backOff } from '../../platform/back-off.ts';
import { signWebhook } from '../../platform/webhook-signature.ts';
import type { WebhookSecret } from '../../platform/webhook-secret.ts';
import type { ChannelAdapter, ChannelAnswer, Outgoing } from '../channel.ts';
import { account, answerTo, badAddress, callMs, permanent, throttled, unknown } from './failure.ts';

/** Seconds since 1970. */
type Clock = () => number;

/** The other side takes one id for one message however often it comes, so what may have been lost is sent again. */
const attemptsAtMost = 3;

const misdirected: ReadonlySet<number> = new Set([401, 403, 404, 405]);

function answerOf(status: number): ChannelAnswer {
  if (status >= 200 && status < 300) return { is: 'accepted', providerId: null };
  if (status === 429) return throttled;
  if (status === 410) return badAddress('gone');
  // A redirect is not followed: what is personal goes where the settings say, and nowhere else.
  if (misdirected.has(status) || (status >= 300 && status < 400)) return account(`status-${String(status)}`);
  if (status >= 400 && status < 500 && status !== 408) return permanent(`status-${String(status)}`);
  return unknown;
}

function bodyOf({ memberId, messageId, campaignId, run, purpose, address, content, unsubscribeUrl }: Outgoing): string {
  const { locale, subject, text, html } = content;
  const about = { id: messageId, memberId, campaignId, run, purpose, address };
  return JSON.stringify({ ...about, locale, subject, text, html, unsubscribeUrl });
}

async function post(message: Outgoing, { url, secret }: WebhookSecret, now: Clock): Promise<ChannelAnswer> {
  const body = bodyOf(message);
  const timestamp = now();
  try {
    const { status, body: said } = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': keyTextOf(message),
        'perennial-timestamp': String(timestamp),
        'perennial-signature': signWebhook(secret, timestamp, body),
      },
      body,
      signal: AbortSignal.timeout(callMs),
    });
    await said?.cancel();
    return answerOf(status);
  } catch (error) {
    return answerTo(error, {});
  }
}

export function webhookAdapter(
  settings: WebhookSecret,
  now: Clock = () => Math.floor(Date.now() / 1000),
  wait: (attempt: number) => Promise<void> = backOff,
): ChannelAdapter {
  return {
    channel: 'webhook',
    send: async (message) => {
      for (let attempt = 1; attempt < attemptsAtMost; attempt += 1) {
        const answer = await post(message, settings, now);
        if (answer.is !== 'unknown') return answer;
        await wait(attempt);
      }
      return post(message, settings, now);
    },
  };
}
